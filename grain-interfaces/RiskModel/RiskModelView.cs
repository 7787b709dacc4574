using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.RiskModel;

/// <summary>How assets move together, and how the market of each one is.</summary>
/// <param name="AsOf">Newest day whose prices are in it; null before the first.</param>
/// <param name="ComputedAt">When it was measured, UTC; null before the first.</param>
/// <param name="WindowDays">Most daily returns of a pair.</param>
/// <param name="Shrinkage">Part of every correlation that is taken back towards 0, for what a short window overstates.</param>
/// <param name="Pairs">Each pair once, ids in order; a pair without enough common days is absent.</param>
/// <param name="Regimes">By asset id.</param>
/// <param name="Events">Releases of the coming days that the configuration heeds; null where it heeds none of the calendar's.</param>
/// <param name="EventsUntil">Time of the last event that the economic calendar has; null where it is empty or not read.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RiskModelView")]
public sealed record RiskModelView(
    DateOnly? AsOf,
    DateTimeOffset? ComputedAt,
    int WindowDays,
    int MinimumOverlap,
    double Shrinkage,
    ImmutableArray<CorrelationPair> Pairs,
    ImmutableArray<MarketRegime> Regimes,
    ImmutableArray<MacroEvent>? Events = null,
    DateTimeOffset? EventsUntil = null)
{
    /// <summary>Nothing computed yet.</summary>
    public static readonly RiskModelView None = new(null, null, 0, 0, 0, [], []);

    /// <summary>Only what concerns these assets.</summary>
    public RiskModelView For(IReadOnlySet<string> assetIds) => this with
    {
        Pairs = [.. Pairs.Where(pair => assetIds.Contains(pair.AssetA) && assetIds.Contains(pair.AssetB))],
        Regimes = [.. Regimes.Where(regime => assetIds.Contains(regime.AssetId))],
    };
}

/// <summary>A release that moves markets.</summary>
/// <param name="At">When it is due; 00:00Z where only the date is known.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.MacroEvent")]
public sealed record MacroEvent(string Title, DateTimeOffset At);

/// <summary>
/// Correlation of the daily returns of two assets, <paramref name="AssetA"/> before <paramref name="AssetB"/> in ordinal order.
/// </summary>
/// <param name="Correlation">Pearson's, shrunk, -1 to 1.</param>
/// <param name="Observations">Daily returns on common days.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CorrelationPair")]
public sealed record CorrelationPair(string AssetA, string AssetB, double Correlation, int Observations);

/// <summary>The market of an asset. Null where there are too few candles for a measure.</summary>
/// <param name="SourceId">Whose daily candles it was measured on.</param>
/// <param name="AsOf">Day of the newest candle.</param>
/// <param name="Adx">Average directional index over 14 days (Wilder), 0 to 100: the strength of a trend, either way.</param>
/// <param name="EfficiencyRatio">Kaufman's over 20 days: net move by the sum of daily moves, 0 to 1.</param>
/// <param name="DailyVolatility">Sample deviation of simple daily returns over the window.</param>
/// <param name="Kind">By the thresholds of the configuration at the time.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.MarketRegime")]
public sealed record MarketRegime(
    string AssetId, string SourceId, DateOnly AsOf, int Days, double? Adx, double? EfficiencyRatio, double? DailyVolatility,
    MarketKind Kind);

/// <summary>What a market does, by trend strength and efficiency.</summary>
[GenerateSerializer, Alias("OrleansAssets.MarketKind")]
public enum MarketKind
{
    /// <summary>Too few candles.</summary>
    Unknown = 0,

    /// <summary>Both measures are low: moves cancel each other out.</summary>
    Sideways = 1,

    /// <summary>One measure is low, the other is not.</summary>
    Mixed = 2,

    /// <summary>Neither is low.</summary>
    Trending = 3,
}
