using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.Inner;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Reaches the data sources.</summary>
internal interface ISourceDirectory
{
    Task ConfigureAsync(DataSourceDefinition definition);

    Task<DataSourceView> GetAsync(string sourceId, CancellationToken cancellationToken);

    /// <summary>Has a source that is configured begin at once, as its reminder would.</summary>
    /// <exception cref="NotFoundException">It is not configured.</exception>
    Task WakeAsync(string sourceId);
}

/// <summary>Reaches the data-source grains.</summary>
internal sealed class SourceDirectory(IGrainFactory grains) : ISourceDirectory
{
    public Task ConfigureAsync(DataSourceDefinition definition) => Inner(definition.Id).ConfigureAsync(definition);

    public Task<DataSourceView> GetAsync(string sourceId, CancellationToken cancellationToken) =>
        Source(sourceId).GetAsync(cancellationToken);

    public async Task WakeAsync(string sourceId)
    {
        await Source(sourceId).GetAsync();
        await Inner(sourceId).ReceiveReminder(CollectReminder.Name, default);
    }

    private IDataSourceGrain Source(string sourceId) => grains.GetGrain<IDataSourceGrain>(Keys.DataSource(sourceId));

    private IDataSourceInnerGrain Inner(string sourceId) => grains.GetGrain<IDataSourceInnerGrain>(Keys.DataSource(sourceId));
}
