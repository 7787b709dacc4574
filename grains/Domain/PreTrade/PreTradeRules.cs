using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// Decides an order: asks every check, permits the largest quantity that all of them permit, and says which one bound it.
/// </summary>
public static class PreTradeRules
{
    /// <summary>The rule set from which on several deposits are told as one.</summary>
    private const int OneDepositSince = 2;

    /// <summary>The decision: the same input gives the same bytes.</summary>
    /// <exception cref="InvalidRequestException">The order makes no sense.</exception>
    public static OrderDecision Decide(PreTradeInput input) => Decide(input, PreTradeJson.Hash(PreTradeJson.Bytes(input)));

    /// <summary>Likewise, for one who has the input's hash already.</summary>
    public static OrderDecision Decide(PreTradeInput input, string inputHash)
    {
        OrderCheck.Check(input.Order);
        var context = new PreTradeContext(input);
        var asked = PreTradeChecks.All.Where(check => check.Since <= context.RuleSet);
        var results = asked.Select(check => check.Ask(context)).ToImmutableArray();
        var (largest, quantity) = Permitted(context, results);
        var outcome = quantity == 0 ? DecisionOutcome.Rejected
            : quantity == context.Requested ? DecisionOutcome.Approved
            : DecisionOutcome.Reduced;
        var binding = Binding(results);
        var cut = outcome == DecisionOutcome.Approved ? [] : Cutting(results, outcome, binding);
        var reserved = quantity > 0 && input.ReservationSeconds is not null;
        return new OrderDecision(
            input.DecisionId,
            input.PortfolioId,
            input.IsShadow,
            input.Order,
            outcome,
            quantity,
            context.Worth is { } worth ? Amounts.Cents(worth.Value * new Quantity(quantity)).Amount : 0,
            context.Price,
            largest,
            binding.Code,
            [binding, .. results.Where(result => !ReferenceEquals(result, binding))],
            Remedy(cut, context.RuleSet),
            RetryAt(cut),
            context.IsExit ? null : context.StopPrice,
            context.IsExit ? null : context.TargetPrice,
            reserved ? input.DecisionId : null,
            reserved ? input.RestsUntil ?? input.Now.AddSeconds(input.ReservationSeconds ?? 0) : null,
            input.Now,
            input.ConfigurationHash,
            inputHash,
            [.. results.Where(result => result.Verdict == RuleVerdict.Warned).Select(result => result.Explanation)]);
    }

    private static (decimal Largest, decimal Quantity) Permitted(PreTradeContext context, ImmutableArray<RuleResult> results)
    {
        // The step binds what was asked for, not what could be.
        var largest = results.Where(result => result.Code != RuleCodes.QuantityStep || result.LargestQuantity == 0)
            .Min(result => result.LargestQuantity) ?? OrderCheck.QuantityMax;
        var permitted = results.Min(result => result.LargestQuantity) ?? OrderCheck.QuantityMax;
        var isBarred = context.Requested is null || results.Any(result => result.Verdict == RuleVerdict.Failed);
        var quantity = isBarred ? 0 : Math.Min(context.Requested ?? 0, permitted);
        return (context.Worth is null && !context.IsExit ? 0 : largest, context.IsExit || quantity >= context.Smallest ? quantity : 0);
    }

    // What permits nothing comes before what permits little; of equals the first of the table.
    private static RuleResult Binding(ImmutableArray<RuleResult> results) => results
        .Where(result => result.Verdict != RuleVerdict.NotApplicable)
        .OrderBy(result => result.Verdict == RuleVerdict.Failed ? 0 : 1)
        .ThenBy(result => result.LargestQuantity ?? decimal.MaxValue)
        .First();

    private static ImmutableArray<RuleResult> Cutting(ImmutableArray<RuleResult> results, DecisionOutcome outcome, RuleResult binding) =>
        outcome == DecisionOutcome.Reduced
            ? [binding]
            : [.. results.Where(result => result.Verdict == RuleVerdict.Failed).DefaultIfEmpty(binding)];

    // Each check names its own cheapest remedy; where several stand in the way all of theirs are needed, told in the order of their cost.
    private static string? Remedy(ImmutableArray<RuleResult> cutting, int ruleSet)
    {
        var told = cutting.Where(result => result.Remedy is not null).ToImmutableArray();
        told = ruleSet < OneDepositSince ? told : Once(told, RemedyCost.Deposit, RuleCodes.PhaseCapital);
        told = ruleSet < PreTradeChecks.ToldOnceSince ? told : WithoutHalted(Once(told, RemedyCost.ActivatePhase, RuleCodes.PhaseActive));
        var remedies = told.OrderBy(result => result.RemedyCost).Select(result => result.Remedy).Distinct(StringComparer.Ordinal).ToList();
        return remedies.Count == 0 ? null : string.Join("; and ", remedies);
    }

    // Of deposits one is made, of activations likewise: the one that the phase asks for, where it does, is the whole one.
    private static ImmutableArray<RuleResult> Once(ImmutableArray<RuleResult> told, RemedyCost cost, string fullest)
    {
        var one = told.Where(result => result.RemedyCost == cost).OrderBy(result => result.Code == fullest ? 0 : 1).FirstOrDefault();
        return [.. told.Where(result => result.RemedyCost != cost || ReferenceEquals(result, one))];
    }

    // A loss that halts has latched: who resets the halt heals it, and the halt's own remedy says so.
    private static ImmutableArray<RuleResult> WithoutHalted(ImmutableArray<RuleResult> told) =>
        told.All(result => result.Code != RuleCodes.TradingHalt)
            ? told
            : [.. told.Where(result => result is not
                { RemedyCost: RemedyCost.Operator, Code: RuleCodes.Drawdown or RuleCodes.DailyLoss })];

    // When time has healed every check in the way; null where it heals not all of them.
    private static DateTimeOffset? RetryAt(ImmutableArray<RuleResult> cutting) =>
        cutting.IsEmpty || cutting.Any(result => result.Until is null) ? null : cutting.Max(result => result.Until);
}
