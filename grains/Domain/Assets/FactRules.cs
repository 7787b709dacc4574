using System.Collections.Immutable;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Assets;

/// <summary>How an asset takes the facts that risk rules ask for.</summary>
public static class FactRules
{
    /// <summary>
    /// Most posts of watched accounts that are kept: the newest; and beside them as many that name the asset, those seen last. A post that
    /// names it holds purchases up for a time, which others of a talkative account must not end.
    /// </summary>
    public const int PostsMax = 20;

    /// <summary>Most earnings dates that are kept: the latest.</summary>
    public const int EarningsMax = 16;

    /// <summary>Most sources of sentiment that an asset keeps track of.</summary>
    public const int SentimentSourcesMax = 8;

    /// <summary>Most sources of earnings dates that an asset keeps track of.</summary>
    public const int EarningsSourcesMax = 8;

    /// <summary>Earnings dates longer ago than this are dropped.</summary>
    private const int EarningsKeptDays = 31;

    /// <summary>The state after a snapshot; one that is no newer than its source's last changes nothing.</summary>
    /// <exception cref="InvalidRequestException">The snapshot is another asset's, or makes no sense.</exception>
    public static AssetState TakeSentiment(AssetState state, string assetId, SentimentSnapshot snapshot)
    {
        CheckAsset(assetId, snapshot.AssetId, "sentiment snapshot");
        if (snapshot.Score is not (>= -1 and <= 1) || snapshot.Bullish + snapshot.Bearish + snapshot.Neutral != snapshot.Mentions)
        {
            throw new InvalidRequestException(FormattableString.Invariant(
                $"The sentiment snapshot of '{assetId}' has score {snapshot.Score} and {snapshot.Bullish} + {snapshot.Bearish} + ")
                + FormattableString.Invariant(
                    $"{snapshot.Neutral} of {snapshot.Mentions} mentions; a score from -1 to 1 and shares that add up are required."));
        }

        var known = state.Facts.Sentiment.FirstOrDefault(entry => entry.SourceId == snapshot.SourceId);
        if (known is not null && known.At >= snapshot.At)
        {
            return state;
        }

        var others = state.Facts.Sentiment.Where(entry => entry.SourceId != snapshot.SourceId).ToImmutableArray();
        return others.Length < SentimentSourcesMax
            ? state with { Facts = state.Facts with { Sentiment = others.Add(snapshot) } }
            : throw new InvalidRequestException($"An asset keeps track of at most {SentimentSourcesMax} sources of sentiment.");
    }

    /// <summary>
    /// The state after a source told of its earnings dates, all of them: a coming one that no source tells of any more is dropped, as it
    /// has moved; one that is over stays for a month.
    /// </summary>
    /// <exception cref="InvalidRequestException">Too many sources.</exception>
    public static AssetState TakeEarnings(AssetState state, string sourceId, ImmutableArray<DateOnly> dates, DateTimeOffset now)
    {
        var today = NewYorkTime.DateOf(now);
        ImmutableArray<SourceEarnings> told =
        [
            .. state.Earnings.Where(entry => entry.SourceId != sourceId),
            new SourceEarnings(sourceId, [.. dates.Distinct().Order().TakeLast(EarningsMax)]),
        ];
        if (told.Length > EarningsSourcesMax)
        {
            throw new InvalidRequestException($"An asset keeps track of at most {EarningsSourcesMax} sources of earnings dates.");
        }

        var kept = state.Facts.EarningsDates.Where(date => date <= today).Concat(told.SelectMany(entry => entry.Dates))
            .Where(date => date >= today.AddDays(-EarningsKeptDays)).Distinct().Order().TakeLast(EarningsMax).ToList();
        var isKnown = state.Earnings.Any(entry => entry.SourceId == sourceId && entry.Dates.SequenceEqual(told[^1].Dates));
        return isKnown && kept.SequenceEqual(state.Facts.EarningsDates)
            ? state
            : state with { Earnings = told, Facts = state.Facts with { EarningsDates = [.. kept] } };
    }

    /// <summary>The state after posts of watched accounts, which are seen now; known ones change nothing.</summary>
    public static AssetState TakePosts(AssetState state, string assetId, ImmutableArray<WatchedPost> posts, DateTimeOffset now)
    {
        foreach (var post in posts)
        {
            CheckAsset(assetId, post.AssetId, "post");
        }

        var known = state.Facts.WatchedPosts.Concat(posts.Select(post => post with { SeenAt = now }))
            .DistinctBy(post => (post.SourceId, post.PostId))
            .OrderByDescending(post => post.At).ThenBy(post => post.PostId, StringComparer.Ordinal).ToList();
        var naming = known.Where(post => post.MentionsAsset).OrderByDescending(post => post.SeenAt ?? post.At).Take(PostsMax).ToHashSet();
        var kept = known.Where((post, place) => place < PostsMax || naming.Contains(post)).ToList();
        return kept.SequenceEqual(state.Facts.WatchedPosts)
            ? state
            : state with { Facts = state.Facts with { WatchedPosts = [.. kept] } };
    }

    private static void CheckAsset(string assetId, string named, string what)
    {
        if (named != assetId)
        {
            throw new InvalidRequestException($"A {what} of '{named}' was sent to asset '{assetId}'.");
        }
    }
}
