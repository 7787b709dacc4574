using Refit;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>
/// The part of Unusual Whales' API that is used. Responses are raw: their headers and size matter before their body does.
/// </summary>
[Headers("UW-CLIENT-API-ID: 100001")] // Asked for by the vendor of every client.
internal interface IUnusualWhalesApi
{
    /// <summary>Alerts of large option trades, newest first.</summary>
    /// <param name="newerThan">Milliseconds since 1970; whether it is inclusive is not documented.</param>
    /// <param name="olderThan">Likewise.</param>
    [Get("/api/option-trades/flow-alerts")]
    Task<HttpResponseMessage> GetFlowAlertsAsync(
        [Header("Authorization")] string authorization, [AliasAs("ticker_symbol")] string ticker, [AliasAs("newer_than")] long newerThan,
        [AliasAs("older_than")] long olderThan, int limit, CancellationToken cancellationToken);

    /// <summary>The newest short interest of a share.</summary>
    [Get("/api/shorts/{ticker}/interest-float/v2")]
    Task<HttpResponseMessage> GetShortInterestAsync(
        [Header("Authorization")] string authorization, string ticker, CancellationToken cancellationToken);

    /// <summary>A day's volume off and on the exchanges by price.</summary>
    [Get("/api/darkpool/{ticker}/price-levels")]
    Task<HttpResponseMessage> GetPriceLevelsAsync(
        [Header("Authorization")] string authorization, string ticker, string date, CancellationToken cancellationToken);

    /// <summary>Option volumes of days with their averages, newest first.</summary>
    [Get("/api/stock/{ticker}/options-volume")]
    Task<HttpResponseMessage> GetOptionsVolumeAsync(
        [Header("Authorization")] string authorization, string ticker, int limit, CancellationToken cancellationToken);

    /// <summary>Economic releases of these weeks.</summary>
    [Get("/api/market/economic-calendar")]
    Task<HttpResponseMessage> GetCalendarAsync([Header("Authorization")] string authorization, CancellationToken cancellationToken);

    /// <summary>Past and coming earnings of a share.</summary>
    [Get("/api/earnings/{ticker}")]
    Task<HttpResponseMessage> GetEarningsAsync(
        [Header("Authorization")] string authorization, string ticker, CancellationToken cancellationToken);
}
