using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Storage;

/// <summary>A partition that was taken away.</summary>
/// <param name="Bytes">Of table and indices: what the disk has back.</param>
public sealed record DroppedPartition(string Name, long Bytes);

/// <summary>A partition that was compressed.</summary>
/// <param name="Bytes">What the disk has back.</param>
public sealed record CompressedPartition(string Name, long Bytes);

/// <summary>Takes away what is older than a series is kept for, and packs what is seldom read.</summary>
public interface IRetentionStore
{
    /// <summary>Drops the partitions of a table that end at or before an instant, and enters into the audit log which they were.</summary>
    Task<ImmutableArray<DroppedPartition>> DropAsync(
        string table, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Compresses partitions of a table that end at or before an instant, some at a time, and enters into the audit log which they were.
    /// Native partitions stay as they are.
    /// </summary>
    Task<ImmutableArray<CompressedPartition>> CompressAsync(
        string table, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class RetentionStore(NpgsqlDataSource dataSource, PartitionKeeper partitions) : IRetentionStore
{
    /// <summary>The stream of the audit log.</summary>
    public const string Stream = AuditStreams.Retention;

    // By the database's clock where the silo's is ahead of it: what is not old yet must not go for a clock that is wrong.
    private const string Drop =
        "SELECT partition, bytes FROM drop_old_partitions($1, $2 - greatest($3 - now(), interval '0'))";

    /// <summary>Most that are compressed in a transaction, whose locks others wait for: what is left is the next day's.</summary>
    private const int CompressedMax = 4;

    private static readonly string Compress =
        string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT partition, bytes FROM compress_old_partitions($1, $2 - greatest($3 - now(), interval '0'), {CompressedMax})");

    public async Task<ImmutableArray<DroppedPartition>> DropAsync(
        string table, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dropped = await ChangeAsync(
            Drop, table, before, now, row => new DroppedPartition(row.GetString(0), row.GetInt64(1)),
            all => new AuditNote(AuditKinds.PartitionsDropped, ActorNames.Configuration, JsonSerializer.Serialize(
                new { table, before, bytes = all.Sum(one => one.Bytes), dropped = all }, StorageJson.State), now),
            cancellationToken);
        partitions.Forget();
        return dropped;
    }

    public Task<ImmutableArray<CompressedPartition>> CompressAsync(
        string table, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken) => ChangeAsync(
            Compress, table, before, now, row => new CompressedPartition(row.GetString(0), row.GetInt64(1)),
            all => new AuditNote(AuditKinds.PartitionsCompressed, ActorNames.Configuration, JsonSerializer.Serialize(
                new { table, before, bytes = all.Sum(one => one.Bytes), compressed = all }, StorageJson.State), now),
            cancellationToken);

    private async Task<ImmutableArray<T>> ChangeAsync<T>(
        string sql, string table, DateTimeOffset before, DateTimeOffset now, Func<NpgsqlDataReader, T> read,
        Func<ImmutableArray<T>, AuditNote> note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = BulkWriter.TimeoutSeconds };
        command.Parameters.AddWithValue(NpgsqlDbType.Text, table);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, before.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, now.UtcDateTime);
        var changed = await command.ReadAllAsync(read, cancellationToken);
        if (!changed.IsEmpty)
        {
            await AuditAppend.AppendAsync(transaction, Stream, note(changed), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return changed;
    }
}
