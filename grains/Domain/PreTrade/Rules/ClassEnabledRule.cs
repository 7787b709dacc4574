using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The asset's class is enabled, and not on its way out; a shadow book trades it on paper before that.</summary>
public static class ClassEnabledRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.ClassEnabled, context);
        }

        if (context.Input.IsShadow)
        {
            return Waived.InShadow(RuleCodes.ClassEnabled, context.ClassScope);
        }

        var fault = context.Class switch
        {
            null => "the catalogue has no such class",
            { Enabled: false } own => $"disabled by {own.EnabledBy}",
            { Mode: not TradingMode.Normal } own => $"reduce-only by {own.ModeReason}",
            _ => null,
        };
        return fault is null
            ? Finding.Passed(RuleCodes.ClassEnabled, context.ClassScope, $"enabled by {context.Class?.EnabledBy}")
            : Finding.Failed(
                RuleCodes.ClassEnabled, context.ClassScope, fault, new Remedy(RemedyCost.ActivatePhase, $"activate {asset.PhaseId}"));
    }
}
