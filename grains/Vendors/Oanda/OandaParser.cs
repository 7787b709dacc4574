using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>
/// Reads candles <c>{"candles":[{"complete":true,"volume":n,"time":...,"mid":{o,h,l,c}}]}</c> and prices
/// <c>{"prices":[{"time":...,"tradeable":true,"bids":[{price,liquidity}],"asks":[...]}]}</c>. Prices are texts, volumes count ticks.
/// </summary>
internal static class OandaParser
{
    /// <summary>The complete candles, or what is wrong with the reply as the end of a sentence.</summary>
    /// <param name="rows">Candles in the reply, complete or not.</param>
    public static string? TryRead(
        JsonElement root, CandleQuery query, DateTimeOffset serverTime, out ImmutableArray<Candle> candles, out int rows)
    {
        (candles, rows) = ([], 0);
        if (root.Member("instrument").Text() != query.Symbol || root.Member("granularity").Text() != OandaTimes.NameOf(query.Timeframe))
        {
            return $"is not about {query.Symbol} {OandaTimes.NameOf(query.Timeframe)}";
        }

        if (root.Member("candles") is not { ValueKind: JsonValueKind.Array } array)
        {
            return "has no array of candles";
        }

        rows = array.GetArrayLength();
        if (array.EnumerateArray().Any(row => row.Member("complete")?.ValueKind is not (JsonValueKind.True or JsonValueKind.False)))
        {
            return "has a candle that does not say whether it is complete";
        }

        return CandleRows.TryRead(
            array.EnumerateArray().Where(row => row.Member("complete") is { ValueKind: JsonValueKind.True }), row => ReadRow(row, query),
            query, serverTime, out candles);
    }

    /// <summary>
    /// The best bid and ask; the wider closeout prices are not used. While the market is closed (<c>tradeable</c> is false) it is the last
    /// quote with its own, old time, so that nothing is stored twice and nobody takes it for a new one.
    /// </summary>
    public static VendorReply<Quote> ReadQuote(VendorFailures failures, VendorExchange exchange, JsonElement root, string assetId, string symbol)
    {
        if (root.Member("prices") is not { ValueKind: JsonValueKind.Array } prices
            || prices.EnumerateArray().FirstOrDefault(row => row.Member("instrument").Text() == symbol) is not { ValueKind: JsonValueKind.Object } price
            || !Rfc3339.TryParse(price.Member("time").Text(), out var at))
        {
            return failures.Malformed<Quote>(exchange, $"has no price of {symbol}");
        }

        return BestOf(price, "bids") is { } bid && BestOf(price, "asks") is { } ask
            ? QuoteReplies.Of(
                failures, exchange, new Quote(assetId, OandaVendor.Id, at, bid.Price, ask.Price, bid.Size, ask.Size), symbol)
            : failures.Malformed<Quote>(exchange, "has a price that is not of the documented form");
    }

    /// <summary>The first step of a side; a price of 0 where the side is empty.</summary>
    private static (decimal Price, decimal? Size)? BestOf(JsonElement price, string side)
    {
        if (price.Member(side) is not { ValueKind: JsonValueKind.Array } steps)
        {
            return null;
        }

        var best = steps.EnumerateArray().FirstOrDefault();
        return best.ValueKind == JsonValueKind.Undefined ? (0, null)
            : best.Member("price").NumberText() is { } value ? (value, best.Member("liquidity").AnyNumber()) : null;
    }

    private static Candle? ReadRow(JsonElement row, CandleQuery query)
    {
        var mid = row.Member("mid") ?? default;
        return Rfc3339.TryParse(row.Member("time").Text(), out var label) && OandaTimes.OpenTimeOf(query.Timeframe, label) is { } openTime
            && mid.Member("o").SignedText() is { } open && mid.Member("h").SignedText() is { } high && mid.Member("l").SignedText() is { } low
            && mid.Member("c").SignedText() is { } close && row.Member("volume").Number() is { } volume
            ? new Candle(query.AssetId, OandaVendor.Id, query.Timeframe, openTime, open, high, low, close, volume)
            : null;
    }
}
