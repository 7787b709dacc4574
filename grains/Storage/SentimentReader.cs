using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

internal sealed class SentimentReader(NpgsqlDataSource dataSource) : ISentimentReader
{
    public async Task<ImmutableArray<SentimentSnapshot>> GetLatestAsync(
        string? assetId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SentimentSql.Latest);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)assetId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, since.UtcDateTime);
        return await command.ReadAllAsync(SnapshotOf, cancellationToken);
    }

    public async Task<ImmutableArray<TrendingSymbol>> GetTrendingAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SentimentSql.Trending);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, since.UtcDateTime);
        return await command.ReadAllAsync(TrendOf, cancellationToken);
    }

    private static SentimentSnapshot SnapshotOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetInt32(3), row.GetInt32(4), row.GetDouble(5),
        Count(row, 6), Count(row, 7), Count(row, 8), Change(row, 9), [.. row.GetFieldValue<string[]>(10)]);

    private static TrendingSymbol TrendOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt32(2), row.GetInt32(3), row.GetString(4), row.GetInt32(5),
        row.GetDouble(6), Change(row, 7));

    private static int Count(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt32(column);

    private static double? Change(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
