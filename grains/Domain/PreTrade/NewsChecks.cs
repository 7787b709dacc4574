using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What news an asset must not be opened into: earnings, a mood that is not known, posts of watched accounts.</summary>
public static class NewsChecks
{
    /// <summary>What a position may be after a post that does not name the asset.</summary>
    private const decimal Half = 0.5m;

    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.EarningsBlackout, CheckScope.Asset)
        {
            Asks = "No new position around earnings, by New York's calendar.",
            Formula = "|earnings - today| > blackout days",
            Example = "NVDA 3 days before it reports: refused until the 4th day after; an unknown date is a warning",
            Evaluate = PreTradeCheck.OfAsset(EarningsBlackout),
        },
        new(RuleCodes.Sentiment, CheckScope.Asset)
        {
            Asks = "Where sentiment is required it is known and young enough.",
            Formula = "now - sentiment <= 180 minutes",
            Example = "GME without sentiment: refused",
            Evaluate = PreTradeCheck.OfAsset(Sentiment),
        },
        new(RuleCodes.WatchedPost, CheckScope.Asset)
        {
            Asks = "No watched account posted of late: one that names the asset makes it reduce-only, any other halves the position.",
            Formula = "now - post >= 60 minutes, else value <= equity x max position x min(1, multiplier) x 0.5",
            Example = "TSLA 20 minutes after a post of @elonmusk that names it: refused for 40 minutes",
            Evaluate = PreTradeCheck.OfAsset(WatchedPost),
        },
    ];

    private static RuleResult EarningsBlackout(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (asset.Risk.Rules.EarningsBlackoutDays is not { } days)
        {
            return check.NotApplicable(context, $"{asset.Id} has no earnings blackout");
        }

        var today = NewYorkTime.DateOf(context.Input.Now);
        var near = asset.EarningsDates.Where(date => Math.Abs(date.DayNumber - today.DayNumber) <= days).Order().ToList();
        if (near.Count > 0)
        {
            // A second date soon after the first prolongs it.
            return check.Failed(
                context,
                $"{asset.Id} reports on {TimeText.Day(near[0])}; {days} days before and after it no position is opened",
                Remedy.WaitUntil(NewYorkTime.MidnightOf(near[^1].AddDays(days + 1))),
                new CheckFigures("days", null, Math.Abs(near[0].DayNumber - today.DayNumber), null));
        }

        var next = asset.EarningsDates.Where(date => date > today).Order().Select(date => (DateOnly?)date).FirstOrDefault();
        return next is { } date
            ? check.Passed(
                context,
                $"{asset.Id} reports next on {TimeText.Day(date)}, in {date.DayNumber - today.DayNumber} days; the blackout is {days} days",
                new CheckFigures("days", null, date.DayNumber - today.DayNumber, null))
            : check.Warned(
                context, $"the next earnings date of {asset.Id} is not known: the blackout of {days} days could not be checked");
    }

    private static RuleResult Sentiment(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (!asset.Risk.Rules.SentimentRequired)
        {
            return check.NotApplicable(context, $"{asset.Id} needs no sentiment");
        }

        var remedy = new Remedy(RemedyCost.Wait, $"wait until a source delivers the sentiment of {asset.Id}");
        if (asset.Sentiment.MaxBy(entry => entry.At) is not { } newest)
        {
            return check.Failed(context, $"the sentiment of {asset.Id} is required and not known: reduce-only", remedy);
        }

        var maximum = asset.Risk.Rules.SentimentMaxAgeMinutes ?? context.Limits.Orders.SentimentMaxAgeMinutes;
        var age = context.Input.Now - newest.At;
        var figures = new CheckFigures("minutes", maximum, TimeText.Minutes(age), TimeText.Minutes(age));
        var explanation = $"sentiment of {newest.SourceId} is {Amounts.Text(Math.Round((decimal)newest.Score, 2))} "
            + $"over {newest.Mentions} mentions, {TimeText.Age(age)} old; at most {maximum} minutes count";
        return age <= TimeSpan.FromMinutes(maximum)
            ? check.Passed(context, explanation, figures)
            : check.Failed(context, $"{explanation}: {asset.Id} is reduce-only", remedy, figures);
    }

    private static RuleResult WatchedPost(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        var accounts = asset.Risk.Rules.WatchedAccounts;
        if (accounts.IsEmpty)
        {
            return check.NotApplicable(context, $"{asset.Id} watches no account");
        }

        var minutes = asset.Risk.Rules.WatchedPostCooldownMinutes ?? context.Limits.Orders.WatchedPostCooldownMinutes;
        var recent = asset.WatchedPosts.Where(post => context.Input.Now - post.At < TimeSpan.FromMinutes(minutes))
            .OrderByDescending(post => post.At).ThenBy(post => post.PostId, StringComparer.Ordinal).ToList();
        return recent.FirstOrDefault(post => post.MentionsAsset) is { } naming ? ReduceOnly(check, context, naming, minutes)
            : recent.Count > 0 ? Halved(check, context, asset, recent[0], minutes)
            : check.Passed(context, $"no post of {string.Join(" or ", accounts)} within {minutes} minutes");
    }

    private static RuleResult ReduceOnly(PreTradeCheck check, PreTradeContext context, AccountPost post, int minutes)
    {
        var age = TimeText.Minutes(context.Input.Now - post.At);
        return check.Failed(
            context,
            $"{post.Account} named {context.AssetId} {Amounts.Text(age)} minutes ago: reduce-only for {minutes} minutes",
            Remedy.WaitUntil(post.At.AddMinutes(minutes)),
            new CheckFigures("minutes", null, age, null));
    }

    private static RuleResult Halved(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset, AccountPost post, int minutes)
    {
        var part = asset.Risk.MaxPosition * Math.Min(1, context.Class?.RiskMultiplier ?? 1);
        var limit = RiskLimits.RiskMultiplier(context.Equity, part, Half);
        return Headroom.JudgeOwn(check, context, limit with
        {
            Arithmetic = $"{post.Account} posted {TimeText.Age(context.Input.Now - post.At)} ago: half a position until "
                + $"{TimeText.At(post.At.AddMinutes(minutes))}; {limit.Arithmetic}",
        });
    }
}
