using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Storage;

/// <summary>The registry tables that SQL users read: what the grains decided, never the source of a decision.</summary>
public interface IRegistryStore
{
    Task UpsertAssetAsync(AssetDefinition definition, bool enabled, CancellationToken cancellationToken);

    Task UpsertClassAsync(AssetClassDefinition definition, bool enabled, CancellationToken cancellationToken);

    Task UpsertSourceAsync(DataSourceView view, CancellationToken cancellationToken);

    /// <summary>Appends to phase_activation_log once per phase and activation id.</summary>
    Task LogActivationAsync(ActivationLogEntry entry, CancellationToken cancellationToken);

    /// <summary>Appends an evaluation to phase_evidence, once per phase and instant; the view phase_readiness shows the newest.</summary>
    Task StoreReadinessAsync(Readiness readiness, CancellationToken cancellationToken);
}

/// <summary>A row of phase_activation_log.</summary>
/// <param name="EvidenceJson">The readiness that earned it, as JSON.</param>
public sealed record ActivationLogEntry(
    Guid ActivationId, string PhaseId, string Action, DateTimeOffset At, string By, string? Notes, string EvidenceJson);
