using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>
/// Warns that a product which resets its leverage L daily loses value in a market that goes nowhere: (1 - 1/L) / 2 x variance of its own
/// daily returns, each day.
/// </summary>
public static class DecayWarningRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.DecayWarning, context);
        }

        if (!asset.Risk.Rules.DecayWarning)
        {
            return Finding.NotApplicable(RuleCodes.DecayWarning, context.AssetScope, $"{asset.Id} does not decay");
        }

        var leverage = asset.Risk.LeverageLimit;
        var product = $"{asset.Id} resets its leverage of {Amounts.Text(leverage)} daily";
        if (context.Input.RiskModel.Regimes.FirstOrDefault(known => known.AssetId == asset.Id)?.DailyVolatility is not { } volatility)
        {
            return Finding.Warned(RuleCodes.DecayWarning, context.AssetScope, $"{product}: it loses value in a market that goes nowhere");
        }

        var decay = Math.Round((1 - (1 / leverage)) / 2 * (decimal)(volatility * volatility), 6);
        return Finding.Warned(
            RuleCodes.DecayWarning,
            context.AssetScope,
            $"{product}: at its volatility of {Amounts.Percent(Math.Round((decimal)volatility, 4))} a day it loses about "
            + $"{Amounts.Percent(decay)} a day in a market that goes nowhere",
            new Figures("fraction a day", null, decay, decay));
    }
}
