using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Phases;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>The registry tables in memory.</summary>
internal sealed class InMemoryRegistry(FaultPlan faults) : IRegistryStore
{
    public ConcurrentDictionary<string, bool> Assets { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, bool> Classes { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything said of sources, in order.</summary>
    public ConcurrentQueue<DataSourceView> Sources { get; } = [];

    public ConcurrentDictionary<string, Readiness> Readiness { get; } = new(StringComparer.Ordinal);

    public Task UpsertAssetAsync(AssetDefinition definition, bool enabled, CancellationToken cancellationToken) =>
        StepAsync("asset", () => Assets[definition.Id] = enabled);

    public Task UpsertClassAsync(AssetClassDefinition definition, bool enabled, CancellationToken cancellationToken) =>
        StepAsync("class", () => Classes[definition.Id] = enabled);

    public Task<ImmutableArray<RegisteredFlag>> GetFlagsAsync(CancellationToken cancellationToken) => Task.FromResult(
        Assets.Select(asset => new RegisteredFlag(CatalogueRules.AssetKind, asset.Key, asset.Value))
            .Concat(Classes.Select(one => new RegisteredFlag(CatalogueRules.ClassKind, one.Key, one.Value))).ToImmutableArray());

    public Task UpsertSourceAsync(DataSourceView view, CancellationToken cancellationToken) =>
        StepAsync("source", () => Sources.Enqueue(view));

    public Task StoreReadinessAsync(Readiness readiness, CancellationToken cancellationToken) =>
        StepAsync("readiness", () => Readiness[readiness.PhaseId] = readiness);

    public ConcurrentDictionary<string, PhaseRegistryEntry> Phases { get; } = new(StringComparer.Ordinal);

    public Task UpsertPhaseAsync(PhaseRegistryEntry entry, CancellationToken cancellationToken) =>
        StepAsync("phase", () => Phases[entry.PhaseId] = entry);

    private Task StepAsync(string what, Action effect) => faults.StepAsync($"register {what}", () =>
    {
        effect();
        return Task.CompletedTask;
    });
}
