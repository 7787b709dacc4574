using System.Collections.Immutable;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Every check, in the fixed order in which decisions list them: by theme, and within a theme as its file lists them.</summary>
public static class PreTradeChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        .. EligibilityChecks.All,
        .. ExitChecks.All,
        .. LossChecks.All,
        .. FreshnessChecks.All,
        .. PortfolioChecks.All,
        .. NewsChecks.All,
        .. HoldingChecks.All,
        .. OrderFormChecks.All,
        .. ConcentrationChecks.All,
        .. LeverageChecks.All,
    ];
}
