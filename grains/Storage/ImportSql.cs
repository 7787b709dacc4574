
namespace OrleansAssets.Storage;

internal static class ImportSql
{
    public const string TradeColumns =
        "trade_id, asset_id, asset_class, strategy_id, side, quantity, opened_at, entry_price, closed_at, exit_price, fees";

    public const string EquityColumns = "day, equity, cash_flow";

    public const string CopyCandles =
        $"COPY import_candles (import_id, batch, position, {MarketDataSql.CandleColumns}) FROM STDIN (FORMAT BINARY)";

    public const string CopyTrades = $"COPY import_trades (import_id, batch, position, {TradeColumns}) FROM STDIN (FORMAT BINARY)";

    public const string CopyEquity = $"COPY import_equity (import_id, batch, position, {EquityColumns}) FROM STDIN (FORMAT BINARY)";

    // The row's lock makes a batch that is sent twice at once wait for itself.
    public const string NoteBatch = """
        INSERT INTO import_batches (import_id, batch, kind, row_count) VALUES ($1, $2, $3, $4)
        ON CONFLICT (import_id, batch) DO UPDATE SET kind = excluded.kind, row_count = excluded.row_count, staged_at = now()
        """;

    public const string DropBatches = "DELETE FROM import_batches WHERE import_id = $1";

    // A second publisher of the same import waits here for the first, and then finds its row.
    public const string Claim =
        "INSERT INTO imports (import_id, kind, portfolio_id) VALUES ($1, $2, $3) ON CONFLICT (import_id) DO NOTHING";

    public const string Counts = "SELECT inserted, updated, unchanged, kept, kept_rows FROM imports WHERE import_id = $1";

    public const string NoteCounts =
        "UPDATE imports SET inserted = $2, updated = $3, unchanged = $4, kept = $5, kept_rows = $6 WHERE import_id = $1";

    public const string MakeCandlePartitions = """
        SELECT make_partitions('candles', array_agg(month))
        FROM (SELECT DISTINCT date_trunc('month', open_time, 'UTC') AS month FROM import_candles WHERE import_id = $1) AS months
        HAVING count(*) > 0
        """;

    public const string PublishCandles = $"""
        WITH latest AS (
            SELECT DISTINCT ON (asset_id, source_id, timeframe, open_time) {MarketDataSql.CandleColumns}
            FROM import_candles WHERE import_id = $1
            ORDER BY asset_id, source_id, timeframe, open_time, batch DESC, position DESC),
        written AS (
            INSERT INTO candles AS stored ({MarketDataSql.CandleColumns}) SELECT {MarketDataSql.CandleColumns} FROM latest
            {MarketDataSql.OnCandleConflict})
        SELECT count(*) FILTER (WHERE revision = 0), count(*) FILTER (WHERE revision > 0), 0::bigint, NULL::text FROM written
        """;

    // What a book wrote itself stays as it is; the first of those rows are told.
    private const string CountWritten = """
        SELECT count(*) FILTER (WHERE revision = 0), count(*) FILTER (WHERE revision > 0), (SELECT count(*) FROM kept),
            (SELECT string_agg(name::text, ', ' ORDER BY name) FROM (SELECT name FROM kept ORDER BY name LIMIT 10) AS first)
        FROM written
        """;

    private const string OtherTrade = """
        (stored.asset_id, stored.asset_class, stored.strategy_id, stored.side, stored.quantity, stored.opened_at, stored.entry_price,
            stored.closed_at, stored.exit_price, stored.fees)
        IS DISTINCT FROM (latest.asset_id, latest.asset_class, latest.strategy_id, latest.side, latest.quantity, latest.opened_at,
            latest.entry_price, latest.closed_at, latest.exit_price, latest.fees)
        """;

