using OrleansAssets.Grains.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio.Vetting.Rules;

/// <summary>
/// The order is paid for. Each unit of exposure takes its inverse leverage limit in capital, which for an asset without leverage is all of
/// it; what a short sale brought in is held back.
/// </summary>
internal static class CashRule
{
    public static Finding Evaluate(VettingContext context)
    {
        var leverage = context.Input.Asset?.Risk.LeverageLimit ?? 1;
        var free = context.Book.Cash + context.Exposures.Sum(Adjustment);
        var reserved = context.Exposures.Sum(exposure => exposure.Reserved / exposure.LeverageLimit);
        var arithmetic = $"cash of {Amounts.Text(Math.Round(context.Book.Cash, 2))}, with what margin finances and less what shorts hold back,";
        return Room.Judge(
            context,
            RuleCodes.Cash,
            context.PortfolioScope,
            new RiskLimit(Amounts.Cents(Math.Max(0, free)), arithmetic),
            0,
            reserved,
            context.Worth?.Value / leverage,
            "positions");
    }

    // A leveraged long position took more cash than capital; a short one brought cash in that is not free, and takes capital besides.
    private static decimal Adjustment(Exposure exposure)
    {
        var capital = exposure.Held / exposure.LeverageLimit;
        return exposure.Net >= 0 ? exposure.Held - capital : -exposure.Held - capital;
    }
}
