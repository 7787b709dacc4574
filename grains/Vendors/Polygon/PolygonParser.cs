using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// Reads a page of bars: <c>{"resultsCount":2,"results":[{t,o,h,l,c,v,vw,n}],"next_url":...}</c>. Without bars <c>results</c> is missing.
/// Volumes may have a fraction or an exponent; indices have none.
/// </summary>
internal static class AggregatesParser
{
    /// <summary>The part of <c>next_url</c>'s path that holds where the next page begins, counted from the end.</summary>
    private const int FromPartFromEnd = 2;

    /// <summary>The bars as candles.</summary>
    public static Result<ImmutableArray<Candle>> Read(JsonElement root, CandleQuery query, DateTimeOffset serverTime)
        => root.Member("ticker").Text() is not null && !root.Member("ticker").Names(query.Symbol)
            ? $"is not about {query.Symbol}"
            : RowsOf(root).Then(rows => CandleRows.ReadFrom(rows, row => ReadRow(row, query), query, serverTime));

    /// <summary>The rows; none where <c>results</c> is missing and the reply says that there are none.</summary>
    public static Result<List<JsonElement>> RowsOf(JsonElement root) => root.Member("results") switch
    {
        { ValueKind: JsonValueKind.Array } results => results.EnumerateArray().ToList(),
        null or { ValueKind: JsonValueKind.Null } when root.Member("resultsCount").Whole() is null or 0 => new List<JsonElement>(),
        _ => "has no array of results",
    };

    /// <summary>Where an empty page goes on: the start in the path of <c>next_url</c>; null where it cannot be read.</summary>
    public static DateTimeOffset? StartOf(string nextUrl)
    {
        var path = nextUrl.Split('?')[0].Split('/');
        return path.Length > FromPartFromEnd
            && long.TryParse(path[^FromPartFromEnd], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? EpochTime.OfMilliseconds(milliseconds) : null;
    }

    private static Candle? ReadRow(JsonElement row, CandleQuery query)
        => EpochTime.OfMilliseconds(row.Member("t").Whole()) is { } label && PolygonTimes.OpenTimeOf(query, label) is { } openTime
            && row.Member("o").Number() is { } open && row.Member("h").Number() is { } high && row.Member("l").Number() is { } low
            && row.Member("c").Number() is { } close && VolumeOf(row, query.Symbol) is { } volume
            ? new Candle(query.AssetId, PolygonVendor.Id, query.Timeframe, openTime, open, high, low, close, volume)
            : null;

    private static decimal? VolumeOf(JsonElement row, string symbol)
        => row.Member("v") is null && PolygonTimes.IsIndex(symbol) ? 0 : row.Member("v").Number();
}

/// <summary>
/// Reads quotes. Of a share: <c>{"results":{"T":"NVDA","p":bid,"P":ask,"t":ns}}</c>, a side without a quote is absent, null or 0. Of a
/// pair: <c>{"last":{"bid":...,"ask":...,"timestamp":ms}}</c>. Sizes are not kept: the vendor does not say whether they are shares or lots.
/// </summary>
internal static class PolygonQuotes
{
    public static VendorReply<Quote> ReadShare(VendorAnswer answer, JsonElement root, QuoteQuery query)
        => root.Member("results") is { ValueKind: JsonValueKind.Object } quote && quote.Member("T").Names(answer.Asked.Symbol)
            ? Of(answer, query, EpochTime.OfNanoseconds(quote.Member("t").Whole()), SideOf(quote, "p"), SideOf(quote, "P"))
            : answer.Malformed($"has no quote of {answer.Asked.Symbol}");

    public static VendorReply<Quote> ReadPair(VendorAnswer answer, JsonElement root, QuoteQuery query)
    {
        var quote = root.Member("last") ?? default;
        return Of(
            answer, query, EpochTime.OfMilliseconds(quote.Member("timestamp").Whole()), SideOf(quote, "bid"), SideOf(quote, "ask"));
    }

    private static decimal? SideOf(JsonElement quote, string name) => QuoteReplies.SideOf(quote.Member(name), VendorParser.Number);

    private static VendorReply<Quote> Of(VendorAnswer answer, QuoteQuery query, DateTimeOffset? at, decimal? bid, decimal? ask)
        => at is { } time && bid is { } bidPrice && ask is { } askPrice
            ? answer.Quote(query, time, bidPrice, askPrice) : answer.NoQuote();
}