    public const string PublishTrades = $"""
        WITH latest AS (
            SELECT DISTINCT ON (trade_id) {TradeColumns}
            FROM import_trades WHERE import_id = $1 ORDER BY trade_id, batch DESC, position DESC),
        kept AS (
            SELECT latest.trade_id AS name
            FROM latest JOIN trades AS stored ON stored.portfolio_id = $2 AND stored.trade_id = latest.trade_id
            WHERE stored.provenance <> 'import' AND {OtherTrade}),
        written AS (
            INSERT INTO trades AS stored (portfolio_id, {TradeColumns}) SELECT $2, {TradeColumns} FROM latest
            ON CONFLICT (portfolio_id, trade_id) DO UPDATE SET
                asset_id = excluded.asset_id, asset_class = excluded.asset_class, strategy_id = excluded.strategy_id, side = excluded.side,
                quantity = excluded.quantity, opened_at = excluded.opened_at, entry_price = excluded.entry_price,
                closed_at = excluded.closed_at, exit_price = excluded.exit_price, fees = excluded.fees,
                recorded_at = now(), revision = stored.revision + 1
            WHERE stored.provenance = 'import'
                AND (stored.asset_id, stored.asset_class, stored.strategy_id, stored.side, stored.quantity, stored.opened_at,
                    stored.entry_price, stored.closed_at, stored.exit_price, stored.fees)
                IS DISTINCT FROM (excluded.asset_id, excluded.asset_class, excluded.strategy_id, excluded.side, excluded.quantity,
                    excluded.opened_at, excluded.entry_price, excluded.closed_at, excluded.exit_price, excluded.fees)
            RETURNING revision)
        {CountWritten}
        """;

    public const string PublishEquity = $"""
        WITH latest AS (
            SELECT DISTINCT ON (day) {EquityColumns} FROM import_equity WHERE import_id = $1 ORDER BY day, batch DESC, position DESC),
        kept AS (
            SELECT latest.day AS name FROM latest JOIN equity_daily AS stored ON stored.portfolio_id = $2 AND stored.day = latest.day
            WHERE stored.provenance <> 'import' AND (stored.equity, stored.cash_flow) IS DISTINCT FROM (latest.equity, latest.cash_flow)),
        written AS (
            INSERT INTO equity_daily AS stored (portfolio_id, {EquityColumns}) SELECT $2, {EquityColumns} FROM latest
            ON CONFLICT (portfolio_id, day) DO UPDATE SET
                equity = excluded.equity, cash_flow = excluded.cash_flow, day_return = NULL,
                recorded_at = now(), revision = stored.revision + 1
            WHERE stored.provenance = 'import' AND (stored.equity, stored.cash_flow) IS DISTINCT FROM (excluded.equity, excluded.cash_flow)
            RETURNING revision)
        {CountWritten}
        """;

    // An import that is still being staged is kept for the sake of its newest batch.
    public const string Abandoned = """
        SELECT import_id FROM import_batches GROUP BY import_id HAVING max(staged_at) < $1
        """;

    public static string KindOf(ImportKind kind) => kind switch
    {
        ImportKind.Candles => "candles",
        ImportKind.Trades => "trades",
        ImportKind.Equity => "equity",
        ImportKind.Fills => "fills",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };

    public static string StageOf(ImportKind kind) => "import_" + KindOf(kind);

    public static string DropStagedBatch(ImportKind kind) => $"DELETE FROM {StageOf(kind)} WHERE import_id = $1 AND batch = $2";

    public static string DropStaged(ImportKind kind) => $"DELETE FROM {StageOf(kind)} WHERE import_id = $1";

    public static string CountStaged(ImportKind kind) => $"SELECT count(*) FROM {StageOf(kind)} WHERE import_id = $1";

    public static string Publish(ImportKind kind) => kind switch
    {
        ImportKind.Candles => PublishCandles,
        ImportKind.Trades => PublishTrades,
        ImportKind.Fills => ImportFillSql.PublishFills,
        _ => PublishEquity,
    };
}
