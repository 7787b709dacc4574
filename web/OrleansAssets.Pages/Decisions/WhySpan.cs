using System.Collections.Immutable;
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

    public static RefusalQuestion Question(TimeProvider clock, string portfolioId, int? wanted, string? assetId = null) =>
        new(portfolioId, clock.Midnight().AddDays(-Of(wanted)), assetId);
}
