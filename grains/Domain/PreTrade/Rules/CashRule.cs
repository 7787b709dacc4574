using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>
/// The order is paid for. Each unit of exposure takes the inverse of its asset's leverage limit in capital: all of it for an asset without
/// leverage, so that what is left of equity is then the cash. Measured on equity it holds for short and margined positions too.
/// </summary>
public static class CashRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        var leverage = context.Input.Asset?.Risk.LeverageLimit ?? 1;
        var equity = context.Book.Equity;
        var limit = new RiskLimit(
            Amounts.Cents(Math.Max(0, equity)), $"equity, of which {Amounts.Text(Math.Round(context.Book.Cash, 2))} is cash,");
        return Room.Judge(
            context,
            RuleCodes.Cash,
            context.PortfolioScope,
            limit,
            context.Exposures.Sum(exposure => exposure.Held / exposure.LeverageLimit),
            context.Exposures.Sum(exposure => exposure.Reserved / exposure.LeverageLimit),
            context.Worth?.Value / leverage,
            "positions");
    }
}
