using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>Reads latest quotes: <c>{"quotes":{"NVDA":{t,bp,bs,ap,as,...}}}</c>. A price of 0 says that the side has no quote.</summary>
internal static class AlpacaQuotes
{
    /// <summary>The quote of one symbol. Sizes are in shares, as the vendor states them since November 2025.</summary>
    public static VendorReply<Quote> Read(VendorExchange exchange, VendorFailures errors, string assetId, string symbol)
    {
        using var document = VendorParser.TryParse(exchange);
        if (document?.RootElement.Member("quotes") is not { ValueKind: JsonValueKind.Object } quotes)
        {
            return errors.Malformed<Quote>(exchange, document is null ? "is no JSON" : "has no quotes");
        }

        if (quotes.Member(symbol) is not { ValueKind: not JsonValueKind.Null } quote)
        {
            return quotes.EnumerateObject().Any()
                ? errors.Malformed<Quote>(exchange, $"is not about {symbol}")
                : errors.Fail<Quote>(
                    exchange, FeedResult.UnknownSymbol,
                    $"{AlpacaVendor.Id} has no quote for '{symbol}'; correct the symbol in assets_config.yaml.");
        }

        if (!Rfc3339.TryParse(quote.Member("t").Text(), out var at)
            || quote.Member("bp").Number() is not ({ } bid and >= 0) || quote.Member("ap").Number() is not ({ } ask and >= 0)
            || quote.Member("bs").Number() is not ({ } bidSize and >= 0) || quote.Member("as").Number() is not ({ } askSize and >= 0))
        {
            return errors.Malformed<Quote>(exchange, "has a quote that is not of the documented form");
        }

        return QuoteReplies.Of(
            errors, exchange, new Quote(assetId, AlpacaVendor.Id, at, bid, ask, bidSize, askSize), symbol);
    }
}
