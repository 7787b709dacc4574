using System.Collections.Concurrent;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.DataSources;

namespace OrleansAssets.Tests.Support;

/// <summary>Data sources with a settable health.</summary>
internal sealed class FakeSources : ISourceDirectory
{
    private readonly ConcurrentDictionary<string, DataSourceDefinition> _definitions = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, DataSourceStatus> Status { get; } = new(StringComparer.Ordinal);

    public Task ConfigureAsync(DataSourceDefinition definition)
    {
        _definitions[definition.Id] = definition;
        return Task.CompletedTask;
    }

    /// <summary>The sources that were woken, in order.</summary>
    public ConcurrentQueue<string> Woken { get; } = [];

    public Task WakeAsync(string sourceId)
    {
        Woken.Enqueue(sourceId);
        return Task.CompletedTask;
    }

    public Task<DataSourceView> GetAsync(string sourceId, CancellationToken cancellationToken) => Task.FromResult(View(
        _definitions.GetValueOrDefault(sourceId) ?? TestConfiguration.Source(sourceId), Status.GetValueOrDefault(sourceId)));

    public static DataSourceView View(DataSourceDefinition definition, DataSourceStatus status) => new(
        definition, status, status.ToString(), "sandbox", [], null, null, null, 0, null, null, 0, [], []);
}
