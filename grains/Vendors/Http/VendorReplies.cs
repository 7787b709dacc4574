using OrleansAssets.DataSources;

namespace OrleansAssets.Grains.Vendors.Http;

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
}
