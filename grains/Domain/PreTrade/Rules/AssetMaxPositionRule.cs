using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The position is within the asset's largest part of the portfolio.</summary>
public static class AssetMaxPositionRule
{
    public static Finding Evaluate(PreTradeContext context) => context.Input.Asset is not { } asset
        ? Waived.Unknown(RuleCodes.AssetMaxPosition, context)
        : Room.JudgeOwn(
            context,
            RuleCodes.AssetMaxPosition,
            context.AssetScope,
            RiskLimits.AssetMaximum(context.Book.Equity, asset.Risk.MaxPosition));
}
