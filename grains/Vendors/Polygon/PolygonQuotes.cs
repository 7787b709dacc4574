using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// Reads quotes. Of a share: <c>{"results":{"T":"NVDA","p":bid,"P":ask,"t":ns}}</c>, a side without a quote is absent or 0. Of a pair:
/// <c>{"last":{"bid":...,"ask":...,"timestamp":ms}}</c>. Sizes are not kept: the vendor does not say whether they are shares or lots.
/// </summary>
internal static class PolygonQuotes
{
    public static VendorReply<Quote> ReadShare(VendorAnswer answer, JsonElement root, string assetId)
        => root.Member("results") is { ValueKind: JsonValueKind.Object } quote && quote.Member("T").Text() == answer.Asked.Symbol
            ? Of(answer, assetId, EpochTime.OfNanoseconds(quote.Member("t").Whole()), SideOf(quote, "p"), SideOf(quote, "P"))
            : answer.Malformed($"has no quote of {answer.Asked.Symbol}");

    public static VendorReply<Quote> ReadPair(VendorAnswer answer, JsonElement root, string assetId)
    {
        var quote = root.Member("last") ?? default;
        return Of(
            answer, assetId, EpochTime.OfMilliseconds(quote.Member("timestamp").Whole()), SideOf(quote, "bid"), SideOf(quote, "ask"));
    }

    private static decimal? SideOf(JsonElement quote, string name) => quote.Member(name) is null ? 0 : quote.Member(name).Number();

    private static VendorReply<Quote> Of(VendorAnswer answer, string assetId, DateTimeOffset? at, decimal? bid, decimal? ask)
        => at is { } time && bid is { } bidPrice && ask is { } askPrice
            ? answer.Quote(assetId, time, bidPrice, askPrice) : answer.NoQuote();
}
