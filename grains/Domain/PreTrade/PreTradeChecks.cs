using System.Collections.Immutable;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Every check, in the fixed order in which decisions list them: by theme, and within a theme as its file lists them.</summary>
public static class PreTradeChecks
{
    /// <summary>
    /// The set of checks that is asked today. A check that is added says since which set it is, and this grows: an older decision is
    /// replayed by the checks that it was made by.
    /// </summary>
    public const int RuleSet = 7;

    /// <summary>The set from which on a decision says nothing twice, and names the command that heals.</summary>
    public const int ToldOnceSince = 4;

    /// <summary>The set from which on a decision that rests on no account having posted says when they were read.</summary>
    public const int ReadTimesSince = 5;

    /// <summary>
    /// The set from which on a strategy is halted in whatever capitals it is written, and a stop that the market has passed is refused.
    /// </summary>
    public const int PassedStopsSince = 6;

    /// <summary>
    /// The set from which on resting orders that would turn a position count, as do positions without a stop that passed their asset's own,
    /// and a stablecoin whose rate should be collected and is not is no dollar.
    /// </summary>
    public const int TurningOrdersSince = 7;

    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        .. EligibilityChecks.All,
        .. ExitChecks.All,
        .. LossChecks.All,
        .. MarketChecks.All,
        .. FreshnessChecks.All,
        .. DeliveryChecks.All,
        .. PortfolioChecks.All,
        .. NewsChecks.All,
        .. MacroChecks.All,
        .. HoldingChecks.All,
        .. OrderFormChecks.All,
        .. ConcentrationChecks.All,
        .. LeverageChecks.All,
    ];
}

/// <summary>A pre-trade check in words, for whoever lists them.</summary>
public sealed record RuleRow(string Code, string Scope, string Asks, string Formula, string Example)
{
    public static RuleRow Of(PreTradeCheck check) => new(check.Code, check.Scope.Name, check.Asks, check.Formula, check.Example);
}
