using Orleans;
using OrleansAssets.DataSources;

namespace OrleansAssets.Grains.Catalogue;

/// <summary>Reaches the data sources.</summary>
internal interface ISourceDirectory
{
    Task ConfigureAsync(DataSourceDefinition definition);

    Task<DataSourceView> GetAsync(string sourceId, CancellationToken cancellationToken);
}

/// <summary>Reaches the data-source grains.</summary>
internal sealed class SourceDirectory(IGrainFactory grains) : ISourceDirectory
{
    public Task ConfigureAsync(DataSourceDefinition definition) => Source(definition.Id).ConfigureAsync(definition);

    public Task<DataSourceView> GetAsync(string sourceId, CancellationToken cancellationToken) =>
        Source(sourceId).GetAsync(cancellationToken);

    private IDataSourceGrain Source(string sourceId) => grains.GetGrain<IDataSourceGrain>(Keys.DataSource(sourceId));
}
