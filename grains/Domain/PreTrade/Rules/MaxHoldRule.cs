using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>A position that was held too long is closed, not enlarged.</summary>
public static class MaxHoldRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.MaxHold, context);
        }

        if (asset.Risk.Rules.MaxHoldDays is not { } days)
        {
            return Finding.NotApplicable(RuleCodes.MaxHold, context.AssetScope, $"{asset.Id} may be held for any time");
        }

        if (OldestOpening(context) is not { } opened)
        {
            return Finding.Passed(
                RuleCodes.MaxHold,
                context.AssetScope,
                $"a position is to be closed within {days} days, by {Words.At(context.Input.Now.AddDays(days))}",
                new Figures("days", days, 0, 0));
        }

        var held = Math.Round((decimal)(context.Input.Now - opened).TotalDays, 2);
        var figures = new Figures("days", days, held, held);
        var explanation = $"held since {Words.At(opened)}, {Amounts.Text(held)} days; at most {days} are allowed";
        return context.Input.Now - opened < TimeSpan.FromDays(days)
            ? Finding.Passed(RuleCodes.MaxHold, context.AssetScope, explanation, figures)
            : Finding.Failed(
                RuleCodes.MaxHold,
                context.AssetScope,
                $"{explanation}: {asset.Id} is reduce-only and should be closed",
                new Remedy(RemedyCost.ClosePosition, $"close the position in {asset.Id}"),
                figures);
    }

    private static DateTimeOffset? OldestOpening(PreTradeContext context) => context.Book.Positions
        .Where(position => position.AssetId == context.AssetId && position.SignedQuantity != 0)
        .Min(position => (DateTimeOffset?)position.OpenedAt);
}
