using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>
/// Bars and quotes of US shares from the IEX feed, which every plan has in real time. Prices are adjusted for splits, so that one
/// history holds one unit; a split after collection shows as revisions only where bars are fetched again.
/// </summary>
internal sealed class AlpacaAdapter(Func<IAlpacaApi> api, VendorHttp http, IVendorEndpoints endpoints) : ICandleSource, IQuoteSource
{
    private const int RowsMax = 5000;
    private const string Feed = "iex";

    /// <summary>A page may be empty and still have a successor; more calls in a row than this for one page with bars is a loop.</summary>
    private const int CallsMax = 2;

    public string SourceId => AlpacaVendor.Id;

    /// <summary>Reserved whole before the first call, so that a page behind an empty one is paid for too.</summary>
    public int UnitsPerCall => CallsMax;

    public async Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (AlpacaKeys.From<DataPage<Candle>>(endpoints, out var failure) is not { } keys)
        {
            return failure!; // Set wherever there are no keys.
        }

        string? pageToken = null;
        for (var page = 0; page < CallsMax; page++)
        {
            var reply = await SendForBarsAsync(keys, query, pageToken, cancellationToken);
            if (reply.Value is not { } exchange)
            {
                return reply.As<DataPage<Candle>>();
            }

            if (ReadPage(exchange, query, AlpacaErrors.For(keys), out pageToken) is { } read)
            {
                return read;
            }
        }

        return VendorReplies.Fail<DataPage<Candle>>(
            FeedResult.Malformed, $"{SourceId} sent {CallsMax} pages of bars in a row without a bar, each with a successor.");
    }

    public async Task<VendorReply<Quote>> GetQuoteAsync(string assetId, string symbol, CancellationToken cancellationToken)
    {
        if (AlpacaKeys.From<Quote>(endpoints, out var failure) is not { } keys)
        {
            return failure!; // Set wherever there are no keys.
        }

        var reply = await http.SendAsync(
            SourceId, token => api().GetLatestQuotesAsync(keys.KeyId, keys.SecretKey, symbol, Feed, token), cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<Quote>();
        }

        var errors = AlpacaErrors.For(keys);
        return errors.FailureOf<Quote>(exchange, symbol) ?? AlpacaQuotes.Read(exchange, errors, assetId, symbol);
    }

    private Task<VendorReply<VendorExchange>> SendForBarsAsync(
        AlpacaKeys keys, CandleQuery query, string? pageToken, CancellationToken cancellationToken)
    {
        var timeframe = AlpacaTimes.NameOf(query.Timeframe);
        var start = AlpacaTimes.StartOf(query.Timeframe, query.From);
        return http.SendAsync(
            SourceId,
            token => api().GetBarsAsync(
                keys.KeyId, keys.SecretKey, query.Symbol, timeframe, start, RowsMax, adjustment: "split", Feed, sort: "asc", pageToken,
                token),
            cancellationToken);
    }

    /// <summary>The page; null for an empty one that has a successor. The next page is asked for by time, so that nothing is kept between
    /// calls.</summary>
    private static VendorReply<DataPage<Candle>>? ReadPage(VendorExchange exchange, CandleQuery query, VendorFailures errors, out string? pageToken)
    {
        pageToken = null;
        if (errors.FailureOf<DataPage<Candle>>(exchange, query.Symbol) is { } failure)
        {
            return failure;
        }

        using var document = VendorParser.TryParse(exchange);
        if (document is null)
        {
            return errors.Malformed<DataPage<Candle>>(exchange, "is no JSON");
        }

        if (BarsParser.TryRead(document.RootElement, query, exchange.ServerTime, RowsMax, out var candles, out pageToken) is { } fault)
        {
            return errors.Malformed<DataPage<Candle>>(exchange, fault);
        }

        if (candles.Length == 0 && pageToken is not null)
        {
            return null;
        }

        var closed = candles.RemoveAll(candle => !AlpacaTimes.IsClosed(query.Timeframe, candle.OpenTime, exchange.ServerTime));
        var continues = pageToken is not null && closed.Length == candles.Length;
        return errors.Ok(exchange, new DataPage<Candle>(closed, continues ? closed[^1].OpenTime + query.Timeframe.Duration() : null));
    }
}
