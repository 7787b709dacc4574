using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The order's prices have no more decimals than the asset's.</summary>
public static class PriceTickRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.PriceTick, context);
        }

        var decimals = asset.Risk.PricePrecision;
        (string Name, decimal? Price)[] prices =
            [("limit", context.Order.LimitPrice), ("stop", context.Order.StopPrice), ("target", context.Order.TargetPrice)];
        var wrong = prices.Where(named => named.Price is { } price && decimal.Round(price, decimals) != price).ToList();
        var explanation = $"prices of {asset.Id} have at most {decimals} decimals";
        if (wrong.Count == 0)
        {
            return Finding.Passed(RuleCodes.PriceTick, context.AssetScope, explanation);
        }

        var given = wrong.Select(named => $"the {named.Name} is {Amounts.Text(named.Price ?? 0)}");
        var told = $"{explanation}; {string.Join(" and ", given)}";
        var right = wrong.Select(named => $"the {named.Name} at {Amounts.Text(decimal.Round(named.Price ?? 0, decimals))}");
        return context.IsExit
            ? Finding.Warned(RuleCodes.PriceTick, context.AssetScope, $"{told}; the venue may refuse it")
            : Finding.Failed(
                RuleCodes.PriceTick, context.AssetScope, told, new Remedy(RemedyCost.CorrectOrder, $"set {string.Join(" and ", right)}"));
    }
}
