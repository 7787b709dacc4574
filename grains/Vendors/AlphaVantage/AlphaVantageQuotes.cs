using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>Reads quotes. Of a share the vendor states only the last price: bid and ask both are that price, without sizes.</summary>
internal static class AlphaVantageQuotes
{
    private static readonly TimeOnly Closing = new(16, 0);

    /// <summary><c>{"Global Quote":{"05. price":"...","07. latest trading day":"2025-03-13"}}</c>; empty for an unknown share.</summary>
    public static VendorReply<Quote> ReadShare(
        VendorFailures failures, VendorExchange exchange, JsonElement root, string assetId, string symbol)
    {
        if (root.Member("Global Quote") is not { ValueKind: JsonValueKind.Object } quote)
        {
            return failures.Malformed<Quote>(exchange, "has no quote");
        }

        if (!quote.EnumerateObject().Any())
        {
            return failures.UnknownSymbol<Quote>(exchange, symbol, "its quote is empty");
        }

        if (BarSeries.Find(quote, name => name == "price").NumberText() is not { } price
            || VendorParser.DateOf(BarSeries.Find(quote, name => name == "latest trading day").Text()) is not { } date)
        {
            return failures.Malformed<Quote>(exchange, "has a quote that is not of the documented form");
        }

        // The price of a day that is not over is as old as the reply at most.
        var close = NewYorkTime.InstantOf(date, Closing);
        var at = close < exchange.StatedAt ? close : exchange.StatedAt;
        return QuoteReplies.Of(failures, exchange, new Quote(assetId, AlphaVantageVendor.Id, at, price, price, null, null), symbol);
    }

    /// <summary><c>{"Realtime Currency Exchange Rate":{"5. Exchange Rate","6. Last Refreshed","8. Bid Price","9. Ask Price"}}</c>; a side
    /// may be "-", and stands at the rate then.</summary>
    public static VendorReply<Quote> ReadRate(
        VendorFailures failures, VendorExchange exchange, JsonElement root, string assetId, string symbol)
    {
        var rate = root.Member("Realtime Currency Exchange Rate") ?? default;
        var refreshed = BarSeries.Find(rate, name => name == "Last Refreshed").Text();
        if (BarSeries.Find(rate, name => name == "Exchange Rate").NumberText() is not { } last
            || BarSeries.Find(rate, name => name == "Time Zone").Text() != "UTC"
            || !DateTime.TryParseExact(refreshed, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return failures.Malformed<Quote>(exchange, "has no exchange rate of the documented form");
        }

        var (bid, ask) = (BarSeries.Find(rate, name => name == "Bid Price").NumberText(), BarSeries.Find(rate, name => name == "Ask Price").NumberText());
        return QuoteReplies.Of(
            failures, exchange,
            new Quote(assetId, AlphaVantageVendor.Id, new DateTimeOffset(at, TimeSpan.Zero), bid ?? last, ask ?? last, null, null), symbol);
    }
}
