using Refit;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>
/// The part of Alpha Vantage's API that is used. It is one address, and the key can only stand in it: nothing may show an address.
/// Responses are raw: whatever went wrong, their status is 200.
/// </summary>
internal interface IAlphaVantageApi
{
    /// <summary>Bars of a share, newest first.</summary>
    /// <param name="month">As <c>yyyy-MM</c>, for intraday bars.</param>
    [Get("/query")]
    Task<HttpResponseMessage> GetShareBarsAsync(
        string function, string symbol, string outputsize, string? interval, string? month,
        [AliasAs("extended_hours")] string? extendedHours, string apikey, CancellationToken cancellationToken);

    /// <summary>Bars of a pair of currencies, newest first.</summary>
    [Get("/query")]
    Task<HttpResponseMessage> GetPairBarsAsync(
        string function, [AliasAs("from_symbol")] string from, [AliasAs("to_symbol")] string to, string outputsize, string? interval,
        string apikey, CancellationToken cancellationToken);

    /// <summary>The rate of a pair of currencies now.</summary>
    [Get("/query")]
    Task<HttpResponseMessage> GetRateAsync(
        string function, [AliasAs("from_currency")] string from, [AliasAs("to_currency")] string to, string apikey,
        CancellationToken cancellationToken);

    /// <summary>The last price of a share, or with a horizon its coming earnings as CSV.</summary>
    [Get("/query")]
    Task<HttpResponseMessage> GetShareAsync(
        string function, string symbol, string? horizon, string apikey, CancellationToken cancellationToken);
}
