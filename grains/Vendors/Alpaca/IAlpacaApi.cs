using Refit;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>The part of Alpaca's market-data API that is used. Responses are raw: their headers and size matter before their body
/// does.</summary>
internal interface IAlpacaApi
{
    /// <summary>Bars of one or more symbols, oldest first.</summary>
    /// <param name="start">RFC 3339, inclusive.</param>
    /// <param name="pageToken">From the page before; null for the first.</param>
    [Get("/v2/stocks/bars")]
    Task<HttpResponseMessage> GetBarsAsync(
        [Header("APCA-API-KEY-ID")] string keyId,
        [Header("APCA-API-SECRET-KEY")] string secretKey,
        string symbols,
        string timeframe,
        string start,
        int limit,
        string adjustment,
        string feed,
        string sort,
        [AliasAs("page_token")] string? pageToken,
        CancellationToken cancellationToken);

    /// <summary>The newest quote of one or more symbols.</summary>
    [Get("/v2/stocks/quotes/latest")]
    Task<HttpResponseMessage> GetLatestQuotesAsync(
        [Header("APCA-API-KEY-ID")] string keyId,
        [Header("APCA-API-SECRET-KEY")] string secretKey,
        string symbols,
        string feed,
        CancellationToken cancellationToken);
}
