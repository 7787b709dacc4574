using System.Text.Json;
using Refit;

namespace OrleansAssets.Vendors.Binance;

/// <summary>Candles and quotes of Binance's spot market.</summary>
internal sealed class BinanceAdapter(VendorClient<IBinanceApi> client) : ICandleSource, IQuoteSource
{
    private const int RowsMax = 1000;

    public string SourceId => BinanceVendor.Id;

    /// <summary>Klines and book ticker weigh 2 each for one symbol.</summary>
    public int UnitsPerCall => 2;

    public Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var startTime = EpochTime.CeilingMilliseconds(query.From);
        return client.AskAsync(
            query.Symbol,
            (api, _, token) => api.GetKlinesAsync(query.Symbol, query.Timeframe.Code(), startTime, RowsMax, token),
            (answer, root) => answer.Ok(
                CandleRows.Read(root, RowsMax, row => KlineOf(row, query), query, answer.ServerTime),
                candles => PageOf([.. candles], root.GetArrayLength() >= RowsMax, query.Timeframe.Duration(), answer.ServerTime)),
            cancellationToken);
    }

    public Task<VendorReply<Quote>> GetQuoteAsync(QuoteQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return client.AskAsync(
            query.Symbol, (api, _, token) => api.GetBookTickerAsync(query.Symbol, token), (answer, root) => QuoteOf(answer, root, query),
            cancellationToken);
    }

    /// <summary>The last row may still be forming.</summary>
    private static DataPage<Candle> PageOf(List<Candle> candles, bool isFull, TimeSpan duration, DateTimeOffset serverTime)
    {
        var isAllClosed = candles.RemoveAll(candle => candle.OpenTime + duration > serverTime) == 0;
        DateTimeOffset? next = candles.Count > 0 ? candles[^1].OpenTime + duration : null;
        return new DataPage<Candle>([.. candles], isFull && isAllClosed && next + duration <= serverTime ? next : null);
    }

    /// <summary>
    /// A kline: an array of open time (ms), open, high, low, close, volume (texts), close time (ms) and five more that are not kept.
    /// </summary>
    private static Candle? KlineOf(JsonElement row, CandleQuery query)
    {
        const int fieldsMin = 12;
        JsonElement? Field(int index) => row[index];
        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() < fieldsMin
            || EpochTime.OfMilliseconds(Field(0).Whole()) is not { } openTime
            || EpochTime.OfMilliseconds(Field(6).Whole()) is not { } closeTime
            || closeTime < openTime || closeTime >= openTime + query.Timeframe.Duration())
        {
            return null;
        }

        return Field(1).NumberText() is { } open && Field(2).NumberText() is { } high && Field(3).NumberText() is { } low
            && Field(4).NumberText() is { } close && Field(5).NumberText() is { } volume
            ? new Candle(query.AssetId, BinanceVendor.Id, query.Timeframe, openTime, open, high, low, close, volume)
            : null;
    }

    private static VendorReply<Quote> QuoteOf(VendorAnswer answer, JsonElement root, QuoteQuery query)
    {
        if (!root.Member("symbol").Names(answer.Asked.Symbol))
        {
            return answer.Malformed($"is not about {answer.Asked.Symbol}");
        }

        return root.Member("bidPrice").NumberText() is { } bid && root.Member("askPrice").NumberText() is { } ask
            && root.Member("bidQty").NumberText() is { } bidSize && root.Member("askQty").NumberText() is { } askSize
            ? answer.Quote(query, answer.StatedAt, bid, ask, bidSize, askSize)
            : answer.Malformed("lacks a price or quantity, or states one that is no number");
    }
}

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
