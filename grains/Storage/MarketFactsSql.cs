namespace OrleansAssets.Storage;

internal static class MarketFactsSql
{
    // One look into the primary key, or into the index by asset.
    public const string IndicatorsOverlap = """
        SELECT EXISTS (
            SELECT FROM leading_indicators WHERE asset_id = $1 AND source_id = $2 AND indicator = $3 AND at BETWEEN $4 AND $5)
        """;

    public const string FlowOverlaps =
        "SELECT EXISTS (SELECT FROM options_flow WHERE asset_id = $1 AND source_id = $2 AND at BETWEEN $3 AND $4)";

    /// <summary>The statements that write rows of a table in bulk; rows whose values are the same are not touched.</summary>
    /// <param name="key">Columns of the natural key.</param>
    /// <param name="values">Columns that a source may revise.</param>
    public static (string Copy, string CreateStage, string CopyStage, string Upsert) Statements(string table, string[] key, string[] values)
    {
        var (keys, columns) = (string.Join(", ", key), string.Join(", ", key.Concat(values)));
        return (
            $"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)",
            $"CREATE TEMP TABLE {table}_stage (LIKE {table} INCLUDING DEFAULTS) ON COMMIT DROP",
            $"COPY {table}_stage ({columns}) FROM STDIN (FORMAT BINARY)",
            $"""
            WITH written AS (
                INSERT INTO {table} AS stored ({columns})
                SELECT {columns} FROM {table}_stage ORDER BY {keys}
                ON CONFLICT ({keys}) DO UPDATE SET
                    {string.Join(", ", values.Select(column => $"{column} = excluded.{column}"))},
                    recorded_at = now(), revision = stored.revision + 1
                WHERE ({string.Join(", ", values.Select(column => $"stored.{column}"))})
                    IS DISTINCT FROM ({string.Join(", ", values.Select(column => $"excluded.{column}"))})
                RETURNING revision)
            SELECT count(*) FILTER (WHERE revision = 0), count(*) FILTER (WHERE revision > 0) FROM written
            """);
    }
}
