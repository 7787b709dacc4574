using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The catalogue has the asset.</summary>
public static class AssetKnownRule
{
    public static Finding Evaluate(PreTradeContext context) => context switch
    {
        { Input.Asset: not null } => Finding.Passed(RuleCodes.AssetKnown, context.AssetScope, "the catalogue has the asset"),
        { IsExit: true } => Finding.Warned(
            RuleCodes.AssetKnown,
            context.AssetScope,
            $"the catalogue has no asset '{context.AssetId}' any more; the position may be closed"),
        _ => Finding.Failed(
            RuleCodes.AssetKnown,
            context.AssetScope,
            $"the catalogue has no asset '{context.AssetId}'",
            new Remedy(RemedyCost.CorrectOrder, "name an asset that `assets list` shows")),
    };
}
