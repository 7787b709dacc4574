namespace OrleansAssets.Storage;

internal static class LedgerSql
{
    private const string TradeColumns =
        "trade_id, asset_id, strategy_id, side, quantity, opened_at, entry_price, closed_at, exit_price, fees, provenance";

    private const string EquityColumns = "day, equity, cash_flow, day_return, provenance, made_up";

    // The version that held at $4: recorded by then, and superseded later if at all. Infinity stands for now.
    public const string KnownEquity = $"""
        WITH known AS (
            SELECT {EquityColumns} FROM equity_daily WHERE portfolio_id = $1 AND day <= $3 AND recorded_at <= $4
            UNION ALL
            SELECT {EquityColumns} FROM equity_daily_history
            WHERE portfolio_id = $1 AND day <= $3 AND recorded_at <= $4 AND superseded_at > $4)
        (SELECT {EquityColumns} FROM known WHERE day < $2 ORDER BY day DESC LIMIT 1)
        UNION ALL
        (SELECT {EquityColumns} FROM known WHERE day >= $2)
        ORDER BY day
        """;

    public const string KnownTrades = $"""
        SELECT {TradeColumns} FROM trades
        WHERE portfolio_id = $1 AND (closed_at IS NULL OR closed_at >= $2) AND opened_at < $3 AND recorded_at <= $4
        UNION ALL
        SELECT {TradeColumns} FROM trades_history
        WHERE portfolio_id = $1 AND (closed_at IS NULL OR closed_at >= $2) AND opened_at < $3 AND recorded_at <= $4 AND superseded_at > $4
        ORDER BY closed_at, trade_id
        """;

    public const string KnownProfits = """
        SELECT day, asset_id, asset_class, strategy_id, profit, day_return FROM profit_daily
        WHERE portfolio_id = $1 AND day >= $2 AND day <= $3 AND recorded_at <= $4
        UNION ALL
        SELECT day, asset_id, asset_class, strategy_id, profit, day_return FROM profit_daily_history
        WHERE portfolio_id = $1 AND day >= $2 AND day <= $3 AND recorded_at <= $4 AND superseded_at > $4
        ORDER BY day, asset_id, strategy_id
        """;

    public const string RevisedDays = """
        SELECT day FROM equity_daily_history
        WHERE portfolio_id = $1 AND day >= $2 AND day <= $3 AND recorded_at <= $4 AND superseded_at > $4
        UNION
        SELECT day FROM profit_daily_history
        WHERE portfolio_id = $1 AND day >= $2 AND day <= $3 AND recorded_at <= $4 AND superseded_at > $4
        UNION
        SELECT (closed_at AT TIME ZONE 'UTC')::date FROM trades_history
        WHERE portfolio_id = $1 AND closed_at >= $2::timestamp AT TIME ZONE 'UTC'
            AND closed_at < ($3 + 1)::timestamp AT TIME ZONE 'UTC' AND recorded_at <= $4 AND superseded_at > $4
        ORDER BY day
        """;

    public const string OpenTrades = $"""
        SELECT {TradeColumns} FROM trades WHERE portfolio_id = $1 AND closed_at IS NULL ORDER BY opened_at, trade_id
        """;

    // Open and closed ones by an index each, which has as many rows as a page; what is not asked for is not read.
    public const string FindTrades = $"""
        WITH listed AS (
            (SELECT {TradeColumns}, asset_class FROM trades
            WHERE portfolio_id = $1 AND closed_at IS NULL AND $5 AND {OfPart}
                AND opened_at <= $6 AND (opened_at < $6 OR trade_id > $11)
            ORDER BY opened_at DESC, trade_id LIMIT $12)
            UNION ALL
            (SELECT {TradeColumns}, asset_class FROM trades
            WHERE portfolio_id = $1 AND closed_at IS NOT NULL AND $7 AND {OfPart} AND closed_at >= $8 AND closed_at < $9
                AND closed_at <= $10 AND (closed_at < $10 OR trade_id > $11)
            ORDER BY closed_at DESC, trade_id LIMIT $12))
        SELECT {TradeColumns}, asset_class FROM listed
        ORDER BY closed_at DESC NULLS FIRST, CASE WHEN closed_at IS NULL THEN opened_at END DESC, trade_id LIMIT $12
        """;

    private const string OfPart =
        "($2::text IS NULL OR asset_id = $2) AND ($3::text IS NULL OR asset_class = $3) AND ($4::text IS NULL OR strategy_id = $4)";

    public const string CountClosedTrades = "SELECT count(*)::int FROM trades WHERE portfolio_id = $1 AND closed_at IS NOT NULL";
}
