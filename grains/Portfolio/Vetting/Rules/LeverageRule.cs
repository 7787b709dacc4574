using OrleansAssets.Grains.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio.Vetting.Rules;

/// <summary>The asset's exposure is within its leverage limit.</summary>
internal static class LeverageRule
{
    public static Finding Evaluate(VettingContext context) => context.Input.Asset is not { } asset
        ? Waived.Unknown(RuleCodes.Leverage, context)
        : Room.Judge(
            context,
            RuleCodes.Leverage,
            context.AssetScope,
            RiskLimits.Leverage(context.Book.Equity, asset.Risk.LeverageLimit),
            context.Own?.Held ?? 0,
            context.Own?.Reserved ?? 0,
            context.Worth?.Value,
            $"some of {asset.Id}");
}
