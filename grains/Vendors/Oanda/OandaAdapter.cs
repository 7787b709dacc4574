using Refit;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>
/// Candles (of the mid price) and quotes of currencies and commodities from OANDA's v20 interface. Practice or live is told by the address
/// in sources.yaml; a token works at one of the two.
/// </summary>
internal sealed class OandaAdapter(VendorClient<IOandaApi> client) : ICandleSource, IQuoteSource
{
    private const int RowsMax = 5000;

    public string SourceId => OandaVendor.Id;

    public int UnitsPerCall => 1;

    public Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (granularity, from) = (OandaTimes.NameOf(query.Timeframe), OandaTimes.FromOf(query.Timeframe, query.From));
        return client.AskAsync(
            client.ReadKeys(OandaVendor.KeyVariable),
            query.Symbol,
            (api, keys, token) => api.GetCandlesAsync(
                keys.Bearer, query.Symbol, price: "M", granularity, from, RowsMax, OandaTimes.DayBeginsAt, OandaTimes.Zone, token),
            (answer, root) => answer.Ok(
                OandaParser.ReadCandles(root, query, answer.ServerTime),
                read => new DataPage<Candle>(
                    read.Candles,
                    read.RowsCount >= RowsMax && !read.Candles.IsEmpty ? read.Candles[^1].OpenTime + query.Timeframe.Duration() : null)),
            cancellationToken);
    }

    public Task<VendorReply<Quote>> GetQuoteAsync(QuoteQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return client.AskAsync(
            query.Symbol,
            (api, keys, token) => api.GetPricingAsync(keys.Bearer, accountId: keys[1], query.Symbol, token),
            (answer, root) => OandaParser.ReadQuote(answer, root, query),
            cancellationToken);
    }
}

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
