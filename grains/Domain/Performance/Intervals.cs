using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>How far the sample lets a figure be trusted. Every method is a pure function; null is undefined.</summary>
public static class Intervals
{
    public const double DefaultLevel = 0.9;

    /// <summary>The fourth moment of fewer returns says nothing.</summary>
    public const int SharpeDaysMin = 4;

    /// <summary>
    /// Of the annual Sharpe ratio, by the standard error of Lo (2002) as extended by Mertens (2002) to returns that are not normal:
    /// var = (1 - skew * S + (kurtosis - 1) / 4 * S^2) / (n - 1), with S of one period.
    /// </summary>
    public static ConfidenceInterval? Sharpe(IReadOnlyList<double> returns, int periodsPerYear, double level = DefaultLevel)
    {
        CheckLevel(level);
        if (SharpeOfPeriod(returns) is not var (sharpe, error))
        {
            return null;
        }

        var (root, width) = (Math.Sqrt(periodsPerYear), Quantile(level) * error);
        return new ConfidenceInterval((sharpe - width) * root, (sharpe + width) * root, level, "Mertens standard error");
    }

    /// <summary>
    /// Chance that the true annual Sharpe ratio is above one (Bailey and Lopez de Prado, 2012), with the same standard error.
    /// </summary>
    public static double? ProbabilisticSharpe(IReadOnlyList<double> returns, int periodsPerYear, double above = 0) =>
        SharpeOfPeriod(returns) is var (sharpe, error)
            ? Normal.CDF(0, 1, (sharpe - (above / Math.Sqrt(periodsPerYear))) / error)
            : null;

    /// <summary>Of a share of successes, by Wilson's score (1927): never outside [0, 1], and honest at 0 and at 1.</summary>
    public static ConfidenceInterval? WinRate(int wins, int trials, double level = DefaultLevel)
    {
        CheckLevel(level);
        ArgumentOutOfRangeException.ThrowIfNegative(wins);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wins, trials);
        return trials == 0 ? null : Wilson(wins, trials, level);
    }

    /// <summary>Of the number of profitable days that as many days again would bring: Wilson's score times the days.</summary>
    public static ConfidenceInterval? ProfitableDays(int profitable, int days, double level = DefaultLevel) =>
        WinRate(profitable, days, level) is { } share
            ? new ConfidenceInterval(share.Low * days, share.High * days, level, "Wilson score times days")
            : null;

    /// <summary>
    /// Of the maximum drawdown (0 or less) that as many days again would bring, by stationary block bootstrap with a fixed seed.
    /// </summary>
    public static ConfidenceInterval? MaxDrawdown(IReadOnlyList<double> returns, double level = DefaultLevel)
    {
        CheckLevel(level);
        return returns.Count < 2 ? null : BlockBootstrap.Interval([.. returns], DrawdownOf, level);
    }

    private static ConfidenceInterval Wilson(int wins, int trials, double level)
    {
        var (z, share) = (Quantile(level), (double)wins / trials);
        var scale = 1 + (z * z / trials);
        var centre = (share + (z * z / (2 * trials))) / scale;
        var width = z / scale * Math.Sqrt((share * (1 - share) / trials) + (z * z / (4.0 * trials * trials)));
        return new ConfidenceInterval(
            wins == 0 ? 0 : Math.Max(0, centre - width), wins == trials ? 1 : Math.Min(1, centre + width), level, "Wilson score");
    }

    /// <summary>
    /// Moments of the sample itself (divided by n) go into the error: for them kurtosis is never below 1 + skew^2, so that the variance
    /// is never negative. The ratio is the one that is shown, by the deviation of n - 1.
    /// </summary>
    private static (double Sharpe, double Error)? SharpeOfPeriod(IReadOnlyList<double> returns)
    {
        if (returns.Count < SharpeDaysMin || Moments.Of([.. returns]) is not { Deviation: > 0 } moments)
        {
            return null;
        }

        var sharpe = moments.Mean / moments.Deviation.Value;
        var (skew, kurtosis) = (returns.PopulationSkewness(), returns.PopulationKurtosis() + 3);
        var variance = 1 - (skew * sharpe) + ((kurtosis - 1) / 4 * sharpe * sharpe);
        return variance > 0 && double.IsFinite(variance) ? (sharpe, Math.Sqrt(variance / (returns.Count - 1))) : null;
    }

    private static double DrawdownOf(ReadOnlySpan<double> returns)
    {
        // Value over peak, carried on from day to day: the same drawdown without a division.
        var (share, lowest) = (1.0, 1.0);
        foreach (var change in returns)
        {
            share = Math.Min(1, share * (1 + change));
            lowest = Math.Min(lowest, share);
        }

        return lowest - 1;
    }

    /// <summary>How many deviations on either side hold the level of a normal distribution.</summary>
    private static double Quantile(double level) => Normal.InvCDF(0, 1, (1 + level) / 2);

    private static void CheckLevel(double level)
    {
        if (level is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies between 0 and 1, both excluded.");
        }
    }
}
