using Refit;

namespace OrleansAssets.Vendors.Glassnode;

/// <summary>The part of Glassnode's API that is used. Histories come whole, without pages.</summary>
internal interface IGlassnodeApi
{
    /// <summary>A metric of an asset, oldest first.</summary>
    /// <param name="asset">E.g. <c>BTC</c>.</param>
    /// <param name="since">Seconds since 1970, inclusive.</param>
    /// <param name="interval">E.g. <c>24h</c>.</param>
    [Get("/v1/metrics/{category}/{metric}")]
    Task<HttpResponseMessage> GetMetricAsync(
        [Header("X-Api-Key")] string key,
        string category,
        string metric,
        [AliasAs("a")] string asset,
        [AliasAs("s")] long since,
        [AliasAs("i")] string interval,
        CancellationToken cancellationToken);
}
