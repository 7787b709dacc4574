using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>All exposures together, long and short alike, are within the portfolio's leverage limit.</summary>
public static class GrossLeverageRule
{
    public static Finding Evaluate(PreTradeContext context) => Room.Judge(
        context,
        RuleCodes.GrossLeverage,
        context.PortfolioScope,
        RiskLimits.Leverage(context.Book.Equity, context.Limits.Orders.MaxGrossLeverage),
        context.Exposures.Sum(exposure => exposure.Held),
        context.Exposures.Sum(exposure => exposure.Reserved),
        context.Worth?.Value,
        "positions");
}
