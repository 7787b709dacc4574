using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The class is within its part of the portfolio.</summary>
public static class ClassLimitRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Class is not { } own)
        {
            return Waived.Unknown(RuleCodes.ClassLimit, context);
        }

        var members = context.Exposures.Where(exposure => exposure.ClassId == own.Id).ToList();
        return Room.Judge(
            context,
            RuleCodes.ClassLimit,
            context.ClassScope,
            RiskLimits.Class(context.Book.Equity, own.MaxAllocation, context.Limits.MaxSingleClass, context.IsAnotherClassEnabled),
            members.Sum(exposure => exposure.Held),
            members.Sum(exposure => exposure.Reserved),
            context.Worth?.Value,
            $"positions of class {own.Id}");
    }
}
