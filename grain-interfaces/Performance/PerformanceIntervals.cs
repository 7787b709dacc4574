using Orleans;

namespace OrleansAssets.Performance;

/// <summary>How far the figures of a look-back can be trusted; null is undefined: too few days or trades, or no deviation.</summary>
/// <param name="ProbabilisticSharpe">Chance that the true Sharpe ratio is above 0.</param>
/// <param name="ProfitableDays">Profitable days that as many days again would bring.</param>
/// <param name="MaxDrawdown">Deepest drawdown that as many days again would bring; 0 or less.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PerformanceIntervals")]
public sealed record PerformanceIntervals(
    PerformanceQuery Query,
    int Days,
    int ClosedTrades,
    ConfidenceInterval? Sharpe,
    double? ProbabilisticSharpe,
    ConfidenceInterval? TradeWinRate,
    ConfidenceInterval? DayWinRate,
    ConfidenceInterval? ProfitableDays,
    ConfidenceInterval? MaxDrawdown);

/// <summary>Where a figure lies, given the sample.</summary>
/// <param name="Low">In the unit of the figure.</param>
/// <param name="High">In the unit of the figure.</param>
/// <param name="Level">Share of samples whose interval holds the true value: 0.9 leaves 5 % on either side.</param>
/// <param name="Method">How it is computed, in words.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ConfidenceInterval")]
public sealed record ConfidenceInterval(double Low, double High, double Level, string Method);
