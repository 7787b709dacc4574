using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Asks for the quote of an asset whose price is above 0, as most are.</summary>
internal static class QuoteCalls
{
    public static Task<VendorReply<Quote>> GetQuoteAsync(
        this IQuoteSource source, string assetId, string symbol, CancellationToken cancellationToken) =>
        source.GetQuoteAsync(new QuoteQuery(assetId, symbol), cancellationToken);
}
