using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>Reads quotes. Of a share the vendor states only the last price: bid and ask both are that price, without sizes.</summary>
internal static class AlphaVantageQuotes
{
    private static readonly TimeOnly Closing = new(16, 0);

    /// <summary><c>{"Global Quote":{"05. price":"...","07. latest trading day":"2025-03-13"}}</c>; empty for an unknown share.</summary>
    public static VendorReply<Quote> ReadShare(VendorAnswer answer, JsonElement root, QuoteQuery query)
    {
        if (root.Member("Global Quote") is not { ValueKind: JsonValueKind.Object } quote)
        {
            return answer.Malformed("has no quote");
        }

        if (!quote.EnumerateObject().Any())
        {
            return answer.UnknownSymbol("its quote is empty");
        }

        if (BarSeries.Find(quote, name => name == "price").NumberText() is not { } price
            || BarSeries.Find(quote, name => name == "latest trading day").Date() is not { } date)
        {
            return answer.NoQuote();
        }

        // The price of a day that is not over is as old as the reply at most.
        var close = NewYorkTime.InstantOf(date, Closing);
        return answer.Quote(query, close < answer.StatedAt ? close : answer.StatedAt, price, price);
    }

    /// <summary>
    /// <c>{"Realtime Currency Exchange Rate":{"5. Exchange Rate","6. Last Refreshed","8. Bid Price","9. Ask Price"}}</c>; a side may be
    /// "-", and stands at the rate then.
    /// </summary>
    public static VendorReply<Quote> ReadRate(VendorAnswer answer, JsonElement root, QuoteQuery query)
    {
        var rate = root.Member("Realtime Currency Exchange Rate") ?? default;
        JsonElement? Find(string member) => BarSeries.Find(rate, name => name == member);
        return Find("Exchange Rate").NumberText() is { } last && Find("Time Zone").Text() == "UTC"
            && BarSeries.LocalTimeOf(Find("Last Refreshed").Text()) is { } at
            ? answer.Quote(
                query, new DateTimeOffset(at, TimeSpan.Zero), Find("Bid Price").NumberText() ?? last,
                Find("Ask Price").NumberText() ?? last)
            : answer.Malformed("has no exchange rate of the documented form");
    }
}
