using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;

namespace OrleansAssets.Storage.Audit;

/// <summary>Appends to the audit log within a transaction: the entry is there if and only if the transaction's other writes are.</summary>
internal static class AuditAppend
{
    /// <summary>Appends one entry. The stream is locked until the transaction ends.</summary>
    public static async Task<AuditPosition> AppendAsync(
        NpgsqlTransaction transaction, string stream, AuditNote note, CancellationToken cancellationToken)
    {
        await LockAsync(transaction, stream, cancellationToken);
        var entry = AuditChain.Next(await HeadAsync(transaction, stream, cancellationToken), stream, note);
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var command in AuditRows.Append(stream, [entry]))
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        return entry.Position;
    }

    private static async Task LockAsync(NpgsqlTransaction transaction, string stream, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AuditSql.Lock, transaction.Connection, transaction);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, stream);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A statement of its own: it must see what was committed while the lock was waited for.
    private static async Task<AuditPosition> HeadAsync(NpgsqlTransaction transaction, string stream, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AuditSql.Head, transaction.Connection, transaction);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, stream);
        var heads = await command.ReadAllAsync(reader => AuditRows.ReadPosition(reader, 0), cancellationToken);
        return heads.IsEmpty ? AuditPosition.Start : heads[0];
    }
}
