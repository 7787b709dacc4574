using MathNet.Numerics.Distributions;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>
/// How probable it is that a strategy without skill meets a requirement: returns of mean 0, days and trades won as often as lost. It
/// belongs to the requirement, not to the record: the window counts as full, and a win rate as measured on the fewest trades that do. Only
/// a drawdown's depends on how much the record moves, which is what is at stake.
/// </summary>
public static class LuckRules
{
    /// <summary>The error of an annual Sharpe ratio over a window does not depend on how many of its days are trading days.</summary>
    private const double YearDays = 365;

    /// <summary>Terms of the series: an even number more moves nothing that is shown, also of a record that hardly moves.</summary>
    private const int SeriesTerms = 2_000;

    /// <summary>What a maximum that is looked at once a day misses of one that is looked at always, in deviations of a day.</summary>
    /// <remarks>Broadie, Glasserman, Kou (1997), A continuity correction for discrete barrier options: -zeta(1/2) / sqrt(2 pi).</remarks>
    private const double DailyLook = 0.5826;

    /// <summary>Null for facts, and for a drawdown of a record that does not say how much it moves.</summary>
    /// <param name="periodsPerYear">Days a year on which the record's market is open.</param>
    /// <param name="volatility">Annual deviation of the record's daily returns, a fraction; null where it is not known.</param>
    public static double? ChanceOf(RequirementDefinition requirement, int periodsPerYear, double? volatility = null)
    {
        if (requirement.Threshold is not { } threshold)
        {
            return null;
        }

        var days = Math.Max(1, (int)Math.Floor(requirement.WindowDays * (periodsPerYear / YearDays)));
        if (requirement.Direction is not (Direction.AtLeast or Direction.MoreThan))
        {
            return requirement is { Metric: RequirementMetric.MaxDrawdown, Confidence: null }
                && volatility is > 0 and var moves && threshold is > 0 and < 1
                ? OfDrawdown((double)threshold, days, moves / Math.Sqrt(periodsPerYear))
                : null;
        }

        var level = (double?)requirement.Confidence;
        return requirement.Metric switch
        {
            RequirementMetric.SharpeRatio => OfSharpe((double)threshold, requirement.WindowDays, level),
            RequirementMetric.ProfitableDays when requirement.Mode == StreakMode.Consecutive =>
                Math.Pow(0.5, Needed(requirement.Direction, threshold)),
            RequirementMetric.ProfitableDays => OfCount(days, won => IsMet(
                requirement, level is { } bound ? Intervals.ProfitableDays(won, days, bound)?.Low : won)),
            RequirementMetric.WinRate => OfCount(requirement.MinimumSample, won => IsMet(
                requirement,
                level is { } bound
                    ? Intervals.WinRate(won, requirement.MinimumSample, bound)?.Low
                    : (double)won / requirement.MinimumSample)),
            _ => null,
        };
    }

    // The annual ratio of returns without a mean is about normal, with a deviation of one over the root of the years; a bound asks for so
    // many deviations more.
    private static double OfSharpe(double threshold, int windowDays, double? level)
    {
        var error = Math.Sqrt(YearDays / windowDays);
        var more = level is { } bound ? Normal.InvCDF(0, 1, (1 + bound) / 2) : 0;
        return 1 - Normal.CDF(0, 1, (threshold / error) + more);
    }

    // The deepest fall below the peak of a walk without drift is distributed as the farthest that it comes from its beginning, either way
    // (Levy's theorem); of that the chance to stay within is a series. Peak and fall are looked at once a day each.
    private static double OfDrawdown(double threshold, int days, double deviation)
    {
        var within = -Math.Log(1 - threshold) + (2 * DailyLook * deviation);
        var part = Math.PI * Math.PI * deviation * deviation * days / (8 * within * within);
        var chance = 0.0;
        for (var term = 0; term < SeriesTerms; term++)
        {
            var odd = (2 * term) + 1;
            chance += (term % 2 == 0 ? 1 : -1) * Math.Exp(-odd * odd * part) / odd;
        }

        return Math.Clamp(4 / Math.PI * chance, 0, 1);
    }

    // Both grow with what was won, so that from the first count that is enough all are.
    private static double OfCount(int trials, Func<int, bool> isEnough)
    {
        var least = Enumerable.Range(0, trials + 1).FirstOrDefault(isEnough, trials + 1);
        return least == 0 ? 1 : least > trials ? 0 : 1 - Binomial.CDF(0.5, trials, least - 1);
    }

    private static bool IsMet(RequirementDefinition requirement, double? value) =>
        value is { } known && Thresholds.IsMet(requirement.Direction, known, (double)(requirement.Threshold ?? 0));

    private static double Needed(Direction direction, decimal threshold) =>
        (double)(direction == Direction.MoreThan ? Math.Floor(threshold) + 1 : Math.Ceiling(threshold));
}
