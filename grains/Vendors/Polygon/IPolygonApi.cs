using Refit;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>The part of Polygon's API that is used. Responses are raw: their headers and size matter before their body does.</summary>
internal interface IPolygonApi
{
    /// <summary>Bars of a share, a currency pair (<c>C:GBPJPY</c>) or an index (<c>I:SOX</c>).</summary>
    /// <param name="from">Earliest start, milliseconds since 1970; the vendor widens it to the bar that holds it.</param>
    /// <param name="limit">Most base bars (minutes or days) that are read, not rows.</param>
    [Get("/v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}/{from}/{to}")]
    Task<HttpResponseMessage> GetAggregatesAsync(
        [Header("Authorization")] string authorization, string ticker, int multiplier, string timespan, long from, long to,
        string adjusted, string sort, int limit, CancellationToken cancellationToken);

    /// <summary>The best bid and ask of a share over all exchanges.</summary>
    [Get("/v2/last/nbbo/{ticker}")]
    Task<HttpResponseMessage> GetLastQuoteAsync(
        [Header("Authorization")] string authorization, string ticker, CancellationToken cancellationToken);

    /// <summary>The last bid and ask of a currency pair.</summary>
    [Get("/v1/last_quote/currencies/{from}/{to}")]
    Task<HttpResponseMessage> GetLastCurrencyQuoteAsync(
        [Header("Authorization")] string authorization, string from, string to, CancellationToken cancellationToken);

    /// <summary>Option contracts of a share with their day and open interest.</summary>
    [Get("/v3/snapshot/options/{underlying}")]
    Task<HttpResponseMessage> GetOptionsAsync(
        [Header("Authorization")] string authorization, string underlying, [AliasAs("expiration_date.gte")] string expiresFrom,
        string sort, string order, int limit, CancellationToken cancellationToken);

    /// <summary>Shares sold short, twice a month.</summary>
    [Get("/stocks/v1/short-interest")]
    Task<HttpResponseMessage> GetShortInterestAsync(
        [Header("Authorization")] string authorization, string ticker, [AliasAs("settlement_date.gte")] string settledFrom,
        string sort, int limit, CancellationToken cancellationToken);

    /// <summary>Splits, reverse splits and dividends in shares.</summary>
    /// <param name="tickers">Parted by commas.</param>
    /// <param name="executedFrom">A date, inclusive.</param>
    [Get("/stocks/v1/splits")]
    Task<HttpResponseMessage> GetSplitsAsync(
        [Header("Authorization")] string authorization, [AliasAs("ticker.any_of")] string tickers,
        [AliasAs("execution_date.gte")] string executedFrom, string sort, int limit, CancellationToken cancellationToken);

    /// <summary>Dividends in cash.</summary>
    /// <param name="tickers">Parted by commas.</param>
    /// <param name="exFrom">A date, inclusive.</param>
    [Get("/stocks/v1/dividends")]
    Task<HttpResponseMessage> GetDividendsAsync(
        [Header("Authorization")] string authorization, [AliasAs("ticker.any_of")] string tickers,
        [AliasAs("ex_dividend_date.gte")] string exFrom, string sort, int limit, CancellationToken cancellationToken);
}
