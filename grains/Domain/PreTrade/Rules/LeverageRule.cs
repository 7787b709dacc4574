using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The asset's exposure is within its leverage limit.</summary>
public static class LeverageRule
{
    public static Finding Evaluate(PreTradeContext context) => context.Input.Asset is not { } asset
        ? Waived.Unknown(RuleCodes.Leverage, context)
        : Room.JudgeOwn(
            context,
            RuleCodes.Leverage,
            context.AssetScope,
            RiskLimits.Leverage(context.Book.Equity, asset.Risk.LeverageLimit));
}
