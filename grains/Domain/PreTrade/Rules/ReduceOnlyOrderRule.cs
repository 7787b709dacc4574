using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>An order that calls itself reduce-only reduces a position.</summary>
public static class ReduceOnlyOrderRule
{
    public static Finding Evaluate(PreTradeContext context) => context switch
    {
        { Order.ReduceOnly: false } =>
            Finding.NotApplicable(RuleCodes.ReduceOnlyOrder, context.AssetScope, "the order may open or enlarge a position"),
        { IsExit: true } => Finding.Passed(RuleCodes.ReduceOnlyOrder, context.AssetScope, "the order reduces the position"),
        _ => Finding.Failed(
            RuleCodes.ReduceOnlyOrder,
            context.AssetScope,
            $"the order is reduce-only, and there is no {(context.IsSale ? "long" : "short")} position in {context.AssetId}",
            new Remedy(RemedyCost.CorrectOrder, "drop reduce-only, if the order is meant to open a position")),
    };
}
