using System.Collections.Immutable;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Phases;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Phases;

/// <summary>What activation and deactivation do alike to assets, sources, registry tables and configuration file.</summary>
internal sealed class PhaseEffects(
    IGrainFactory grains, AssetsConfiguration configuration, ISourceDirectory sources, IRegistryStore registry, IConfigurationFile file,
    TimeProvider clock)
{
    /// <summary>The classes of a phase that no other phase in force needs: forex, say, belongs to two.</summary>
    public async Task<ImmutableArray<string>> OwnClassesAsync(PhaseDefinition phase)
    {
        var others = configuration.Phases.Where(
            other => other.Id != phase.Id && other.Classes.Intersect(phase.Classes, StringComparer.Ordinal).Any());
        var views = await Task.WhenAll(others.Select(other => grains.GetGrain<IPhaseGrain>(Keys.Phase(other.Id)).GetAsync()));
        var needed = views.Where(view => view.Status is PhaseStatus.Activating or PhaseStatus.Active or PhaseStatus.RollingBack)
            .SelectMany(view => view.Definition.Classes).ToHashSet(StringComparer.Ordinal);
        return [.. phase.Classes.Where(id => !needed.Contains(id))];
    }

    public async Task<StepOutcome> SetAssetsAsync(PhaseDefinition phase, bool enabled)
    {
        foreach (var assetId in phase.Assets)
        {
            await grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).SetEnabledAsync(enabled, phase.Id);
        }

        return StepOutcome.Ok;
    }

    /// <summary>
    /// Has the sources of the phase's assets plan anew: an enabled asset's feeds start, a disabled one's stop. Taking the same definition
    /// again wakes a source without spending any of its budget.
    /// </summary>
    public async Task<StepOutcome> PlanFeedsAsync(PhaseWork work)
    {
        var used = work.Definition.Assets.Select(configuration.FindAsset)
            .SelectMany(asset => asset?.Sources ?? [])
            .Distinct(StringComparer.Ordinal).Select(configuration.FindSource);
        foreach (var source in used)
        {
            if (source is not null)
            {
                await sources.ConfigureAsync(source);
            }
        }

        return StepOutcome.Ok;
    }

    /// <summary>Brings the registry tables in line: classes, assets, and the phase as it will be.</summary>
    public async Task<StepOutcome> WriteRegistryAsync(PhaseWork work, PhaseStatus status)
    {
        foreach (var classId in work.Definition.Classes)
        {
            var view = await grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(classId)).GetAsync();
            await registry.UpsertClassAsync(view.Definition, view.Enabled, CancellationToken.None);
        }

        foreach (var assetId in work.Definition.Assets)
        {
            var view = await grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).GetAsync();
            await registry.UpsertAssetAsync(view.Definition, view.Enabled, CancellationToken.None);
        }

        var forced = status == PhaseStatus.Active ? work.Saga.Override : null;
        await registry.UpsertPhaseAsync(
            new PhaseRegistryEntry(
                work.Definition.Id, work.Definition.Name, work.Definition.Order, status, clock.GetUtcNow(), work.Saga.By,
                forced?.Reason, forced?.ExpiresAt),
            CancellationToken.None);
        return StepOutcome.Ok;
    }

    /// <summary>Rewrites the enabled flags in the configuration file, where the silo owns it.</summary>
    public async Task<StepOutcome> WriteFileAsync(PhaseDefinition phase, ImmutableArray<string> classes, bool enabled) =>
        file.IsOwned && await file.WriteAsync(FileFlags(phase, classes, enabled), CancellationToken.None) is { } fault
            ? new StepOutcome.Failed(fault)
            : StepOutcome.Ok;

    /// <summary>Brings flags of the configuration file back; what stands in the way, or null.</summary>
    public Task<string?> RestoreFileAsync(ImmutableArray<FileFlag> before) =>
        file.IsOwned && !before.IsEmpty ? file.WriteAsync(before, CancellationToken.None) : Task.FromResult<string?>(null);

    /// <summary>The flags of the configuration file that an activation changes.</summary>
    public static ImmutableArray<FileFlag> FileFlags(PhaseDefinition phase, ImmutableArray<string> classes, bool enabled) =>
    [
        .. classes.Select(id => new FileFlag(CatalogueRules.ClassKind, id, enabled)),
        .. phase.Assets.Select(id => new FileFlag(CatalogueRules.AssetKind, id, enabled)),
    ];
}
