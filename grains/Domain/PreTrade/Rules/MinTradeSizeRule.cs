using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The order is at least the asset's smallest.</summary>
public static class MinTradeSizeRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.MinTradeSize, context);
        }

        var explanation = $"the smallest order of {asset.Id} is {Amounts.Text(context.Smallest)} units";
        if (context.Requested is not { } requested)
        {
            return Finding.NotApplicable(RuleCodes.MinTradeSize, context.AssetScope, $"{explanation}; not evaluated without a price");
        }

        // No headroom: the limit is a floor.
        var figures = new Figures("units", null, requested, null);
        if (requested >= context.Smallest)
        {
            return Finding.Passed(RuleCodes.MinTradeSize, context.AssetScope, explanation, figures);
        }

        return context.IsExit
            ? Finding.Warned(RuleCodes.MinTradeSize, context.AssetScope, $"{explanation}; the venue may refuse an exit of less", figures)
            : Finding.Make(
                RuleCodes.MinTradeSize,
                context.AssetScope,
                RuleVerdict.Failed,
                null,
                $"{explanation}; {Amounts.Text(requested)} were asked for",
                new Remedy(RemedyCost.CorrectOrder, $"order at least {Amounts.Text(context.Smallest)} units"),
                figures);
    }
}
