using Refit;

namespace OrleansAssets.Vendors.Etherscan;

/// <summary>Etherscan's API has one address; what is asked is in the query, the key with it.</summary>
internal interface IEtherscanApi
{
    /// <summary>Asks one question.</summary>
    /// <param name="chainId">E.g. <c>1</c> for Ethereum.</param>
    [Get("/api")]
    Task<HttpResponseMessage> GetAsync(
        [AliasAs("chainid")] string chainId,
        string module,
        string action,
        [AliasAs("apikey")] string key,
        CancellationToken cancellationToken);
}
