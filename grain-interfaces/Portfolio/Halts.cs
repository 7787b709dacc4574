using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>An operator stops trading in a scope.</summary>
/// <param name="ScopeId">The class, asset or strategy; null for the whole portfolio.</param>
/// <param name="Mode">Reduce-only or halted.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.HaltRequest")]
public sealed record HaltRequest(HaltScope Scope, string? ScopeId, TradingMode Mode, string Operator, string Reason);

/// <summary>An operator lifts one halt.</summary>
/// <param name="HaltId">The very halt that is lifted: one that was latched meanwhile stays.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ResetRequest")]
public sealed record ResetRequest(string HaltId, string Operator, string Reason);

/// <summary>What a reset did.</summary>
/// <param name="PeakEquity">The peak from which drawdowns count from now on.</param>
/// <param name="DayAnchor">The equity from which the daily loss counts from now on.</param>
/// <param name="Remark">In words what was set anew.</param>
/// <param name="Mode">The portfolio's mode after it: others of its halts may be in force.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ResetAnswer")]
public sealed record ResetAnswer(string HaltId, decimal PeakEquity, decimal DayAnchor, string Remark, TradingMode Mode)
{
    /// <summary>How many more operators must say so before it is lifted; 0 where it is.</summary>
    [Id(0)]
    public int Missing { get; init; }

    /// <summary>Other halts that are in force, of a class, an asset or a strategy too.</summary>
    [Id(1)]
    public ImmutableArray<ActiveHalt> Standing { get; init; } = [];
}

/// <summary>What may be traded now. Cheap to ask, and never waits for a decision under way.</summary>
/// <param name="Mode">Of the whole portfolio; a class or an asset may be stricter, see <paramref name="Halts"/>.</param>
/// <param name="Version">Grows with every halt and reset: the same number means that nothing changed.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TradingModeView")]
public sealed record TradingModeView(TradingMode Mode, long Version, ImmutableArray<ActiveHalt> Halts);

/// <summary>A rehearsal of a halt, on a portfolio of its own that has no money.</summary>
/// <param name="At">UTC.</param>
/// <param name="LastOrderAfter">From the command to the last order that was still approved.</param>
/// <param name="HaltAnsweredAfter">From the command to its durable answer.</param>
/// <param name="ApprovedBefore">Orders approved before the halt.</param>
/// <param name="RefusedAfter">Orders refused because of it.</param>
/// <param name="ApprovedAfterAnswer">Orders approved after the halt was answered: more than 0 means that it failed.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DrillReport")]
public sealed record DrillReport(
    string DrillPortfolioId,
    DateTimeOffset At,
    string Operator,
    TimeSpan LastOrderAfter,
    TimeSpan HaltAnsweredAfter,
    int ApprovedBefore,
    int RefusedAfter,
    int ApprovedAfterAnswer,
    bool Passed);

/// <summary>How far a loss is from halting trading. Amounts in the portfolio's currency.</summary>
/// <param name="Code">Code of the rule, <see cref="RuleCodes.Drawdown"/> or <see cref="RuleCodes.DailyLoss"/>.</param>
/// <param name="Loss">Lost part of the reference, as a fraction.</param>
/// <param name="Limit">Part at which trading halts.</param>
/// <param name="HaltsAt">Equity at which it halts.</param>
/// <param name="Left">What may be lost until then; 0 where it is reached.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.HaltDistance")]
public sealed record HaltDistance(string Code, decimal Loss, decimal Limit, decimal HaltsAt, decimal Left);
