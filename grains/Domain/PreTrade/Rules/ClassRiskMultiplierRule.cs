using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The position is within the asset's largest part, weighed by how risky its class is.</summary>
public static class ClassRiskMultiplierRule
{
    public static Finding Evaluate(PreTradeContext context) => context is not { Input.Asset: { } asset, Class: { } own }
        ? Waived.Unknown(RuleCodes.ClassRiskMultiplier, context)
        : Room.JudgeOwn(
            context,
            RuleCodes.ClassRiskMultiplier,
            context.ClassScope,
            RiskLimits.RiskMultiplier(context.Book.Equity, asset.Risk.MaxPosition, own.RiskMultiplier));
}
