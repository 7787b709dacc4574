using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Vendors.Http;

/// <summary>Makes replies for which no vendor was asked.</summary>
internal static class VendorReplies
{
    /// <summary>A value.</summary>
    public static VendorReply<T> Ok<T>(T value, int? usedUnits = null)
        where T : class => new(FeedResult.Ok, value, usedUnits, RetryAfter: null, Error: null);

    /// <summary>A page without rows, and none to come: there is nothing to ask for.</summary>
    public static VendorReply<DataPage<T>> NoRows<T>() => Ok(new DataPage<T>([], ContinueFrom: null));

    /// <summary>An indicator that the vendor's adapter does not know.</summary>
    public static VendorFailure UnknownIndicator(string sourceId, string indicator, IEnumerable<string> known) => new(
        FeedResult.UnknownSymbol,
        $"{sourceId} has no indicator '{indicator}'; it has {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    /// <summary>A timeframe that the vendor has not. It is not put together from others: its bars would differ from the vendor's.</summary>
    public static VendorFailure NoSuchTimeframe(string sourceId, Timeframe timeframe) => new(
        FeedResult.UnknownSymbol,
        $"{sourceId} has no candles of {timeframe.Code()}; take candles-{timeframe.Code()} out of its datasets in sources.yaml.");
}
