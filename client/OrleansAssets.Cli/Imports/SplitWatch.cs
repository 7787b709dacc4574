using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Imports;

/// <summary>
/// Where daily prices of a file change their unit: they were not adjusted for a split. What the file says is imported as it is; it is told,
/// as such a day is no gain and no loss. A split holds overnight, so that a day's open is compared with the close before it.
/// </summary>
internal sealed class SplitWatch
{
    private const int ToldMax = 20;

    /// <summary>A wild share doubles or halves in a day without a split; smaller ratios are not told.</summary>
    private const decimal FactorMin = 3;

    private static readonly TimeSpan NeighboursMax = TimeSpan.FromDays(7);

    private readonly Dictionary<string, Candle> _last = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Day, asset and ratio of each, by day.</summary>
    public ImmutableArray<string> Told => [.. _told];

    /// <summary>A daily candle of a share, in the order of the file, which may be the newest first.</summary>
    public void Add(Candle candle)
    {
        if (_last.GetValueOrDefault(candle.AssetId) is { } known && (candle.OpenTime - known.OpenTime).Duration() <= NeighboursMax)
        {
            var (before, after) = candle.OpenTime > known.OpenTime ? (known, candle) : (candle, known);
            if (_told.Count < ToldMax && SplitRatio.Of(before.Close, after.Open, SplitRatio.MarketTolerance) is { } ratio
                && Math.Max(ratio.PriceFactor, ratio.QuantityFactor) > FactorMin)
            {
                _told.Add(string.Create(CultureInfo.InvariantCulture, $"{after.OpenTime:yyyy-MM-dd} {after.AssetId} {ratio}"));
            }
        }

        _last[candle.AssetId] = candle;
    }
}
