using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The asset's last quote is young enough to decide on.</summary>
public static class PriceFreshRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.PriceFresh, context);
        }

        var maximum = context.Limits.Orders.QuoteMaxAgeMinutes;
        if (asset.Quote is not { } quote)
        {
            return Finding.Failed(
                RuleCodes.PriceFresh,
                context.AssetScope,
                $"{asset.Id} has no quote yet: reduce-only",
                new Remedy(RemedyCost.Wait, $"wait until a source delivers a quote of {asset.Id}"));
        }

        var age = context.Input.Now - quote.At;
        var figures = new Figures("minutes", maximum, Words.Minutes(age), Words.Minutes(age));
        var explanation = $"the quote of {quote.SourceId} is {Words.Age(age)} old; at most {maximum} minutes count";
        return age <= TimeSpan.FromMinutes(maximum) && context.Price is > 0
            ? Finding.Passed(RuleCodes.PriceFresh, context.AssetScope, explanation, figures)
            : Finding.Failed(
                RuleCodes.PriceFresh,
                context.AssetScope,
                context.Price is > 0 ? $"{explanation}: {asset.Id} is reduce-only" : $"{asset.Id} has no price above 0: reduce-only",
                new Remedy(RemedyCost.Wait, $"wait for a newer quote of {asset.Id}; while its market is closed there is none"),
                figures);
    }
}
