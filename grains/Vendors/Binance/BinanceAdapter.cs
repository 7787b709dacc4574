using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Binance;

/// <summary>Candles and quotes of Binance's spot market.</summary>
internal sealed class BinanceAdapter(Func<IBinanceApi> api, VendorHttp http) : ICandleSource, IQuoteSource
{
    private const int RowsMax = 1000;

    public string SourceId => BinanceVendor.Id;

    /// <summary>Klines and book ticker weigh 2 each for one symbol.</summary>
    public int UnitsPerCall => 2;

    public async Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var interval = query.Timeframe.Code();
        var startTime = EpochTime.CeilingMilliseconds(query.From);
        var reply = await http.SendAsync(
            SourceId, token => api().GetKlinesAsync(query.Symbol, interval, startTime, RowsMax, token), cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<DataPage<Candle>>();
        }

        return BinanceErrors.FailureOf<DataPage<Candle>>(exchange, query.Symbol) ?? PageOf(exchange, query);
    }

    public async Task<VendorReply<Quote>> GetQuoteAsync(string assetId, string symbol, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(SourceId, token => api().GetBookTickerAsync(symbol, token), cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<Quote>();
        }

        return BinanceErrors.FailureOf<Quote>(exchange, symbol) ?? QuoteOf(exchange, assetId, symbol);
    }

    private static VendorReply<DataPage<Candle>> PageOf(VendorExchange exchange, CandleQuery query)
    {
        using var document = VendorParser.TryParse(exchange);
        if (document is null)
        {
            return BinanceErrors.Malformed<DataPage<Candle>>(exchange, "is no JSON");
        }

        var fault = KlineParser.TryRead(document.RootElement, query, exchange.ServerTime, RowsMax, out var candles);
        if (fault is not null)
        {
            return BinanceErrors.Malformed<DataPage<Candle>>(exchange, fault);
        }

        var duration = query.Timeframe.Duration();
        var isFull = candles.Length == RowsMax;
        var closed = candles.RemoveAll(candle => candle.OpenTime + duration > exchange.ServerTime);
        DateTimeOffset? next = closed.Length > 0 ? closed[^1].OpenTime + duration : null;
        var continues = isFull && closed.Length == candles.Length && next + duration <= exchange.ServerTime;
        return VendorReplies.Ok(new DataPage<Candle>(closed, continues ? next : null), BinanceErrors.UsedWeight(exchange));
    }

    private static VendorReply<Quote> QuoteOf(VendorExchange exchange, string assetId, string symbol)
    {
        using var document = VendorParser.TryParse(exchange);
        if (document?.RootElement is not { } root)
        {
            return BinanceErrors.Malformed<Quote>(exchange, "is no JSON");
        }

        if (root.Member("symbol").Text() != symbol)
        {
            return BinanceErrors.Malformed<Quote>(exchange, $"is not about {symbol}");
        }

        if (root.Member("bidPrice").NumberText() is not { } bid || root.Member("askPrice").NumberText() is not { } ask
            || root.Member("bidQty").NumberText() is not { } bidSize || root.Member("askQty").NumberText() is not { } askSize)
        {
            return BinanceErrors.Malformed<Quote>(exchange, "lacks a price or quantity, or states one that is no number");
        }

        if (bid == 0 || ask == 0)
        {
            return BinanceErrors.Fail<Quote>(
                exchange, FeedResult.Unavailable, $"{BinanceVendor.Id} has no bid or no ask for {symbol} now.");
        }

        return bid > ask
            ? BinanceErrors.Malformed<Quote>(exchange, "states a bid above the ask")
            : VendorReplies.Ok(
                new Quote(assetId, BinanceVendor.Id, exchange.StatedAt, bid, ask, bidSize, askSize),
                BinanceErrors.UsedWeight(exchange));
    }
}
