using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>All positions together lose at most the heat limit when every stop is reached.</summary>
public static class PortfolioHeatRule
{
    public static Finding Evaluate(PreTradeContext context) => Room.Judge(
        context,
        RuleCodes.PortfolioHeat,
        context.PortfolioScope,
        RiskLimits.Heat(context.Book.Equity, context.Limits.MaxPortfolioHeat),
        context.Exposures.Sum(exposure => exposure.Heat),
        context.Exposures.Sum(exposure => exposure.ReservedHeat),
        context.HeatPerUnit,
        "positions, or moving their stops nearer");
}
