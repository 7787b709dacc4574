using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>
/// After a post of a watched account the market is given time to settle: one that names the asset makes it reduce-only, any other halves
/// the largest position.
/// </summary>
public static class WatchedPostRule
{
    /// <summary>What a position may be after a post that does not name the asset.</summary>
    private const decimal Half = 0.5m;

    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.WatchedPost, context);
        }

        if (asset.Risk.Rules.WatchedAccounts.IsEmpty)
        {
            return Finding.NotApplicable(RuleCodes.WatchedPost, context.AssetScope, $"{asset.Id} watches no account");
        }

        var minutes = asset.Risk.Rules.WatchedPostCooldownMinutes ?? context.Limits.Orders.WatchedPostCooldownMinutes;
        var recent = asset.WatchedPosts.Where(post => context.Input.Now - post.At < TimeSpan.FromMinutes(minutes))
            .OrderByDescending(post => post.At).ThenBy(post => post.PostId, StringComparer.Ordinal).ToList();
        return recent.FirstOrDefault(post => post.MentionsAsset) is { } naming ? ReduceOnly(context, asset, naming, minutes)
            : recent.Count > 0 ? Halved(context, asset, recent[0], minutes)
            : Finding.Passed(
                RuleCodes.WatchedPost,
                context.AssetScope,
                $"no post of {string.Join(" or ", asset.Risk.Rules.WatchedAccounts)} within {minutes} minutes");
    }

    private static Finding ReduceOnly(PreTradeContext context, AssetFigures asset, PostFigures post, int minutes)
    {
        var until = post.At.AddMinutes(minutes);
        var age = Words.Minutes(context.Input.Now - post.At);
        return Finding.Failed(
            RuleCodes.WatchedPost,
            context.AssetScope,
            $"{post.Account} named {asset.Id} {Amounts.Text(age)} minutes ago: reduce-only for {minutes} minutes",
            new Remedy(RemedyCost.Wait, $"wait until {Words.At(until)}", until),
            new Figures("minutes", null, age, null));
    }

    private static Finding Halved(PreTradeContext context, AssetFigures asset, PostFigures post, int minutes)
    {
        var part = asset.Risk.MaxPosition * Math.Min(1, context.Class?.RiskMultiplier ?? 1);
        var limit = RiskLimits.RiskMultiplier(context.Book.Equity, part, Half);
        var told = limit with
        {
            Arithmetic = $"{post.Account} posted {Words.Age(context.Input.Now - post.At)} ago: half a position until "
                + $"{Words.At(post.At.AddMinutes(minutes))}; {limit.Arithmetic}",
        };
        return Room.JudgeOwn(context, RuleCodes.WatchedPost, context.AssetScope, told);
    }
}
