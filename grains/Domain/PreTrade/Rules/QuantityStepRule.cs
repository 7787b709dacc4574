using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The quantity is a whole number of the asset's steps; what is finer is rounded down.</summary>
public static class QuantityStepRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.QuantityStep, context);
        }

        var explanation = $"quantities of {asset.Id} have {asset.Risk.QuantityPrecision} decimals, a step of {Amounts.Text(context.Step)}";
        if (context.Requested is not { } requested)
        {
            return Finding.NotApplicable(RuleCodes.QuantityStep, context.AssetScope, $"{explanation}; not evaluated without a price");
        }

        var figures = new Figures("units", null, requested, null);
        var whole = Amounts.Down(requested, asset.Risk.QuantityPrecision);
        // What is left of a position may be finer than a step: it is closed as a whole.
        if (whole == requested || (context.IsExit && requested >= context.Closable))
        {
            return Finding.Passed(RuleCodes.QuantityStep, context.AssetScope, explanation, figures);
        }

        var remedy = new Remedy(RemedyCost.CorrectOrder, $"order {Amounts.Text(Math.Max(whole, context.Step))} units");
        return whole > 0
            ? Finding.Make(RuleCodes.QuantityStep, context.AssetScope, RuleVerdict.Reduced, whole, explanation, remedy, figures)
            : Finding.Failed(RuleCodes.QuantityStep, context.AssetScope, explanation, remedy, figures);
    }
}
