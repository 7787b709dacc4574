using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The order's stop lies on the losing side of the price, and no farther than the asset's own distance.</summary>
public static class StopDistanceRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.StopDistance, context);
        }

        if (context.Price is not { } price || ExitPrices.Stop(asset.Risk, price, context.IsSale) is not { } own)
        {
            return Finding.NotApplicable(RuleCodes.StopDistance, context.AssetScope, "not evaluated: the order has no price");
        }

        var stop = context.Order.StopPrice ?? own;
        var distance = context.IsSale ? stop - price : price - stop;
        var most = Math.Abs(price - own);
        var figures = new Figures(UnitWorth.QuoteCurrency(asset.Id), most, distance, distance);
        var explanation = $"a stop at {Amounts.Text(stop)} is {Amounts.Text(distance)} from {Amounts.Text(price)}; "
            + $"{Words.Distance(asset.Risk.StopLoss)} are {Amounts.Text(most)}";
        return distance > 0 && distance <= most
            ? Finding.Passed(RuleCodes.StopDistance, context.AssetScope, explanation, figures)
            : Finding.Failed(
                RuleCodes.StopDistance,
                context.AssetScope,
                distance > 0 ? $"{explanation}: it is too far" : $"{explanation}: it is on the wrong side of the price",
                new Remedy(RemedyCost.CorrectOrder, $"set the stop at {Amounts.Text(own)} or nearer to the price, or leave it out"),
                figures);
    }
}
