using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The asset is enabled; a shadow book trades it on paper before that.</summary>
public static class AssetEnabledRule
{
    public static Finding Evaluate(PreTradeContext context) => context.Input switch
    {
        { IsShadow: true } => Waived.InShadow(RuleCodes.AssetEnabled, context.AssetScope),
        { Asset: null } => Waived.Unknown(RuleCodes.AssetEnabled, context),
        { Asset: { Enabled: true } asset } =>
            Finding.Passed(RuleCodes.AssetEnabled, context.AssetScope, $"enabled by {asset.EnabledBy}"),
        { Asset: var asset } => Finding.Failed(
            RuleCodes.AssetEnabled,
            context.AssetScope,
            $"disabled by {asset.EnabledBy}",
            new Remedy(RemedyCost.ActivatePhase, $"activate {asset.PhaseId}, or enable {asset.Id}")),
    };
}
