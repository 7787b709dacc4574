using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Decides an order: asks every rule, permits the largest quantity that all of them permit, and says which one bound it.</summary>
public static class PreTradeRules
{
    /// <summary>The decision: the same input gives the same bytes.</summary>
    /// <exception cref="InvalidRequestException">The order makes no sense.</exception>
    public static OrderDecision Decide(PreTradeInput input) => Decide(input, PreTradeJson.Hash(PreTradeJson.Bytes(input)));

    /// <summary>Likewise, for one who has the input's hash already.</summary>
    public static OrderDecision Decide(PreTradeInput input, string inputHash)
    {
        OrderCheck.Check(input.Order);
        var context = new PreTradeContext(input);
        var findings = PreTradeChecks.All.Select(rule => rule.Ask(context)).ToImmutableArray();
        var (largest, quantity) = Permitted(context, findings);
        var outcome = quantity == 0 ? DecisionOutcome.Rejected
            : quantity == context.Requested ? DecisionOutcome.Approved
            : DecisionOutcome.Reduced;
        var binding = Binding(findings);
        var cut = outcome == DecisionOutcome.Approved ? [] : Cutting(findings, outcome, binding);
        var reserved = quantity > 0 && input.ReservationSeconds is not null;
        return new OrderDecision(
            input.DecisionId,
            input.PortfolioId,
            input.IsShadow,
            input.Order,
            outcome,
            quantity,
            context.Worth is { } worth ? Amounts.Cents(quantity * worth.Value) : 0,
            context.Price,
            largest,
            binding.Result.Code,
            [binding.Result, .. findings.Where(finding => finding != binding).Select(finding => finding.Result)],
            Remedies.Cheapest(cut),
            Remedies.RetryAt(cut),
            context.IsExit ? null : context.StopPrice,
            context.IsExit ? null : context.TargetPrice,
            reserved ? input.DecisionId : null,
            reserved ? input.Now.AddSeconds(input.ReservationSeconds ?? 0) : null,
            input.Now,
            input.ConfigurationHash,
            inputHash,
            [.. findings.Where(finding => finding.Result.Verdict == RuleVerdict.Warned).Select(finding => finding.Result.Explanation)]);
    }

    private static (decimal Largest, decimal Quantity) Permitted(PreTradeContext context, ImmutableArray<Finding> findings)
    {
        // The step binds what was asked for, not what could be.
        var largest = findings.Where(finding => finding.Result.Code != RuleCodes.QuantityStep || finding.Result.LargestQuantity == 0)
            .Min(finding => finding.Result.LargestQuantity) ?? OrderCheck.QuantityMax;
        var permitted = findings.Min(finding => finding.Result.LargestQuantity) ?? OrderCheck.QuantityMax;
        var isBarred = context.Requested is null || findings.Any(finding => finding.Result.Verdict == RuleVerdict.Failed);
        var quantity = isBarred ? 0 : Math.Min(context.Requested ?? 0, permitted);
        return (context.Worth is null && !context.IsExit ? 0 : largest, context.IsExit || quantity >= context.Smallest ? quantity : 0);
    }

    // What permits nothing comes before what permits little; of equals the first of the table.
    private static Finding Binding(ImmutableArray<Finding> findings) => findings
        .Where(finding => finding.Result.Verdict != RuleVerdict.NotApplicable)
        .OrderBy(finding => finding.Result.Verdict == RuleVerdict.Failed ? 0 : 1)
        .ThenBy(finding => finding.Result.LargestQuantity ?? decimal.MaxValue)
        .First();

    private static ImmutableArray<Finding> Cutting(ImmutableArray<Finding> findings, DecisionOutcome outcome, Finding binding) =>
        outcome == DecisionOutcome.Reduced
            ? [binding]
            : [.. findings.Where(finding => finding.Result.Verdict == RuleVerdict.Failed).DefaultIfEmpty(binding)];
}
