using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Vendors.Http;

/// <summary>What must hold of any vendor's quote before it is stored.</summary>
internal static class QuoteReplies
{
    /// <summary>The quote, or why it is none. A price of 0 says that the side has no quote.</summary>
    public static VendorReply<Quote> Quote(
        this VendorAnswer answer, string assetId, DateTimeOffset at, decimal bid, decimal ask, decimal? bidSize = null,
        decimal? askSize = null)
        => (bid, ask) switch
        {
            _ when bid < 0 || ask < 0 || bidSize < 0 || askSize < 0 => answer.Malformed("has a quote with a number below 0"),
            (0, _) or (_, 0) => answer.Fail(
                FeedResult.Unavailable, $"{answer.SourceId} has no {(bid == 0 ? "bid" : "ask")} for {answer.Asked.Symbol} now."),
            _ when bid > ask => answer.Malformed("states a bid above the ask"),
            _ => answer.Ok(new Quote(assetId, answer.SourceId, at, bid, ask, bidSize, askSize)),
        };

    /// <summary>A quote that lacks what it must have.</summary>
    public static VendorFailure NoQuote(this VendorAnswer answer)
        => answer.Malformed("has a quote that is not of the documented form");
}
