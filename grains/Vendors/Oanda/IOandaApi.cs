using Refit;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>The part of OANDA's v20 API that is used. Responses are raw: their headers and size matter before their body does.</summary>
internal interface IOandaApi
{
    /// <summary>Candles of an instrument, oldest first; the last may be open.</summary>
    /// <param name="from">RFC 3339, inclusive.</param>
    /// <param name="count">Most candles, up to 5000.</param>
    [Get("/v3/instruments/{instrument}/candles")]
    Task<HttpResponseMessage> GetCandlesAsync(
        [Header("Authorization")] string authorization, string instrument, string price, string granularity, string from, int count,
        int dailyAlignment, string alignmentTimezone, CancellationToken cancellationToken);

    /// <summary>The prices of instruments, as an account sees them.</summary>
    [Get("/v3/accounts/{accountId}/pricing")]
    Task<HttpResponseMessage> GetPricingAsync(
        [Header("Authorization")] string authorization, string accountId, string instruments, CancellationToken cancellationToken);
}
