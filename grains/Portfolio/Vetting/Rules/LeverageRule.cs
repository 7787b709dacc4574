using OrleansAssets.Grains.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio.Vetting.Rules;

/// <summary>The asset's exposure is within its leverage limit.</summary>
internal static class LeverageRule
{
    public static Finding Evaluate(VettingContext context) => context.Input.Asset is not { } asset
        ? Waived.Unknown(RuleCodes.Leverage, context)
        : Room.JudgeOwn(
            context,
            RuleCodes.Leverage,
            context.AssetScope,
            RiskLimits.Leverage(context.Book.Equity, asset.Risk.LeverageLimit));
}
