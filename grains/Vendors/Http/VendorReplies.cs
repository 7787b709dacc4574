using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Vendors.Http;

/// <summary>Makes <see cref="VendorReply{T}"/>.</summary>
internal static class VendorReplies
{
    /// <summary>A value.</summary>
    public static VendorReply<T> Ok<T>(T value, int? usedUnits)
        where T : class
        => new(FeedResult.Ok, value, usedUnits, RetryAfter: null, Error: null);

    /// <summary>A known failure.</summary>
    public static VendorReply<T> Fail<T>(FeedResult result, string error, int? usedUnits = null, DateTimeOffset? retryAfter = null)
        where T : class
        => new(result, Value: null, usedUnits, retryAfter, error);

    /// <summary>The same failure where another value was due.</summary>
    public static VendorReply<T> As<T>(this VendorReply<VendorExchange> failure)
        where T : class
        => failure.With<T>(null);

    /// <summary>A value that needs no call.</summary>
    public static Task<VendorReply<T>> Now<T>(T value)
        where T : class
        => Task.FromResult(Ok(value, usedUnits: null));

    /// <summary>An indicator that the vendor's adapter does not know.</summary>
    public static VendorReply<DataPage<IndicatorValue>> UnknownIndicator(string sourceId, string indicator, IEnumerable<string> known)
        => Fail<DataPage<IndicatorValue>>(
            FeedResult.UnknownSymbol,
            $"{sourceId} has no indicator '{indicator}'; it has {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    /// <summary>A timeframe that the vendor has not. It is not put together from others: its bars would differ from the vendor's.</summary>
    public static VendorReply<DataPage<Candle>> NoSuchTimeframe(string sourceId, Timeframe timeframe)
        => Fail<DataPage<Candle>>(
            FeedResult.UnknownSymbol,
            $"{sourceId} has no candles of {timeframe.Code()}; take candles-{timeframe.Code()} out of its datasets in sources.yaml.");
}
