using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The order's target lies on the winning side of the price.</summary>
public static class TargetPriceRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.TargetPrice, context);
        }

        if (context.Price is not { } price || context.TargetPrice is not { } target)
        {
            return Finding.NotApplicable(RuleCodes.TargetPrice, context.AssetScope, "the order has no target");
        }

        var distance = context.IsSale ? price - target : target - price;
        var figures = new Figures(UnitWorth.QuoteCurrency(asset.Id), null, distance, null);
        var own = asset.Risk.TakeProfit is { } profit ? $"; {asset.Id} takes profit at {Words.Distance(profit)}" : "";
        var explanation = $"a target of {Amounts.Text(target)} is {Amounts.Text(distance)} from {Amounts.Text(price)}{own}";
        return distance >= 0
            ? Finding.Passed(RuleCodes.TargetPrice, context.AssetScope, explanation, figures)
            : Finding.Failed(
                RuleCodes.TargetPrice,
                context.AssetScope,
                $"{explanation}: it is on the losing side of the price",
                new Remedy(
                    RemedyCost.CorrectOrder, $"set the target {(context.IsSale ? "below" : "above")} {Amounts.Text(price)}, or leave it out"),
                figures);
    }
}
