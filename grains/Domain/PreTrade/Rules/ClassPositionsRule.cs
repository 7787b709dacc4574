using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>The class has no more positions than its limit; reserved ones count.</summary>
public static class ClassPositionsRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Class is not { } own)
        {
            return Waived.Unknown(RuleCodes.ClassPositions, context);
        }

        var members = context.Exposures.Where(exposure => exposure.ClassId == own.Id && IsOpen(exposure)).ToList();
        var isNew = members.All(exposure => exposure.AssetId != context.AssetId);
        var figures = new Figures("positions", own.MaxPositions, members.Count, members.Count + (isNew ? 1 : 0));
        var explanation = $"{members.Count} of {own.MaxPositions} positions are held or reserved; "
            + $"this one is {(isNew ? "new" : "among them")}";
        return !isNew || members.Count < own.MaxPositions
            ? Finding.Passed(RuleCodes.ClassPositions, context.ClassScope, explanation, figures)
            : Finding.Failed(
                RuleCodes.ClassPositions,
                context.ClassScope,
                explanation,
                new Remedy(RemedyCost.ClosePosition, $"close one of {string.Join(", ", members.Select(member => member.AssetId))}"),
                figures);
    }

    private static bool IsOpen(Exposure exposure) => exposure.Net != 0 || exposure.Reserved > 0;
}
