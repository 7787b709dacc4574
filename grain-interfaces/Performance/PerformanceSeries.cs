using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Performance;

/// <summary>A look-back day by day.</summary>
/// <param name="RollingDays">Returns that each rolling figure is computed from.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PerformanceSeries")]
public sealed record PerformanceSeries(PerformanceQuery Query, int PeriodsPerYear, int RollingDays, ImmutableArray<PerformanceDay> Days);

/// <summary>One finished day.</summary>
/// <param name="Day">UTC.</param>
/// <param name="ProfitAndLoss">Net of fees and cash flows.</param>
/// <param name="Return">As a fraction: 0.01 is 1 %.</param>
/// <param name="Growth">What 1 at the start of the window has become.</param>
/// <param name="Drawdown">Below the highest growth so far; 0 or less.</param>
/// <param name="Rolling">Null while there are fewer days than a rolling figure needs.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PerformanceDay")]
public sealed record PerformanceDay(
    DateOnly Day, decimal ProfitAndLoss, double Return, double Growth, double Drawdown, RollingFigures? Rolling);

/// <summary>Figures of the days that end with one day; null is undefined.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RollingFigures")]
public sealed record RollingFigures(
    double? AnnualisedReturn, double? Volatility, double? Sharpe, double? Sortino, double MaxDrawdown, int ProfitableDays);
