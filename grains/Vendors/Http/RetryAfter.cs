namespace OrleansAssets.Vendors.Http;

/// <summary>Reads when a vendor wants to hear from us again.</summary>
internal static class RetryAfter
{
    /// <summary>A longer wait is taken for an error of the vendor; the longest documented ban is 3 days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>
    /// The Retry-After header, as seconds or as a date. A date is measured on the vendor's clock and carried over to ours, so that a
    /// difference of the clocks neither shortens nor prolongs the wait.
    /// </summary>
    public static DateTimeOffset? Of(VendorExchange exchange) => exchange.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Bounded(exchange, delta),
        { Date: { } date } => Bounded(exchange, date - exchange.StatedAt),
        _ => null,
    };

    /// <summary>An instant in epoch seconds, as rate-limit headers state it.</summary>
    public static DateTimeOffset? OfEpochSeconds(VendorExchange exchange, long? epochSeconds)
        => epochSeconds is { } seconds and > 0 and < 253_402_300_800
            ? Bounded(exchange, DateTimeOffset.FromUnixTimeSeconds(seconds) - exchange.StatedAt)
            : null;

    /// <summary>A wait in seconds, as other rate-limit headers and some texts state it.</summary>
    public static DateTimeOffset? OfSeconds(VendorExchange exchange, long? waitSeconds)
        => waitSeconds is { } seconds and >= 0
            ? Bounded(exchange, TimeSpan.FromSeconds(Math.Min(seconds, (long)Longest.TotalSeconds))) : null;

    private static DateTimeOffset Bounded(VendorExchange exchange, TimeSpan wait)
        => exchange.ReceivedAt + TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, Longest.Ticks));
}
