using Refit;

namespace OrleansAssets.Vendors.Binance;

/// <summary>The part of Binance's public spot API that is used. Responses are raw: their headers and size matter before their body
/// does.</summary>
internal interface IBinanceApi
{
    /// <summary>Candles, oldest first; weight 2.</summary>
    /// <param name="startTime">Earliest open time, milliseconds since 1970, inclusive.</param>
    /// <param name="limit">Most rows, up to 1000.</param>
    [Get("/api/v3/klines")]
    Task<HttpResponseMessage> GetKlinesAsync(
        string symbol, string interval, long startTime, int limit, CancellationToken cancellationToken);

    /// <summary>Best bid and ask of one symbol; weight 2.</summary>
    [Get("/api/v3/ticker/bookTicker")]
    Task<HttpResponseMessage> GetBookTickerAsync(string symbol, CancellationToken cancellationToken);
}
