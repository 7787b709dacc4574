using OrleansAssets.DataSources;
using OrleansAssets.Streams;
using Refit;

namespace OrleansAssets.Api;

/// <summary>One data source, and its feeds.</summary>
public interface IDataSourceApi
{
    [Get("/sources/{source}")]
    Task<DataSourceView> GetAsync(string source, CancellationToken stop);

    [Get("/sources/{source}/feeds/{asset}/{dataset}")]
    Task<FeedView> GetFeedAsync(string source, string asset, string dataset, CancellationToken stop);

    [Get("/sources/{source}/stream")]
    Task<QuoteStreamView> GetStreamAsync(string source, CancellationToken stop);

    [Post("/sources/{source}/collect")]
    Task<DataSourceView> CollectNowAsync(string source, CancellationToken stop);

    [Post("/sources/{source}/check")]
    Task<SourceCheck> CheckAsync(string source, CancellationToken stop);
}
