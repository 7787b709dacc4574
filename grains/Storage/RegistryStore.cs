using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Phases;

namespace OrleansAssets.Storage;

internal sealed class RegistryStore(NpgsqlDataSource dataSource) : IRegistryStore
{
    private static readonly string UpsertAsset = RegistrySql.UpsertOf<AssetRow>("asset_registry");
    private static readonly string UpsertClass = RegistrySql.UpsertOf<AssetClassRow>("asset_class_config");
    private static readonly string UpsertSource = RegistrySql.UpsertOf<DataSourceRow>("data_source_registry");

    private static readonly string UpsertPhase = RegistrySql.UpsertOf<PhaseRegistryEntry>("phase_registry");

    private const string GetFlags = $"""
        SELECT '{CatalogueRules.AssetKind}', asset_id, enabled FROM asset_registry
        UNION ALL SELECT '{CatalogueRules.ClassKind}', asset_class, enabled FROM asset_class_config
        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public Task UpsertAssetAsync(AssetDefinition definition, bool enabled, CancellationToken cancellationToken) =>
        UpsertAsync(UpsertAsset, AssetRow.Of(definition, enabled), cancellationToken);

    public Task UpsertClassAsync(AssetClassDefinition definition, bool enabled, CancellationToken cancellationToken) =>
        UpsertAsync(UpsertClass, AssetClassRow.Of(definition, enabled), cancellationToken);

    public async Task<ImmutableArray<RegisteredFlag>> GetFlagsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(GetFlags);
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
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = ImmutableArray.CreateBuilder<PhaseLogEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new PhaseLogEntry(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), new DateTimeOffset(reader.GetDateTime(3)), reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.IsDBNull(6) ? null : Enum.Parse<ReadinessVerdict>(reader.GetString(6))));
        }

        return entries.DrainToImmutable();
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
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(readiness.Requirements, Json));
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, readiness.Missing.ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(readiness.Exits, Json));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task UpsertAsync<TRow>(string sql, TRow row, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(row, Json));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
