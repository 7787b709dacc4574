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
    public static VendorReply<Quote> ReadShare(
        VendorFailures failures, VendorExchange exchange, JsonElement root, string assetId, string symbol)
    {
        if (root.Member("results") is not { ValueKind: JsonValueKind.Object } quote || quote.Member("T").Text() != symbol)
        {
            return failures.Malformed<Quote>(exchange, $"has no quote of {symbol}");
        }

        return Of(failures, exchange, EpochTime.OfNanoseconds(quote.Member("t").Whole()), SideOf(quote, "p"), SideOf(quote, "P"), assetId, symbol);
    }

    public static VendorReply<Quote> ReadPair(
        VendorFailures failures, VendorExchange exchange, JsonElement root, string assetId, string symbol)
    {
        var quote = root.Member("last") ?? default;
        return Of(
            failures, exchange, EpochTime.OfMilliseconds(quote.Member("timestamp").Whole()), SideOf(quote, "bid"), SideOf(quote, "ask"),
            assetId, symbol);
    }

    private static decimal? SideOf(JsonElement quote, string name) => quote.Member(name) is null ? 0 : quote.Member(name).Number();

    private static VendorReply<Quote> Of(
        VendorFailures failures, VendorExchange exchange, DateTimeOffset? at, decimal? bid, decimal? ask, string assetId, string symbol)
        => at is { } time && bid is { } bidPrice && ask is { } askPrice
            ? QuoteReplies.Of(
                failures, exchange, new Quote(assetId, PolygonVendor.Id, time, bidPrice, askPrice, BidSize: null, AskSize: null), symbol)
            : failures.Malformed<Quote>(exchange, "has a quote that is not of the documented form");
}
