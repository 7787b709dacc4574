
namespace OrleansAssets.Storage;

internal static class ImportSql
{
    public const string TradeColumns =
        "trade_id, asset_id, asset_class, strategy_id, side, quantity, opened_at, entry_price, closed_at, exit_price, fees";

    public const string EquityColumns = "day, equity, cash_flow";

    public const string CopyTrades = $"COPY import_trades (import_id, batch, position, {TradeColumns}) FROM STDIN (FORMAT BINARY)";

    public const string CopyEquity = $"COPY import_equity (import_id, batch, position, {EquityColumns}) FROM STDIN (FORMAT BINARY)";

    // The row's lock makes a batch that is sent twice at once wait for itself.
    public const string NoteBatch = """
        INSERT INTO import_batches (import_id, batch, kind, row_count) VALUES ($1, $2, $3, $4)
        ON CONFLICT (import_id, batch) DO UPDATE SET kind = excluded.kind, row_count = excluded.row_count, staged_at = now()
        """;

    public const string CopyEvents = "COPY import_events (import_id, batch, position, content) FROM STDIN (FORMAT BINARY)";

    public const string ReadEquity = $"SELECT {EquityColumns} FROM import_equity WHERE import_id = $1 ORDER BY day, batch, position";

    public const string ReadEvents = "SELECT content FROM import_events WHERE import_id = $1 ORDER BY batch, position";

    public const string DropBatches = "DELETE FROM import_batches WHERE import_id = $1";

    // A second publisher of the same import waits here for the first, and then finds its row.
    public const string Claim =
        "INSERT INTO imports (import_id, kind, portfolio_id) VALUES ($1, $2, $3) ON CONFLICT (import_id) DO NOTHING";

    public const string Counts = "SELECT inserted, updated, unchanged, kept, kept_rows FROM imports WHERE import_id = $1";

    public const string CountBatches =
        "SELECT count(*), coalesce(sum(row_count), 0)::bigint FROM import_batches WHERE import_id = $1";

    public const string NoteCounts =
        "UPDATE imports SET inserted = $2, updated = $3, unchanged = $4, kept = $5, kept_rows = $6 WHERE import_id = $1";

    // By the owner's functions, which keep the version before of what they revise, and leave what a book wrote itself (db/0131).
    public const string PublishTrades = "SELECT inserted, updated, kept, kept_rows FROM publish_trades($1, $2)";

    public const string PublishEquity = "SELECT inserted, updated, kept, kept_rows FROM publish_equity($1, $2)";

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
        ImportKind.Events => "events",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };

    public static string StageOf(ImportKind kind) => "import_" + KindOf(kind);

    public static string DropStagedBatch(ImportKind kind) => $"DELETE FROM {StageOf(kind)} WHERE import_id = $1 AND batch = $2";

    public static string DropStaged(ImportKind kind) => $"DELETE FROM {StageOf(kind)} WHERE import_id = $1";

    public static string CountStaged(ImportKind kind) => $"SELECT count(*) FROM {StageOf(kind)} WHERE import_id = $1";

    /// <summary>Ids or days that an import staged with more than one content, the first of them.</summary>
    public static string Contradicted(ImportKind kind)
    {
        var (key, content) = kind switch
        {
            ImportKind.Trades => ("trade_id", "asset_id, strategy_id, side, quantity, opened_at, entry_price, closed_at, exit_price, fees"),
            ImportKind.Fills => (
                "fill_id", "asset_id, strategy_id, side, quantity, price, currency, fee, fee_currency, executed_at"),
            ImportKind.Equity => ("day", "equity, cash_flow"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nothing of it is staged."),
        };
        return $"""
            SELECT {key}::text FROM {StageOf(kind)} WHERE import_id = $1
            GROUP BY {key} HAVING count(*) > 1 AND count(DISTINCT ({content})) > 1 ORDER BY {key} LIMIT 5
            """;
    }

    public static string Publish(ImportKind kind) => kind switch
    {
        ImportKind.Trades => PublishTrades,
        ImportKind.Fills => ImportFillSql.PublishFills,
        ImportKind.Equity => PublishEquity,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nothing of it is staged."),
    };
}
