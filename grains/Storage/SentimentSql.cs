namespace OrleansAssets.Storage;

internal static class SentimentSql
{
    public const string Latest = """
        SELECT DISTINCT ON (asset_id, source_id, lookback_minutes)
            asset_id, source_id, at, lookback_minutes, mentions, score, positive, negative, neutral, volume_change, keywords
        FROM social_sentiment
        WHERE ($1 IS NULL OR asset_id = $1) AND at >= $2 AND lookback_minutes IS NOT NULL
        ORDER BY asset_id, source_id, lookback_minutes, at DESC
        """;

    public const string Trending = """
        SELECT source_id, at, lookback_minutes, rank, symbol, mentions, score, volume_change
        FROM trending_symbols JOIN (
            SELECT source_id, lookback_minutes, max(at) AS at FROM trending_symbols WHERE at >= $1 GROUP BY source_id, lookback_minutes
        ) AS newest USING (source_id, lookback_minutes, at)
        ORDER BY source_id, lookback_minutes, rank
        """;
}
