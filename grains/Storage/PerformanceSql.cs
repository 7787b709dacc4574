namespace OrleansAssets.Storage;

internal static class PerformanceSql
{
    public const string LastAsOf = "SELECT max(as_of) FROM asset_performance WHERE portfolio_id = $1";

    public const string Upsert = """
        INSERT INTO asset_performance AS stored (portfolio_id, as_of, asset_id, asset_class, window_days, closed_trades, winning_trades,
            profit, fees, profitable_days, win_rate, profit_factor, sharpe, sortino, max_drawdown)
        SELECT $1, $2, * FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (portfolio_id, asset_id, as_of, window_days) DO UPDATE SET
            asset_class = excluded.asset_class, closed_trades = excluded.closed_trades, winning_trades = excluded.winning_trades,
            profit = excluded.profit, fees = excluded.fees, profitable_days = excluded.profitable_days, win_rate = excluded.win_rate,
            profit_factor = excluded.profit_factor, sharpe = excluded.sharpe, sortino = excluded.sortino,
            max_drawdown = excluded.max_drawdown, recorded_at = now()
        WHERE (stored.asset_class, stored.closed_trades, stored.winning_trades, stored.profit, stored.fees, stored.profitable_days,
                stored.win_rate, stored.profit_factor, stored.sharpe, stored.sortino, stored.max_drawdown)
            IS DISTINCT FROM (excluded.asset_class, excluded.closed_trades, excluded.winning_trades, excluded.profit, excluded.fees,
                excluded.profitable_days, excluded.win_rate, excluded.profit_factor, excluded.sharpe, excluded.sortino,
                excluded.max_drawdown)
        """;

    // One source for the whole range: a change of source in the middle would be a return that nobody had.
    public static readonly string DailyCloses = $"""
        WITH RECURSIVE {CandleSql.SeriesOf("SELECT $1", "$2")},
        known AS (
            SELECT series.source_id, bar.open_time, bar.close FROM series CROSS JOIN LATERAL (
                SELECT open_time, close FROM candles
                WHERE candles.asset_id = series.asset_id AND candles.source_id = series.source_id AND timeframe = '1d'
                    AND open_time >= $2 AND open_time < $3 AND recorded_at <= $4 AND close > 0) AS bar
            WHERE series.timeframe = '1d'),
        best AS (SELECT source_id FROM known GROUP BY source_id ORDER BY count(*) DESC, source_id LIMIT 1)
        SELECT DISTINCT ON (day) (open_time AT TIME ZONE 'UTC')::date AS day, close FROM known JOIN best USING (source_id)
        ORDER BY day, open_time DESC
        """;
}
