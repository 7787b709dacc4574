using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Whether what is at stake is borne by the portfolio's capital.</summary>
public static class LeverageChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.Leverage, CheckScope.Asset)
        {
            Asks = "What is held of the asset is within its leverage limit, which is margin: the leverage of a product itself is counted "
                + "in exposures.",
            Formula = "value <= equity x leverage limit",
            Example = "NVDA: 1 x 10,000",
            Evaluate = PreTradeCheck.OfAsset((check, context, asset) => Headroom.JudgeOwn(
                check, context, RiskLimits.Leverage(context.Equity, asset.Risk.LeverageLimit))),
        },
        new(RuleCodes.GrossLeverage, CheckScope.Portfolio)
        {
            Asks = "All exposures together, long and short alike; that of a product with leverage counts as often as it moves.",
            Formula = "sum(value x product leverage) <= equity x 2",
            Example = "20,000 of shares at 10,000, or 6,666 of a 3x fund",
            Evaluate = (check, context) => Headroom.Judge(
                check,
                context,
                RiskLimits.Leverage(context.Equity, context.Limits.Orders.MaxGrossLeverage),
                context.Exposures.Sum(context.Currency, exposure => exposure.HeldExposure),
                context.Exposures.Sum(context.Currency, exposure => exposure.ReservedExposure),
                context.ExposurePerUnit,
                "positions"),
        },
        new(RuleCodes.Cash, CheckScope.Portfolio)
        {
            Asks = "The order is paid for: each position takes the inverse of its leverage limit.",
            Formula = "sum(value / leverage limit) <= equity",
            Example = "10,000 with 9,500 in shares: 500 more",
            Evaluate = Cash,
        },
    ];

    // All of an exposure is paid for in an asset without leverage, so that what is left of equity is then the cash. Measured on equity it
    // holds for short and margined positions too.
    private static RuleResult Cash(PreTradeCheck check, PreTradeContext context)
    {
        var cash = Amounts.Text(Math.Round(context.Book.Cash, 2));
        return Headroom.Judge(
            check,
            context,
            new RiskLimit(
                Amounts.Cents(context.Equity.OrZero()),
                context.RuleSet < PreTradeChecks.ToldOnceSince ? $"equity, of which {cash} is cash," : $"equity ({cash} of it cash)"),
            context.Exposures.Sum(context.Currency, exposure => exposure.Held / exposure.LeverageLimit),
            context.Exposures.Sum(context.Currency, exposure => exposure.Reserved / exposure.LeverageLimit),
            context.Worth?.Value / (context.Input.Asset?.Risk.LeverageLimit ?? 1),
            "positions");
    }
}
