using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>
/// Reads bars <c>{"bars":{"NVDA":[{t,o,h,l,c,v,n,vw}]},"next_page_token":...}</c>, where no bars come as {} or null, and latest quotes
/// <c>{"quotes":{"NVDA":{t,bp,bs,ap,as,...}}}</c>. A price of 0 says that the side has no quote.
/// </summary>
internal static class AlpacaParser
{
    public static Result<AlpacaBars> ReadBars(JsonElement root, CandleQuery query, DateTimeOffset serverTime, int rowsMax)
    {
        if (root.Member("bars") is not { ValueKind: JsonValueKind.Object or JsonValueKind.Null } bars
            || root.Member("next_page_token") is not { ValueKind: JsonValueKind.String or JsonValueKind.Null } token)
        {
            return "has no bars or no page token";
        }

        var pageToken = ((JsonElement?)token).Text();
        if (token.ValueKind == JsonValueKind.String && string.IsNullOrEmpty(pageToken))
        {
            return "has a page token that cannot be read";
        }

        if (bars.MemberNaming(query.Symbol) is not { ValueKind: not JsonValueKind.Null } rows)
        {
            return bars.ValueKind == JsonValueKind.Object && bars.EnumerateObject().Any()
                ? $"is not about {query.Symbol}" : new AlpacaBars([], pageToken, serverTime);
        }

        return CandleRows.Read(rows, rowsMax, row => BarOf(row, query), query, serverTime)
            .Then<AlpacaBars>(read => new AlpacaBars(read, pageToken, serverTime));
    }

    /// <summary>The quote of one symbol. Sizes are in shares, as the vendor states them since November 2025.</summary>
    public static VendorReply<Quote> ReadQuote(VendorAnswer answer, JsonElement root, QuoteQuery query)
    {
        var symbol = answer.Asked.Symbol;
        if (root.Member("quotes") is not { ValueKind: JsonValueKind.Object } quotes)
        {
            return answer.Malformed("has no quotes");
        }

        if (quotes.MemberNaming(symbol) is not { ValueKind: not JsonValueKind.Null } quote)
        {
            return quotes.EnumerateObject().Any()
                ? answer.Malformed($"is not about {symbol}")
                : answer.Fail(
                    FeedResult.UnknownSymbol, $"{answer.SourceId} has no quote for '{symbol}'; correct the symbol in assets_config.yaml.");
        }

        return quote.Member("t").Instant() is { } at
            && QuoteReplies.SideOf(quote.Member("bp"), VendorParser.Number) is { } bid
            && QuoteReplies.SideOf(quote.Member("ap"), VendorParser.Number) is { } ask
            && QuoteReplies.SideOf(quote.Member("bs"), VendorParser.Number) is ({ } bidSize and >= 0)
            && QuoteReplies.SideOf(quote.Member("as"), VendorParser.Number) is ({ } askSize and >= 0)
            ? answer.Quote(query, at, bid, ask, bidSize, askSize)
            : answer.NoQuote();
    }

    private static Candle? BarOf(JsonElement row, CandleQuery query)
        => row.Member("t").Instant() is { } label && AlpacaTimes.OpenTimeOf(query.Timeframe, label) is { } openTime
            && row.Member("o").Number() is { } open && row.Member("h").Number() is { } high && row.Member("l").Number() is { } low
            && row.Member("c").Number() is { } close && row.Member("v").Number() is { } volume
            ? new Candle(query.AssetId, AlpacaVendor.Id, query.Timeframe, openTime, open, high, low, close, volume)
            : null;
}

/// <summary>A page of bars, open ones too.</summary>
/// <param name="PageToken">Of the next page; null on the last.</param>
internal sealed record AlpacaBars(ImmutableArray<Candle> Rows, string? PageToken, DateTimeOffset ServerTime);
