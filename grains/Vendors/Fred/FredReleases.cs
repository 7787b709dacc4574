using System.Collections.Frozen;
using OrleansAssets.MarketData;

namespace OrleansAssets.Vendors.Fred;

/// <summary>The releases that move markets, by their number at FRED. The other three hundred, many of them daily, are left out.</summary>
internal static class FredReleases
{
    private static readonly FrozenDictionary<int, EventImpact> Impacts = new Dictionary<int, EventImpact>
    {
        [10] = EventImpact.High, // Consumer Price Index
        [50] = EventImpact.High, // Employment Situation
        [53] = EventImpact.High, // Gross Domestic Product
        [101] = EventImpact.High, // FOMC Press Release
        [54] = EventImpact.High, // Personal Income and Outlays
        [46] = EventImpact.Medium, // Producer Price Index
        [9] = EventImpact.Medium, // Advance Monthly Sales for Retail and Food Services
        [192] = EventImpact.Medium, // Job Openings and Labor Turnover Survey
        [180] = EventImpact.Medium, // Unemployment Insurance Weekly Claims
        [13] = EventImpact.Medium, // Industrial Production and Capacity Utilization
        [91] = EventImpact.Medium, // Surveys of Consumers
        [27] = EventImpact.Low, // New Residential Construction
        [51] = EventImpact.Low, // US International Trade in Goods and Services
        [97] = EventImpact.Low, // New Residential Sales
    }.ToFrozenDictionary();

    /// <summary>The impact of a release; null for one that is left out.</summary>
    /// <param name="isDaily">
    /// Whether the release is dated on a day next to this one too. FRED dates a release by every update of any of its series, and
    /// those of the FOMC hold rates that are carried forward each day: such dates are no event.
    /// </param>
    public static EventImpact? ImpactOf(int releaseId, bool isDaily)
        => Impacts.TryGetValue(releaseId, out var impact) ? isDaily ? EventImpact.Low : impact : null;
}
