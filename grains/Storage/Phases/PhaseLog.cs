using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Storage.Phases;

/// <summary>
/// What happened to phases, who did it, and the evidence: a row of phase_activation_log and an entry of the audit log's stream
/// <c>phase/ID</c>, both or neither.
/// </summary>
public interface IPhaseLog
{
    /// <summary>Writes an event. The database holds its id once, however often and from wherever it is appended.</summary>
    /// <returns>False where it was there already: nothing is written then.</returns>
    Task<bool> AppendAsync(string phaseId, PhaseEvent happened, CancellationToken cancellationToken);

    /// <summary>The newest events of a phase, newest first.</summary>
    Task<ImmutableArray<PhaseLogEntry>> ReadLastAsync(string phaseId, int count, CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class PhaseLog(NpgsqlDataSource dataSource) : IPhaseLog
{
    // Who appends an id at the same time waits here for the other's transaction, and finds the row then.
    private const string AppendSql = """
        INSERT INTO phase_activation_log (activation_id, phase_id, action, at, by, notes, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (activation_id) DO NOTHING
        """;

    private const string ReadLastSql = """
        SELECT activation_id, phase_id, action, at, by, notes, evidence ->> 'verdict' FROM phase_activation_log
        WHERE phase_id = $1 ORDER BY at DESC, recorded_at DESC LIMIT $2
        """;

    public async Task<bool> AppendAsync(string phaseId, PhaseEvent happened, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await InsertAsync(transaction, phaseId, happened, cancellationToken))
        {
            return false;
        }

        var payload = JsonSerializer.Serialize(new { EventId = happened.Id, happened.Notes, happened.Evidence }, StorageJson.Evidence);
        await AuditAppend.AppendAsync(
            transaction, Keys.Phase(phaseId), new AuditNote(happened.Action, happened.By, payload, happened.At), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public async Task<ImmutableArray<PhaseLogEntry>> ReadLastAsync(string phaseId, int count, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReadLastSql);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, phaseId);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, count);
        return await command.ReadAllAsync(
            row => new PhaseLogEntry(
                row.GetGuid(0), row.GetString(1), row.GetString(2), new DateTimeOffset(row.GetDateTime(3)), row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : Enum.Parse<ReadinessVerdict>(row.GetString(6))),
            cancellationToken);
    }

    private static async Task<bool> InsertAsync(
        NpgsqlTransaction transaction, string phaseId, PhaseEvent happened, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AppendSql, transaction.Connection, transaction);
        command.Parameters.AddWithValue(NpgsqlDbType.Uuid, happened.Id);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, phaseId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, happened.Action);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, happened.At.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, happened.By);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, happened.Notes ?? (object)DBNull.Value);
        command.Parameters.AddWithValue(
            NpgsqlDbType.Jsonb, happened.Evidence is null ? "{}" : JsonSerializer.Serialize(happened.Evidence, StorageJson.Evidence));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
