using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The portfolio is worth what the asset's phase asks for.</summary>
public static class PhaseCapitalRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input is not { Asset: { } asset, Phase: { } phase })
        {
            return Waived.Unknown(RuleCodes.PhaseCapital, context);
        }

        var scope = $"phase {asset.PhaseId}";
        if (context.Input.IsShadow)
        {
            return Waived.InShadow(RuleCodes.PhaseCapital, scope);
        }

        var (equity, least) = (context.Book.Equity, phase.MinimumCapital);
        // The limit is a floor: headroom is what lies above it.
        var explanation = $"equity is {Amounts.Text(Math.Round(equity, 2))}; the phase asks for {Amounts.Text(least)}";
        var figures = new Figures(context.Book.Currency, null, equity, equity);
        return equity >= least
            ? Finding.Passed(RuleCodes.PhaseCapital, scope, explanation, figures)
            : Finding.Failed(
                RuleCodes.PhaseCapital,
                scope,
                explanation,
                new Remedy(RemedyCost.Deposit, $"deposit {Amounts.Text(Math.Round(least - equity, 2))} {context.Book.Currency}"),
                figures);
    }
}
