using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Phases;

namespace OrleansAssets.Storage;

/// <summary>The registry tables that SQL users read: what the grains decided, never the source of a decision.</summary>
public interface IRegistryStore
{
    Task UpsertAssetAsync(AssetDefinition definition, bool enabled, CancellationToken cancellationToken);

    Task UpsertClassAsync(AssetClassDefinition definition, bool enabled, CancellationToken cancellationToken);

    /// <summary>The enabled flags of all assets and classes, in one read.</summary>
    Task<ImmutableArray<RegisteredFlag>> GetFlagsAsync(CancellationToken cancellationToken);

    Task UpsertSourceAsync(DataSourceView view, CancellationToken cancellationToken);

    /// <summary>Brings a phase's row in phase_registry in line.</summary>
    Task UpsertPhaseAsync(PhaseRegistryEntry entry, CancellationToken cancellationToken);

    /// <summary>Appends an evaluation to phase_evidence, once per phase and instant; the view phase_readiness shows the newest.</summary>
    Task StoreReadinessAsync(Readiness readiness, CancellationToken cancellationToken);
}

/// <summary>An enabled flag as registered.</summary>
/// <param name="Kind"><see cref="CatalogueRules.AssetKind"/> or <see cref="CatalogueRules.ClassKind"/>.</param>
public readonly record struct RegisteredFlag(string Kind, string Id, bool Enabled);

/// <summary>A row of phase_registry.</summary>
/// <param name="By">Who brought the phase to this status.</param>
/// <param name="OverrideReason">Why it is active without evidence, null where it is not.</param>
public sealed record PhaseRegistryEntry(
    string PhaseId, string Name, int Ordinal, PhaseStatus Status, DateTimeOffset Since, string By, string? OverrideReason,
    DateTimeOffset? OverrideExpiresAt);

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
        command.Parameters.AddWithValue(NpgsqlDbType.Text, readiness.Provenance ?? (object)DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.Boolean, readiness.IsImported);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, readiness.Remarks.ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Text, readiness.Mode ?? (object)DBNull.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task UpsertAsync<TRow>(string sql, TRow row, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(row, StorageJson.Columns));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
