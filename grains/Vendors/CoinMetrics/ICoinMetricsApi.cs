using Refit;

namespace OrleansAssets.Vendors.CoinMetrics;

/// <summary>The part of Coin Metrics' community API that is used. It takes no key.</summary>
internal interface ICoinMetricsApi
{
    /// <summary>Metrics of assets; each row has all of them.</summary>
    /// <param name="assets">Lower case, e.g. <c>btc</c>.</param>
    /// <param name="startTime">RFC 3339, inclusive.</param>
    /// <param name="pagingFrom"><c>start</c>; by default the newest page comes first.</param>
    [Get("/timeseries/asset-metrics")]
    Task<HttpResponseMessage> GetAssetMetricsAsync(
        string assets,
        string metrics,
        string frequency,
        [AliasAs("start_time")] string startTime,
        [AliasAs("page_size")] int pageSize,
        [AliasAs("paging_from")] string pagingFrom,
        CancellationToken cancellationToken);
}
