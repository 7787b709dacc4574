using Orleans;

namespace OrleansAssets.Performance;

/// <summary>
/// Statistics over a look-back. Fractions (0.05 is 5 %); null is undefined, with the reason in <paramref name="Undefined"/>.
/// </summary>
/// <param name="From">First day of the window whose return counts, null without a record.</param>
/// <param name="Until">Last day of the window.</param>
/// <param name="Days">Daily returns in the window.</param>
/// <param name="ProfitableDays">Days with a result above 0, net of fees and cash flows.</param>
/// <param name="ProfitableDayStreak">Profitable days in a row up to the last day, inside the window.</param>
/// <param name="TotalReturn">Compounded over the window.</param>
/// <param name="Volatility">Annual sample deviation of daily returns.</param>
/// <param name="Sharpe">Mean over sample deviation of daily returns, times the root of <paramref name="PeriodsPerYear"/>; risk-free rate
/// 0.</param>
/// <param name="Sortino">Annual mean over downside deviation.</param>
/// <param name="MaxDrawdown">Lowest value over running peak, less 1; 0 or less. The window's first equity is the first peak.</param>
/// <param name="Calmar">Annual return over the deepest drawdown.</param>
/// <param name="ClosedTrades">Trades closed in the window.</param>
/// <param name="TradeWinRate">Winning over all closed trades; break-even counts as not won.</param>
/// <param name="DayWinRate">Winning over winning and losing days.</param>
/// <param name="ProfitFactor">Gains over losses of closed trades.</param>
/// <param name="Expectancy">Mean result of a closed trade, in the portfolio's currency.</param>
/// <param name="FilledDays">
/// Of <paramref name="Days"/>, those that nobody observed: the record has no row of them, and their return counts as 0, or the row was made
/// up later from stored prices. They are no sample.
/// </param>
/// <param name="ImportedDays">Of the observed days, those that an import brought.</param>
/// <param name="ImportedTrades">Of the closed trades, those that an import brought.</param>
/// <param name="Profit">Of all days, net of fees and cash flows, in the portfolio's currency.</param>
/// <param name="ExplainedProfit">
/// What the book's profits by asset, and on imported days the closed trades, add up to: far less than the profit means that the record does
/// not say what earned it.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Performance")]
public sealed record PerformanceReport(
    string? ClassId,
    int WindowDays,
    int PeriodsPerYear,
    DateOnly? From,
    DateOnly? Until,
    int Days,
    int ProfitableDays,
    int LosingDays,
    int FlatDays,
    int ProfitableDayStreak,
    double? TotalReturn,
    double? Volatility,
    double? Sharpe,
    double? Sortino,
    double? MaxDrawdown,
    double? Calmar,
    int ClosedTrades,
    int WinningTrades,
    double? TradeWinRate,
    double? DayWinRate,
    double? ProfitFactor,
    decimal? Expectancy,
    string? Undefined,
    int FilledDays = 0,
    int ImportedDays = 0,
    int ImportedTrades = 0,
    decimal Profit = 0,
    decimal ExplainedProfit = 0);
