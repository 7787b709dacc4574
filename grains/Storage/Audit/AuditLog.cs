using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;

namespace OrleansAssets.Storage.Audit;

/// <summary>
/// The append-only, hash-chained log. An entry is there once the task has ended; two writers of one stream wait for each other.
/// Within a transaction of one's own, <see cref="AuditAppend"/> does the same.
/// </summary>
public interface IAuditLog
{
    /// <summary>Appends one entry to a stream, in a transaction of its own.</summary>
    Task<AuditPosition> AppendAsync(string stream, AuditNote note, CancellationToken cancellationToken);

    /// <summary>The last entry of a stream; <see cref="AuditPosition.Start"/> where it has none.</summary>
    Task<AuditPosition> GetHeadAsync(string stream, CancellationToken cancellationToken);

    /// <summary>All streams by name.</summary>
    Task<ImmutableArray<AuditStream>> GetStreamsAsync(CancellationToken cancellationToken);

    /// <summary>Entries after a number, oldest first.</summary>
    Task<ImmutableArray<AuditEntry>> ReadAsync(string stream, long after, int max, CancellationToken cancellationToken);

    /// <summary>The newest entries of one stream or of all, newest first.</summary>
    Task<ImmutableArray<AuditEntry>> ReadLastAsync(string? stream, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Entries of some kinds, newest first, of at most <see cref="AuditRules.PageSpan"/> entries that are looked through.
    /// </summary>
    Task<ImmutableArray<AuditEntry>> FindAsync(AuditQuery query, long before, CancellationToken cancellationToken);

    /// <summary>Whether the role of this program could change entries.</summary>
    Task<AuditGuard> GetGuardAsync(CancellationToken cancellationToken);
}

/// <inheritdoc />
public sealed class AuditLog(NpgsqlDataSource dataSource) : IAuditLog
{
    public async Task<AuditPosition> AppendAsync(string stream, AuditNote note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var position = await AuditAppend.AppendAsync(transaction, stream, note, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return position;
    }

    public async Task<AuditPosition> GetHeadAsync(string stream, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AuditSql.Head);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, stream);
        var heads = await command.ReadAllAsync(reader => AuditRows.ReadPosition(reader, 0), cancellationToken);
        return heads.IsEmpty ? AuditPosition.Start : heads[0];
    }

    public async Task<ImmutableArray<AuditStream>> GetStreamsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AuditSql.Heads);
        return await command.ReadAllAsync(
            reader => new AuditStream(reader.GetString(0), AuditRows.ReadPosition(reader, 1)), cancellationToken);
    }

    public async Task<ImmutableArray<AuditEntry>> ReadAsync(string stream, long after, int max, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AuditSql.Read);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, stream);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, after);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, max);
        return await command.ReadAllAsync(AuditRows.Read, cancellationToken);
    }

    public async Task<ImmutableArray<AuditEntry>> ReadLastAsync(string? stream, int max, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(stream is null ? AuditSql.LastOfAll : AuditSql.Last);
        if (stream is not null)
        {
            command.Parameters.AddWithValue(NpgsqlDbType.Text, stream);
        }

        command.Parameters.AddWithValue(NpgsqlDbType.Integer, max);
        return await command.ReadAllAsync(AuditRows.Read, cancellationToken);
    }

    public async Task<ImmutableArray<AuditEntry>> FindAsync(AuditQuery query, long before, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AuditSql.Find);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, query.Stream);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, before);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, before - AuditRules.PageSpan);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, query.Kinds.ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, query.Most);
        return await command.ReadAllAsync(AuditRows.Read, cancellationToken);
    }

    public async Task<AuditGuard> GetGuardAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AuditSql.Guard);
        var rows = await command.ReadAllAsync(
            row => (Role: row.GetString(0), Super: row.GetBoolean(1), Owner: row.GetBoolean(2), Rights: row.GetBoolean(3)),
            cancellationToken);
        var found = rows[0];
        var reason = found switch
        {
            { Super: true } => $"the role {found.Role} is a superuser",
            { Owner: true } => $"the role {found.Role} owns the log",
            { Rights: true } => $"the role {found.Role} has the right to change the log",
            _ => null,
        };
        return new AuditGuard(found.Role, reason is null, reason);
    }
}
