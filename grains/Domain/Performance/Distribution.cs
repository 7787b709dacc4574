using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>The shape of daily returns and their tail.</summary>
public static class Distribution
{
    private const double TailShare = 0.05;

    private const int SkewDaysMin = 3;

    private const int KurtosisDaysMin = 4;

    public static ReturnFigures Figures(double[] returns, ReturnStatistics? statistics)
    {
        var moments = Moments.Of(returns);
        var (gains, losses) = (returns.Where(value => value > 0).Sum(), -returns.Where(value => value < 0).Sum());
        return new ReturnFigures(
            statistics?.AnnualisedReturn,
            returns.Length == 0 ? null : moments.Mean,
            statistics?.DownsideDeviation,
            losses > 0 ? gains / losses : null,
            moments.Deviation is > 0 && returns.Length >= SkewDaysMin ? Finite(returns.Skewness()) : null,
            moments.Deviation is > 0 && returns.Length >= KurtosisDaysMin ? Finite(returns.Kurtosis()) : null);
    }

    /// <summary>
    /// Historical: the percentile between the two nearest returns, and the mean of the lowest int((n - 1) * 0.05) + 1. Gaussian: those of
    /// a normal distribution with the sample's mean and deviation.
    /// </summary>
    public static TailFigures Tail(double[] returns)
    {
        if (returns.Length == 0)
        {
            return new TailFigures(null, null, null, null);
        }

        double[] sorted = [.. returns];
        Array.Sort(sorted);
        var (_, mean, deviation) = Moments.Of(returns);
        var quantile = Normal.InvCDF(0, 1, TailShare);
        return new TailFigures(
            SortedArrayStatistics.QuantileCustom(sorted, TailShare, QuantileDefinition.R7),
            sorted[..((int)((sorted.Length - 1) * TailShare) + 1)].Average(),
            mean + (deviation * quantile),
            mean - (deviation * (Normal.PDF(0, 1, quantile) / TailShare)));
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
