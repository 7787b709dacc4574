using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Performance;

/// <summary>Every figure over a look-back; definitions are in docs/performance.md.</summary>
/// <param name="Benchmark">Null where no benchmark was asked for.</param>
/// <param name="Undefined">Each figure that is null, and why.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PerformanceDetails")]
public sealed record PerformanceDetails(
    PerformanceQuery Query,
    PerformanceReport Report,
    ReturnFigures Returns,
    DayFigures Days,
    DrawdownFigures Drawdown,
    TailFigures Tail,
    TradeFigures Trades,
    ActivityFigures Activity,
    BenchmarkFigures? Benchmark,
    ImmutableArray<UndefinedFigure> Undefined);

/// <summary>A figure that is undefined.</summary>
/// <param name="Figure">Its path in the answer, e.g. <c>returns.skew</c>.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.UndefinedFigure")]
public sealed record UndefinedFigure(string Figure, string Reason);

/// <summary>The distribution of daily returns.</summary>
/// <param name="AnnualisedReturn">Compounded to a year, as a fraction.</param>
/// <param name="AverageReturn">Arithmetic mean a day, as a fraction.</param>
/// <param name="DownsideDeviation">Annual; over all days, gains counted as 0.</param>
/// <param name="Omega">Sum of gains over sum of losses: the profit factor of days.</param>
/// <param name="Skew">Bias-corrected.</param>
/// <param name="ExcessKurtosis">Bias-corrected; 0 is normal.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ReturnFigures")]
public sealed record ReturnFigures(
    double? AnnualisedReturn, double? AverageReturn, double? DownsideDeviation, double? Omega, double? Skew, double? ExcessKurtosis);

/// <summary>Winning and losing days. Averages, best and worst are returns.</summary>
/// <param name="Payoff">Average gain over average loss, as a positive number.</param>
/// <param name="StreakOfHistory">Profitable days in a row up to the last day, beyond the window where it reaches further.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DayFigures")]
public sealed record DayFigures(
    double? AverageWin,
    double? AverageLoss,
    double? Payoff,
    double? Best,
    double? Worst,
    int LongestWinStreak,
    int LongestLossStreak,
    int LossStreak,
    int StreakOfHistory);

/// <summary>Drawdowns of the daily value: fractions, 0 or less; days are calendar days.</summary>
/// <param name="PeakDay">Day before the deepest drawdown; null where there is none.</param>
/// <param name="BottomDay">Day of the deepest drawdown; null where there is none.</param>
/// <param name="RecoveryDay">Null where it is not recovered.</param>
/// <param name="Length">Days from the peak of the deepest drawdown to its recovery, or to the last day.</param>
/// <param name="RecoveryDays">Days from the bottom to the recovery.</param>
/// <param name="Longest">Days of the longest drawdown, which need not be the deepest.</param>
/// <param name="Current">Below the peak on the last day.</param>
/// <param name="Ulcer">Root of the mean of squared drawdowns.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DrawdownFigures")]
public sealed record DrawdownFigures(
    DateOnly? PeakDay,
    DateOnly? BottomDay,
    DateOnly? RecoveryDay,
    int Length,
    int? RecoveryDays,
    int Longest,
    double Current,
    double? Ulcer);

/// <summary>Losses in the tail of daily returns, at 95 %.</summary>
/// <param name="ValueAtRisk">Historical, a day, as a fraction; docs/performance.md has the sign and the quantile.</param>
/// <param name="ExpectedShortfall">Mean of the days beyond it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TailFigures")]
public sealed record TailFigures(
    double? ValueAtRisk, double? ExpectedShortfall, double? GaussianValueAtRisk, double? GaussianExpectedShortfall);

/// <summary>Closed trades; money in the portfolio's currency, net of fees; losses are 0 or less.</summary>
/// <param name="ExpectancyRatio">Expectancy for one unit of the average loss.</param>
/// <param name="WinStreak">Trades won in a row up to the last closing.</param>
/// <param name="SystemQuality">SQN: root of the count times mean over sample deviation.</param>
/// <param name="Kelly">Share of capital that the Kelly rule would stake; below 0: none.</param>
/// <param name="ClosedDrawdown">Deepest fall of the sum of results below its peak.</param>
/// <param name="ClosedDrawdownFraction">The same over equity at the start plus that peak.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TradeFigures")]
public sealed record TradeFigures(
    int Losing,
    int BreakEven,
    decimal GrossProfit,
    decimal GrossLoss,
    decimal NetProfit,
    decimal Fees,
    decimal? AverageWin,
    decimal? AverageLoss,
    double? Payoff,
    double? ExpectancyRatio,
    decimal? LargestWin,
    decimal? LargestLoss,
    int LongestWinStreak,
    int LongestLossStreak,
    int WinStreak,
    double? SystemQuality,
    double? Kelly,
    decimal ClosedDrawdown,
    double? ClosedDrawdownFraction);

/// <summary>How much was at work.</summary>
/// <param name="TimeInMarket">Share of days on which a trade was open.</param>
/// <param name="Exposure">Mean over days of the entry values of trades open at the end of the day, over equity.</param>
/// <param name="Turnover">Half of what was bought and sold, over mean equity, a year.</param>
/// <param name="HoldingDays">Mean days from opening to closing of closed trades.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ActivityFigures")]
public sealed record ActivityFigures(double? TimeInMarket, double? Exposure, double? Turnover, double? HoldingDays);

/// <summary>Beside a benchmark, between the days that both have.</summary>
/// <param name="Days">Common returns.</param>
/// <param name="BenchmarkReturn">Over the common days, as a fraction.</param>
/// <param name="ExcessReturn">The portfolio's less the benchmark's.</param>
/// <param name="Alpha">Annual: mean return less beta times the benchmark's.</param>
/// <param name="TrackingError">Annual deviation of the difference.</param>
/// <param name="InformationRatio">Annual mean of the difference over its deviation.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.BenchmarkFigures")]
public sealed record BenchmarkFigures(
    string AssetId,
    int Days,
    int PeriodsPerYear,
    double? BenchmarkReturn,
    double? ExcessReturn,
    double? Beta,
    double? Alpha,
    double? Correlation,
    double? TrackingError,
    double? InformationRatio);
