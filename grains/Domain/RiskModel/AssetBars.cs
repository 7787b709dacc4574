using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.RiskModel;

/// <summary>An asset's daily bars, of one source: two sources close their days at different hours.</summary>
/// <param name="Bars">Ascending, each day once.</param>
public sealed record AssetBars(string AssetId, string SourceId, ImmutableArray<DailyBar> Bars)
{
    /// <summary>A day of 24 hours belongs to the date of its middle: forex days begin at 17:00 in New York, the evening before.</summary>
    private static readonly TimeSpan HalfDay = TimeSpan.FromHours(12);

    /// <summary>
    /// The bars of the first source, in the order of the configuration (required ones first, then optional ones, then any other), that has
    /// as many as asked for; null where none has.
    /// </summary>
    public static AssetBars? Of(AssetDefinition asset, IEnumerable<Candle> candles, int countMin)
    {
        var preferred = asset.Sources;
        return candles.GroupBy(candle => candle.SourceId, StringComparer.Ordinal)
            .Select(group => new AssetBars(asset.Id, group.Key, BarsOf(group)))
            .Where(bars => bars.Bars.Length >= countMin)
            .OrderBy(bars => preferred.IndexOf(bars.SourceId) is var place and >= 0 ? place : int.MaxValue)
            .ThenBy(bars => bars.SourceId, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static ImmutableArray<DailyBar> BarsOf(IEnumerable<Candle> candles) =>
        [.. candles.OrderBy(candle => candle.OpenTime)
            .Select(candle => new DailyBar(
                DateOnly.FromDateTime((candle.OpenTime + HalfDay).UtcDateTime),
                (double)candle.High, (double)candle.Low, (double)candle.Close))
            .DistinctBy(bar => bar.Day)];
}

/// <summary>A day's prices.</summary>
public sealed record DailyBar(DateOnly Day, double High, double Low, double Close);
