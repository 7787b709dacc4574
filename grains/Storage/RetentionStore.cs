using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Storage;

/// <summary>A partition that was taken away.</summary>
/// <param name="Bytes">Of table and indices: what the disk has back.</param>
public sealed record DroppedPartition(string Name, long Bytes);

/// <summary>Takes away what is older than a series is kept for.</summary>
public interface IRetentionStore
{
    /// <summary>Drops the partitions of a table that end at or before an instant, and enters into the audit log which they were.</summary>
    Task<ImmutableArray<DroppedPartition>> DropAsync(
        string table, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class RetentionStore(NpgsqlDataSource dataSource, PartitionKeeper partitions) : IRetentionStore
{
    /// <summary>The stream of the audit log.</summary>
    public const string Stream = "retention";

    // By the database's clock where the silo's is ahead of it: what is not old yet must not go for a clock that is wrong.
    private const string Drop =
        "SELECT partition, bytes FROM drop_old_partitions($1, $2 - greatest($3 - now(), interval '0'))";

    public async Task<ImmutableArray<DroppedPartition>> DropAsync(
        string table, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Drop, connection, transaction);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, table);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, before.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, now.UtcDateTime);
        var dropped = await command.ReadAllAsync(row => new DroppedPartition(row.GetString(0), row.GetInt64(1)), cancellationToken);
        if (!dropped.IsEmpty)
        {
            var payload = JsonSerializer.Serialize(
                new { table, before, bytes = dropped.Sum(one => one.Bytes), dropped }, StorageJson.State);
            await AuditAppend.AppendAsync(
                transaction, Stream, new AuditNote("partitions_dropped", "configuration", payload, now), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        partitions.Forget();
        return dropped;
    }
}
