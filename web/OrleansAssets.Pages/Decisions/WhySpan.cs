using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Pages.Reading;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Decisions;

/// <summary>Over how many days it is asked why nothing was traded.</summary>
internal static class WhySpan
{
    private const int Shortest = 7;

    public static ImmutableArray<int> Days { get; } = [Shortest, 30, 90];

    /// <summary>The days that an address asks for; the fewest where it asks for others.</summary>
    public static int Of(int? wanted) => wanted is { } days && Days.Contains(days) ? days : Shortest;

    /// <summary>The last day that an address asks for; null for the present one, and where it names no day of the past.</summary>
    public static DateOnly? LastOf(TimeProvider clock, string? wanted) =>
        DateOnly.TryParseExact(wanted, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day < DateOnly.FromDateTime(clock.Midnight().UtcDateTime) ? day : null;

    public static RefusalQuestion Question(
        TimeProvider clock, string portfolioId, int? wanted, string? assetId = null, string? last = null)
    {
        DateTimeOffset? until = LastOf(clock, last) is { } day
            ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)
            : null;
        return new RefusalQuestion(portfolioId, (until ?? clock.Midnight()).AddDays(-Of(wanted)), assetId) { Until = until };
    }
}
