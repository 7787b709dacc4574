using OrleansAssets.Pages.Reading;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Halts;

/// <summary>What became of an order that was asked for in a portfolio just after a stop, without being placed.</summary>
/// <param name="Rule">What the check of halts said; null where no order could be asked for.</param>
/// <param name="Failure">Why none was asked for.</param>
public sealed record HaltProof(string PortfolioId, OrderDecision? Decision, RuleResult? Rule, string? Failure)
{
    /// <summary>Whether the halt refused it: nothing else counts.</summary>
    public bool IsProven => Rule?.Verdict == RuleVerdict.Failed && Decision?.Outcome == DecisionOutcome.Rejected;

    /// <param name="check">The answer; null where nothing in the scope is enabled.</param>
    public static HaltProof Of(string portfolioId, Answer<OrderDecision>? check) => new(
        portfolioId,
        check?.Value,
        check?.Value?.Rules.FirstOrDefault(rule => rule.Code == RuleCodes.TradingHalt),
        check is null ? "Nothing in this scope is enabled, so no order could be asked for." : check.Failure);
}
