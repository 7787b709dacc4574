using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Performance;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.RiskModel;

/// <summary>
/// Measures how assets move together. Correlation is Pearson's, on simple daily returns of prices that are aligned on the days common to
/// the pair first; a pair with too few of them, or none of late, is left out. What is left is shrunk towards 0 by a constant, as short
/// windows overstate: the matrix is (1 - s) x sample + s x identity.
/// </summary>
public static class RiskModelRules
{
    public const int WindowDays = 60;

    /// <summary>Daily returns below which a pair has no correlation.</summary>
    public const int MinimumOverlap = Correlation.MinimumObservations;

    /// <summary>A twentieth: less than half the standard error of a correlation of 0.7 over 60 days.</summary>
    public const double Shrinkage = 0.05;

    /// <summary>Calendar days of candles that are read: 60 trading days and the warm-up of the averages.</summary>
    public const int HistoryDays = 150;

    /// <summary>A pair whose last common day is older than this by the matrix's own date is left out.</summary>
    private const int PairLagDaysMax = 7;

    public static RiskModelView Measure(ImmutableArray<AssetBars> assets, OrderLimits limits, DateTimeOffset now)
    {
        var ordered = assets.Where(bars => !bars.Bars.IsEmpty).OrderBy(bars => bars.AssetId, StringComparer.Ordinal).ToImmutableArray();
        var asOf = ordered.Max(bars => (DateOnly?)bars.Bars[^1].Day);
        return new RiskModelView(
            asOf, now, WindowDays, MinimumOverlap, Shrinkage, Pairs(ordered, asOf), [.. ordered.Select(bars => Regime(bars, limits))]);
    }

    private static ImmutableArray<CorrelationPair> Pairs(ImmutableArray<AssetBars> assets, DateOnly? asOf)
    {
        var prices = assets.Select(Prices).ToImmutableArray();
        var pairs = ImmutableArray.CreateBuilder<CorrelationPair>();
        for (var first = 0; first < assets.Length; first++)
        {
            for (var second = first + 1; second < assets.Length; second++)
            {
                var returns = AlignedReturns.Of([prices[first], prices[second]], WindowDays);
                var isRecent = !returns.Days.IsEmpty && asOf?.DayNumber - returns.Days[^1].DayNumber <= PairLagDaysMax;
                if (isRecent && Correlation.Of(returns.Series[0], returns.Series[1], MinimumOverlap) is { } sample)
                {
                    var shrunk = Math.Round((1 - Shrinkage) * sample, 10);
                    pairs.Add(new CorrelationPair(assets[first].AssetId, assets[second].AssetId, shrunk, returns.Days.Length));
                }
            }
        }

        return pairs.DrainToImmutable();
    }

    // A price at or below 0, as crude oil once had, has no return.
    private static IReadOnlyList<DailyPrice> Prices(AssetBars asset) =>
        [.. asset.Bars.Where(bar => bar.Close > 0).Select(bar => new DailyPrice(bar.Day, bar.Close))];

    private static MarketRegime Regime(AssetBars asset, OrderLimits limits)
    {
        var (adx, efficiency) = (DirectionalIndex.Of(asset.Bars), EfficiencyRatio.Of(asset.Bars));
        var returns = AlignedReturns.Of([Prices(asset)], WindowDays).Series[0];
        return new MarketRegime(
            asset.AssetId, asset.SourceId, asset.Bars[^1].Day, asset.Bars.Length, adx, efficiency, Deviation(returns),
            MarketKinds.Of(adx, efficiency, limits));
    }

    private static double? Deviation(double[] returns)
    {
        if (returns.Length < MinimumOverlap)
        {
            return null;
        }

        var mean = returns.Average();
        return Math.Sqrt(returns.Sum(value => (value - mean) * (value - mean)) / (returns.Length - 1));
    }
}
