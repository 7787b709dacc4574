using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What news an asset must not be opened into: earnings, a mood that is not known, posts of watched accounts.</summary>
public static class NewsChecks
{
    /// <summary>What a position may be after a post that does not name the asset.</summary>
    private const decimal Half = 0.5m;

    /// <summary>What was read so lately is as good as known.</summary>
    private static readonly TimeSpan PromptFor = TimeSpan.FromMinutes(5);

    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.EarningsBlackout, CheckScope.Asset)
        {
            Asks = "No new position around earnings, by New York's calendar.",
            Formula = "|earnings - today| > blackout days",
            Example = "NVDA 3 days before it reports: refused until the 4th day after; likewise while the next date is not known, or was "
                + "asked for more than 15 days ago",
            Evaluate = PreTradeCheck.OfAsset(EarningsBlackout),
        },
        new(RuleCodes.Sentiment, CheckScope.Asset)
        {
            Asks = "Where sentiment is required it is known, young enough, of enough mentions, and does not speak against the order.",
            Formula = "now - sentiment <= 180 minutes, mentions >= 5, score >= 0 (of a short sale <= 0)",
            Example = "GME without sentiment, with 3 mentions, or bought at a score of -0.95: refused",
            Evaluate = PreTradeCheck.OfAsset(Sentiment),
        },
        new(RuleCodes.WatchedPost, CheckScope.Asset)
        {
            Asks = "Watched accounts were read of late and none posted: a post that names the asset makes it reduce-only, any other halves "
                + "the position.",
            Formula = "now - read <= 60 minutes, now - seen >= 60 minutes, else value <= equity x max position x min(1, multiplier) x 0.5",
            Example = "TSLA 20 minutes after a post of @elonmusk that names it was seen: refused for 40 minutes; never read: refused",
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
        if (context.RuleSet >= 2 && WhyEarningsUnknown(context, asset, next) is { } unknown)
        {
            return check.Failed(
                context,
                $"{unknown}: {asset.Id} is reduce-only, as the blackout of {days} days cannot be checked",
                new Remedy(
                    RemedyCost.Wait, $"wait until a source delivers the earnings dates of {asset.Id}; `assets sources` says why not"));
        }

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

        if (context.RuleSet >= 2)
        {
            return Mood(check, context, asset);
        }

        var remedy = Delivered(asset);
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

    private static string? WhyEarningsUnknown(PreTradeContext context, PreTradeAsset asset, DateOnly? next)
    {
        var most = context.Limits.Orders.EarningsMaxAgeDays ?? OrderLimits.Default.EarningsMaxAgeDays ?? 0;
        return asset.EarningsAt is not { } at ? $"no source was asked for the earnings dates of {asset.Id}"
            : context.Input.Now - at > TimeSpan.FromDays(most)
                ? $"the earnings dates of {asset.Id} were asked for at {TimeText.At(at)}; at most {most} days count"
            : next is null ? $"the next earnings date of {asset.Id} is not known"
            : null;
    }

    // All sources that are young enough together, each by its mentions: one loud source does not speak for all.
    private static RuleResult Mood(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        var (rules, limits, usual) = (asset.Risk.Rules, context.Limits.Orders, OrderLimits.Default);
        var maximum = rules.SentimentMaxAgeMinutes ?? limits.SentimentMaxAgeMinutes;
        var least = rules.SentimentMinMentions ?? limits.SentimentMinMentions ?? usual.SentimentMinMentions ?? 0;
        var wanted = rules.SentimentMinScore ?? limits.SentimentMinScore ?? usual.SentimentMinScore ?? 0;
        var young = asset.Sentiment.Where(entry => context.Input.Now - entry.At <= TimeSpan.FromMinutes(maximum)).ToList();
        if (young.Count == 0)
        {
            return check.Failed(context, WhyMoodUnknown(context, asset, maximum), Delivered(asset));
        }

        var mentions = young.Sum(entry => entry.Mentions);
        var score = mentions == 0 ? 0 : Math.Round(young.Sum(entry => (decimal)entry.Score * entry.Mentions) / mentions, 4);
        var told = $"sentiment of {string.Join(" and ", young.Select(entry => entry.SourceId).Distinct(StringComparer.Ordinal))} is "
            + $"{Amounts.Text(Math.Round(score, 2))} over {mentions} mentions";
        if (mentions < least)
        {
            return check.Failed(
                context,
                $"{told}; fewer than {least} are no mood: {asset.Id} is reduce-only",
                new Remedy(RemedyCost.Wait, $"wait until {asset.Id} is spoken of more"),
                new CheckFigures("mentions", null, mentions, null));
        }

        var bound = context.IsSale ? -wanted : wanted;
        var figures = new CheckFigures("score", null, score, null);
        var needs = $"a {(context.IsSale ? "short sale needs at most" : "purchase needs at least")} {Amounts.Text(bound)}";
        return (context.IsSale ? score <= bound : score >= bound)
            ? check.Passed(context, $"{told}; {needs}", figures)
            : check.Failed(
                context,
                $"{told}; {needs}: refused",
                new Remedy(RemedyCost.Wait, $"wait until the mood about {asset.Id} has turned"),
                figures);
    }

    private static string WhyMoodUnknown(PreTradeContext context, PreTradeAsset asset, int maximum) =>
        asset.Sentiment.MaxBy(entry => entry.At) is { } newest
            ? $"the sentiment of {asset.Id} is {TimeText.Age(context.Input.Now - newest.At)} old; at most {maximum} minutes count: "
                + "reduce-only"
            : $"the sentiment of {asset.Id} is required and not known: reduce-only";

    private static Remedy Delivered(PreTradeAsset asset) =>
        new(RemedyCost.Wait, $"wait until a source delivers the sentiment of {asset.Id}");

    // An account that was not read for as long as a post counts may have posted since.
    private static RuleResult? Unread(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset, int minutes)
    {
        var unread = asset.Risk.Rules.WatchedAccounts.Select(account =>
                (asset.Accounts ?? []).FirstOrDefault(reading => reading.Account == account) ?? new AccountReading(account, ReadAt: null))
            .Where(reading => reading.ReadAt is not { } at || context.Input.Now - at > TimeSpan.FromMinutes(minutes)).ToList();
        return unread.Count == 0
            ? null
            : check.Failed(
                context,
                string.Join(" and ", unread.Select(reading => reading.ReadAt is { } at
                    ? $"{reading.Account} was read {TimeText.Age(context.Input.Now - at)} ago, and a post counts for {minutes} minutes"
                    : $"{reading.Account} was never read")) + $": {asset.Id} is reduce-only",
                new Remedy(
                    RemedyCost.Wait,
                    $"wait until {string.Join(" and ", unread.Select(reading => reading.Account))} is read; posts must be collected at "
                        + $"least every {minutes} minutes (sources.yaml), or count for longer (watched_post_cooldown_minutes)"));
    }

    private static RuleResult WatchedPost(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        var accounts = asset.Risk.Rules.WatchedAccounts;
        if (accounts.IsEmpty)
        {
            return check.NotApplicable(context, $"{asset.Id} watches no account");
        }

        var minutes = asset.Risk.Rules.WatchedPostCooldownMinutes ?? context.Limits.Orders.WatchedPostCooldownMinutes;
        if (context.RuleSet >= 2 && Unread(check, context, asset, minutes) is { } unread)
        {
            return unread;
        }

        DateTimeOffset From(AccountPost post) => post.CountsFrom(context.RuleSet);
        var recent = asset.WatchedPosts.Where(post => context.Input.Now - From(post) < TimeSpan.FromMinutes(minutes))
            .OrderByDescending(From).ThenBy(post => post.PostId, StringComparer.Ordinal).ToList();
        return recent.FirstOrDefault(post => post.MentionsAsset) is { } naming ? ReduceOnly(check, context, naming, minutes)
            : recent.Count > 0 ? Halved(check, context, asset, recent[0], minutes)
            : check.Passed(
                context, $"no post of {string.Join(" or ", accounts)} within {minutes} minutes{NotKnownSince(context, asset)}");
    }

    // Posts are read as often as somebody pays for: whoever relies on that there was none is told up to when.
    private static string NotKnownSince(PreTradeContext context, PreTradeAsset asset) =>
        context.RuleSet >= PreTradeChecks.ReadTimesSince
        && (asset.Accounts ?? []).Where(reading => asset.Risk.Rules.WatchedAccounts.Contains(reading.Account))
            .MinBy(reading => reading.ReadAt) is { ReadAt: { } at } oldest
        && context.Input.Now - at > PromptFor
            ? $"; {oldest.Account} was read {TimeText.Age(context.Input.Now - at)} ago, and what it posted since is not known"
            : "";

    private static RuleResult ReduceOnly(PreTradeCheck check, PreTradeContext context, AccountPost post, int minutes)
    {
        var from = post.CountsFrom(context.RuleSet);
        var age = TimeText.Minutes(context.Input.Now - from);
        return check.Failed(
            context,
            from == post.At
                ? $"{post.Account} named {context.AssetId} {Amounts.Text(age)} minutes ago: reduce-only for {minutes} minutes"
                : $"{post.Account} named {context.AssetId} at {TimeText.At(post.At)}, which was seen {Amounts.Text(age)} minutes ago: "
                    + $"reduce-only for {minutes} minutes",
            Remedy.WaitUntil(from.AddMinutes(minutes)),
            new CheckFigures("minutes", null, age, null));
    }

    private static RuleResult Halved(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset, AccountPost post, int minutes)
    {
        var part = asset.Risk.MaxPosition * Math.Min(1, context.Class?.RiskMultiplier ?? 1);
        var limit = RiskLimits.RiskMultiplier(context.Equity, part, Half);
        return Headroom.JudgeOwn(check, context, limit with
        {
            Arithmetic = $"{post.Account} posted {TimeText.Age(context.Input.Now - post.At)} ago: half a position until "
                + $"{TimeText.At(post.CountsFrom(context.RuleSet).AddMinutes(minutes))}; {limit.Arithmetic}",
        });
    }
}
