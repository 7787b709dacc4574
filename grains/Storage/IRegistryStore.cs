using System.Collections.Immutable;
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

    /// <summary>Appends to phase_activation_log once per phase and activation id.</summary>
    Task LogActivationAsync(ActivationLogEntry entry, CancellationToken cancellationToken);

    /// <summary>The newest entries of a phase in phase_activation_log, newest first.</summary>
    Task<ImmutableArray<PhaseLogEntry>> GetPhaseLogAsync(string phaseId, int count, CancellationToken cancellationToken);

    /// <summary>Brings a phase's row in phase_registry in line.</summary>
    Task UpsertPhaseAsync(PhaseRegistryEntry entry, CancellationToken cancellationToken);

    /// <summary>Appends an evaluation to phase_evidence, once per phase and instant; the view phase_readiness shows the newest.</summary>
    Task StoreReadinessAsync(Readiness readiness, CancellationToken cancellationToken);
}

/// <summary>An enabled flag as registered.</summary>
/// <param name="Kind"><see cref="CatalogueRules.AssetKind"/> or <see cref="CatalogueRules.ClassKind"/>.</param>
public readonly record struct RegisteredFlag(string Kind, string Id, bool Enabled);

/// <summary>A row of phase_activation_log.</summary>
/// <param name="EvidenceJson">The readiness that earned it, as JSON.</param>
public sealed record ActivationLogEntry(
    Guid ActivationId, string PhaseId, string Action, DateTimeOffset At, string By, string? Notes, string EvidenceJson);

/// <summary>A row of phase_registry.</summary>
/// <param name="By">Who brought the phase to this status.</param>
/// <param name="OverrideReason">Why it is active without evidence, null where it is not.</param>
public sealed record PhaseRegistryEntry(
    string PhaseId, string Name, int Ordinal, PhaseStatus Status, DateTimeOffset Since, string By, string? OverrideReason,
    DateTimeOffset? OverrideExpiresAt);
