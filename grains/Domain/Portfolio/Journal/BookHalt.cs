using Orleans;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Journal;

/// <summary>A halt in force, with the figures that were seen.</summary>
/// <param name="Observed">Fraction lost when a limit was reached; null for an operator's halt.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.BookHalt")]
public sealed record BookHalt(
    ActiveHalt Halt, HaltCause Cause, decimal? Observed, decimal? Limit, decimal? Equity, decimal? Reference, string By);

/// <summary>Why trading was stopped.</summary>
[GenerateSerializer, Alias("OrleansAssets.HaltCause")]
public enum HaltCause
{
    Operator = 0,

    /// <summary>Drawdown from the peak.</summary>
    EmergencyStop = 1,

    DailyLoss = 2,
}
