using System.Globalization;

namespace OrleansAssets.Vendors.Twitter;

/// <summary>Times as X takes them.</summary>
internal static class TwitterTimes
{
    /// <summary>How far back recent search reaches, less a margin for the way there.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5);

    /// <summary>A reading ends this long ago: X wants at least ten seconds, and clocks differ.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(20);

    /// <summary>The newest whole second that may end a reading.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset now) => DateTimeOffset.FromUnixTimeSeconds((now - Delay).ToUnixTimeSeconds());

    /// <summary>Writes a time, to the second, rounded down.</summary>
    public static string Format(DateTimeOffset instant)
        => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
