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
        ORDER BY day
        """;

    public const string OpenTrades = $"""
        SELECT {TradeColumns} FROM trades WHERE portfolio_id = $1 AND closed_at IS NULL ORDER BY opened_at, trade_id
        """;

    public const string CountClosedTrades = "SELECT count(*)::int FROM trades WHERE portfolio_id = $1 AND closed_at IS NOT NULL";
}
