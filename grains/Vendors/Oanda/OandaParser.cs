using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>
/// Reads candles <c>{"candles":[{"complete":true,"volume":n,"time":...,"mid":{o,h,l,c}}]}</c> and prices
/// <c>{"prices":[{"time":...,"tradeable":true,"bids":[{price,liquidity}],"asks":[...]}]}</c>. Prices are texts, volumes count ticks.
/// </summary>
internal static class OandaParser
{
    /// <summary>The complete candles.</summary>
    public static Result<OandaCandles> ReadCandles(JsonElement root, CandleQuery query, DateTimeOffset serverTime)
    {
        var granularity = OandaTimes.NameOf(query.Timeframe);
        if (!root.Member("instrument").Names(query.Symbol) || root.Member("granularity").Text() != granularity)
        {
            return $"is not about {query.Symbol} {granularity}";
        }

        return ReplyRows.ArrayOf(root.Member("candles"), int.MaxValue).Then(rows =>
            CandleRows.ReadFrom(
                    rows.EnumerateArray().Where(row => row.Member("complete") is not { ValueKind: JsonValueKind.False }),
                    row => CandleOf(row, query), query, serverTime)
                .Then<OandaCandles>(candles => new OandaCandles(candles, rows.GetArrayLength())));
    }

    /// <summary>
    /// The best bid and ask; the wider closeout prices are not used. While the market is closed (<c>tradeable</c> is false) it is the last
    /// quote with its own, old time, so that nothing is stored twice and nobody takes it for a new one.
    /// </summary>
    public static VendorReply<Quote> ReadQuote(VendorAnswer answer, JsonElement root, QuoteQuery query)
    {
        var symbol = answer.Asked.Symbol;
        if (root.Member("prices") is not { ValueKind: JsonValueKind.Array } prices
            || prices.EnumerateArray().FirstOrDefault(row => row.Member("instrument").Names(symbol)) is not
                { ValueKind: JsonValueKind.Object } price
            || price.Member("time").Instant() is not { } at)
        {
            return answer.Malformed($"has no price of {symbol}");
        }

        return BestOf(price, "bids") is { } bid && BestOf(price, "asks") is { } ask
            ? answer.Quote(query, at, bid.Price, ask.Price, bid.Size, ask.Size)
            : answer.NoQuote();
    }

    /// <summary>The first step of a side; a price of 0 where the side is empty, absent or null.</summary>
    internal static (decimal Price, decimal? Size)? BestOf(JsonElement price, string side)
    {
        if (!price.Member(side).IsStated())
        {
            return (0, null);
        }

        if (price.Member(side) is not { ValueKind: JsonValueKind.Array } steps)
        {
            return null;
        }

        var best = steps.EnumerateArray().FirstOrDefault();
        return best.ValueKind == JsonValueKind.Undefined ? (0, null)
            : QuoteReplies.SideOf(best.Member("price"), VendorParser.SignedText) is { } value
                ? (value, best.Member("liquidity").AnyNumber()) : null;
    }

    private static Candle? CandleOf(JsonElement row, CandleQuery query)
    {
        var mid = row.Member("mid") ?? default;
        return row.Member("complete") is { ValueKind: JsonValueKind.True }
            && row.Member("time").Instant() is { } label && OandaTimes.OpenTimeOf(query.Timeframe, label) is { } openTime
            && mid.Member("o").SignedText() is { } open && mid.Member("h").SignedText() is { } high
            && mid.Member("l").SignedText() is { } low && mid.Member("c").SignedText() is { } close
            && row.Member("volume").Number() is { } volume
            ? new Candle(query.AssetId, OandaVendor.Id, query.Timeframe, openTime, open, high, low, close, volume)
            : null;
    }
}

/// <summary>The complete candles of a reply.</summary>
/// <param name="RowsCount">Candles in the reply, complete or not.</param>
internal sealed record OandaCandles(ImmutableArray<Candle> Candles, int RowsCount);
