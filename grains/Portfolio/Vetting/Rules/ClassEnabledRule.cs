using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio.Vetting.Rules;

/// <summary>The asset's class is enabled; a shadow book trades it on paper before that.</summary>
internal static class ClassEnabledRule
{
    public static Finding Evaluate(VettingContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.ClassEnabled, context);
        }

        if (context.Input.IsShadow)
        {
            return Waived.InShadow(RuleCodes.ClassEnabled, context.ClassScope);
        }

        var own = context.Class;
        return own is { Enabled: true }
            ? Finding.Passed(RuleCodes.ClassEnabled, context.ClassScope, $"enabled by {own.EnabledBy}")
            : Finding.Failed(
                RuleCodes.ClassEnabled,
                context.ClassScope,
                own is null ? "the catalogue has no such class" : $"disabled by {own.EnabledBy}",
                new Remedy(RemedyCost.ActivatePhase, $"activate {asset.PhaseId}"));
    }
}
