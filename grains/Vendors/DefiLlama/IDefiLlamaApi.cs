using Refit;

namespace OrleansAssets.Vendors.DefiLlama;

/// <summary>The part of DefiLlama's free API that is used. It takes no key and has no pages: histories come whole.</summary>
internal interface IDefiLlamaApi
{
    /// <summary>Value locked on a chain, by day, without liquid staking and double counting. The last row is still running.</summary>
    /// <param name="chain">E.g. <c>Ethereum</c>.</param>
    [Get("/v2/historicalChainTvl/{chain}")]
    Task<HttpResponseMessage> GetChainHistoryAsync(string chain, CancellationToken cancellationToken);

    /// <summary>Stablecoins in circulation, by day.</summary>
    /// <param name="chain"><c>all</c>, or a chain.</param>
    [Get("/stablecoincharts/{chain}")]
    Task<HttpResponseMessage> GetStablecoinHistoryAsync(string chain, CancellationToken cancellationToken);

    /// <summary>Value locked in a protocol now: a bare number. Its history would be tens of megabytes.</summary>
    [Get("/tvl/{protocol}")]
    Task<HttpResponseMessage> GetProtocolAsync(string protocol, CancellationToken cancellationToken);
}
