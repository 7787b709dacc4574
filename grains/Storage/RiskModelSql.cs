namespace OrleansAssets.Storage;

internal static class RiskModelSql
{
    public const string DailyCandles = """
        SELECT source_id, open_time, open, high, low, close, volume FROM candles
        WHERE asset_id = $1 AND timeframe = '1d' AND open_time >= $2
        ORDER BY source_id, open_time
        """;

    public const string DeleteMatrix = "DELETE FROM correlation_matrix WHERE as_of = $1 AND window_days = $2";

    public const string InsertMatrix = """
        INSERT INTO correlation_matrix
            (as_of, window_days, asset_a, asset_b, asset_class_a, asset_class_b, correlation, observations)
        SELECT $1, $2, pair.* FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::int[]) AS pair
        """;
}
