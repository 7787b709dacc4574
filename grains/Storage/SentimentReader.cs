using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Reads the mood that was collected.</summary>
public interface ISentimentReader
{
    /// <summary>The newest snapshot of each source and look-back, of one asset or (null) of all; by asset, source and look-back.</summary>
    /// <param name="since">Snapshots before it are left out.</param>
    Task<ImmutableArray<SentimentSnapshot>> GetLatestAsync(string? assetId, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The newest reading of each source and look-back; by source, look-back and rank.</summary>
    /// <param name="since">Readings before it are left out.</param>
    Task<ImmutableArray<TrendingSymbol>> GetTrendingAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

internal sealed class SentimentReader(NpgsqlDataSource dataSource) : ISentimentReader
{
    public async Task<ImmutableArray<SentimentSnapshot>> GetLatestAsync(
        string? assetId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SentimentSql.Latest);
        command.AddNullable(NpgsqlDbType.Text, assetId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, since.UtcDateTime);
        return await command.ReadAllAsync(SnapshotOf, cancellationToken);
    }

    public async Task<ImmutableArray<TrendingSymbol>> GetTrendingAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SentimentSql.Trending);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, since.UtcDateTime);
        return await command.ReadAllAsync(TrendOf, cancellationToken);
    }

    internal static SentimentSnapshot SnapshotOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetInt32(3), row.GetInt32(4), row.GetDouble(5),
        Count(row, 6), Count(row, 7), Count(row, 8), Change(row, 9), [.. row.GetFieldValue<string[]>(10)]);

    private static TrendingSymbol TrendOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt32(2), row.GetInt32(3), row.GetString(4), row.GetInt32(5),
        row.GetDouble(6), Change(row, 7));

    private static int Count(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt32(column);

    private static double? Change(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}

internal static class SentimentSql
{
    private const string Columns =
        "asset_id, source_id, at, lookback_minutes, mentions, score, positive, negative, neutral, volume_change, keywords";

    public const string History = $"""
        SELECT {Columns} FROM social_sentiment
        WHERE asset_id = $1 AND lookback_minutes IS NOT NULL AND ($2 IS NULL OR lookback_minutes = $2) AND at >= $3
            AND at < $5
        ORDER BY at DESC, source_id, lookback_minutes LIMIT $4
        """;

    public const string Latest = $"""
        SELECT DISTINCT ON (asset_id, source_id, lookback_minutes) {Columns}
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
