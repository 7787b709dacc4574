using System.Globalization;

namespace OrleansAssets.Domain;

/// <summary>Instants in sentences for people.</summary>
public static class InstantText
{
    /// <summary>To the second, e.g. <c>2026-11-22 12:00:01Z</c>.</summary>
    public static string Seconds(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
