using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Vendors.Http;

/// <summary>What must hold of any vendor's quote before it is stored.</summary>
internal static class QuoteReplies
{
    /// <summary>The quote, or why it is none. A price of 0 says that the side has no quote.</summary>
    public static VendorReply<Quote> Of(VendorFailures failures, VendorExchange exchange, Quote quote, string symbol)
    {
        if (quote.Bid < 0 || quote.Ask < 0 || quote.BidSize < 0 || quote.AskSize < 0)
        {
            return failures.Malformed<Quote>(exchange, "has a quote with a number below 0");
        }

        if (quote.Bid == 0 || quote.Ask == 0)
        {
            var side = quote.Bid == 0 ? "bid" : "ask";
            return failures.Fail<Quote>(exchange, FeedResult.Unavailable, $"{failures.SourceId} has no {side} for {symbol} now.");
        }

        return quote.Bid > quote.Ask ? failures.Malformed<Quote>(exchange, "states a bid above the ask") : failures.Ok(exchange, quote);
    }
}
