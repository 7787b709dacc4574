using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Assets;

/// <summary>What a position may be so that its loss at the stop stays within the portfolio's heat limit.</summary>
public static class PortfolioHeat
{
    private const string Code = RuleCodes.PortfolioHeat;
    private const string Scope = "portfolio";

    public static SizeLimit Of(SizingInput input)
    {
        if (ExitPrices.StopFraction(input.Asset.Risk, input.Request.Price) is not { } distance)
        {
            var stop = $"{Amounts.Text(input.Asset.Risk.StopLoss.Value)} pips";
            return new SizeLimit(Code, Scope, null, $"not evaluated: a stop of {stop} is a fraction only of a price; give one");
        }

        if (distance <= 0)
        {
            return new SizeLimit(Code, Scope, null, "not evaluated: the stop is at the entry price");
        }

        var budget = RiskLimits.Heat(input.Request.PortfolioValue, input.Risk.MaxPortfolioHeat);
        // A stop is never nearer than this to count: the quotient stays a decimal.
        var limit = Amounts.Cents(budget.Amount / Math.Max(distance, 0.000_001m));
        return new SizeLimit(
            Code,
            Scope,
            limit,
            $"{budget.Arithmetic} / stop distance {Amounts.Percent(Math.Round(distance, 8))}");
    }
}
