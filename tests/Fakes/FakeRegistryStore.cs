using System.Collections.Concurrent;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Phases;

namespace OrleansAssets.Tests.Fakes;

/// <summary>Remembers what it was told.</summary>
internal sealed class FakeRegistryStore : IRegistryStore
{
    public ConcurrentDictionary<string, (AssetDefinition Definition, bool Enabled)> Assets { get; } = [];

    public ConcurrentDictionary<string, (AssetClassDefinition Definition, bool Enabled)> Classes { get; } = [];

    public ConcurrentQueue<DataSourceView> Sources { get; } = [];

    public ConcurrentDictionary<Guid, ActivationLogEntry> Activations { get; } = [];

    public Task UpsertAssetAsync(AssetDefinition definition, bool enabled, CancellationToken cancellationToken)
    {
        Assets[definition.Id] = (definition, enabled);
        return Task.CompletedTask;
    }

    public Task UpsertClassAsync(AssetClassDefinition definition, bool enabled, CancellationToken cancellationToken)
    {
        Classes[definition.Id] = (definition, enabled);
        return Task.CompletedTask;
    }

    public Task UpsertSourceAsync(DataSourceView view, CancellationToken cancellationToken)
    {
        Sources.Enqueue(view);
        return Task.CompletedTask;
    }

    public Task LogActivationAsync(ActivationLogEntry entry, CancellationToken cancellationToken)
    {
        Activations.TryAdd(entry.ActivationId, entry);
        return Task.CompletedTask;
    }

    public Task StoreReadinessAsync(Readiness readiness, CancellationToken cancellationToken) => Task.CompletedTask;
}
