using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;

namespace OrleansAssets.Storage;

internal sealed class RegistryStore(NpgsqlDataSource dataSource) : IRegistryStore
{
    private static readonly string UpsertAsset = RegistrySql.UpsertOf<AssetRow>("asset_registry");
    private static readonly string UpsertClass = RegistrySql.UpsertOf<AssetClassRow>("asset_class_config");
    private static readonly string UpsertSource = RegistrySql.UpsertOf<DataSourceRow>("data_source_registry");

    private static readonly string UpsertPhase = RegistrySql.UpsertOf<PhaseRegistryEntry>("phase_registry");

    public Task UpsertAssetAsync(AssetDefinition definition, bool enabled, CancellationToken cancellationToken) =>
        UpsertAsync(UpsertAsset, AssetRow.Of(definition, enabled), cancellationToken);

    public Task UpsertClassAsync(AssetClassDefinition definition, bool enabled, CancellationToken cancellationToken) =>
        UpsertAsync(UpsertClass, AssetClassRow.Of(definition, enabled), cancellationToken);

    public async Task<ImmutableArray<RegisteredFlag>> GetFlagsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(RegistrySql.GetFlags);
        return await command.ReadAllAsync(
            reader => new RegisteredFlag(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)), cancellationToken);
    }

    public Task UpsertSourceAsync(DataSourceView view, CancellationToken cancellationToken) =>
        UpsertAsync(UpsertSource, DataSourceRow.Of(view), cancellationToken);

    public async Task LogActivationAsync(ActivationLogEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await using var command = dataSource.CreateCommand(RegistrySql.LogActivation);
        command.Parameters.AddWithValue(NpgsqlDbType.Uuid, entry.ActivationId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, entry.PhaseId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, entry.Action);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, entry.At.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, entry.By);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, entry.Notes ?? (object)DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, entry.EvidenceJson);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<ImmutableArray<PhaseLogEntry>> GetPhaseLogAsync(string phaseId, int count, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(RegistrySql.GetPhaseLog);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, phaseId);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, count);
        return await command.ReadAllAsync(
            row => new PhaseLogEntry(
                row.GetGuid(0), row.GetString(1), row.GetString(2), new DateTimeOffset(row.GetDateTime(3)), row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5),
                row.IsDBNull(6) ? null : Enum.Parse<ReadinessVerdict>(row.GetString(6))),
            cancellationToken);
    }

    public Task UpsertPhaseAsync(PhaseRegistryEntry entry, CancellationToken cancellationToken) =>
        UpsertAsync(UpsertPhase, entry, cancellationToken);

    public async Task StoreReadinessAsync(Readiness readiness, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(readiness);
        await using var command = dataSource.CreateCommand(RegistrySql.StoreReadiness);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, readiness.PhaseId);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, readiness.AsOf.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, JsonNamingPolicy.SnakeCaseLower.ConvertName(readiness.Verdict.ToString()));
        command.Parameters.AddWithValue(NpgsqlDbType.Date, readiness.EvidenceUntil ?? (object)DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(readiness.Requirements, StorageJson.Columns));
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, readiness.Missing.ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(readiness.Exits, StorageJson.Columns));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task UpsertAsync<TRow>(string sql, TRow row, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(row, StorageJson.Columns));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
