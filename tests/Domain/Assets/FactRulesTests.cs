using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

public sealed class FactRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TakeSentiment_OlderThanTheSourcesLast_ChangesNothing()
    {
        var state = FactRules.TakeSentiment(new AssetState(), "GME", Snapshot("reddit", Now));

        Assert.Same(state, FactRules.TakeSentiment(state, "GME", Snapshot("reddit", Now.AddMinutes(-1))));
        Assert.Equal(2, FactRules.TakeSentiment(state, "GME", Snapshot("twitter", Now.AddMinutes(-1))).Facts.Sentiment.Length);
    }

    [Theory]
    [InlineData("AMC", 0.5, 3)]
    [InlineData("GME", 1.5, 3)]
    [InlineData("GME", double.NaN, 3)]
    [InlineData("GME", 0.5, 4)]
    public void TakeSentiment_AnotherAssetsOrSenseless_IsRefused(string assetId, double score, int mentions)
    {
        var snapshot = Snapshot("reddit", Now) with { AssetId = assetId, Score = score, Mentions = mentions };

        Assert.Throws<InvalidRequestException>(() => FactRules.TakeSentiment(new AssetState(), "GME", snapshot));
    }

    [Fact]
    public void TakeEarnings_KeepsTheLatestInOrder_AndDropsThoseOfLongAgo()
    {
        var state = FactRules.TakeEarnings(new AssetState(), "alpha_vantage", [new(2026, 5, 20), new(2026, 2, 25), new(2025, 11, 19)], Now);
        state = FactRules.TakeEarnings(state, "unusual_whales", [new(2026, 5, 20), new(2026, 8, 26)], Now);

        Assert.Equal([new DateOnly(2026, 2, 25), new(2026, 5, 20), new(2026, 8, 26)], state.Facts.EarningsDates.ToArray());
    }

    [Fact]
    public void TakeEarnings_DateThatMoved_LeavesNoPhantom()
    {
        var told = FactRules.TakeEarnings(new AssetState(), "alpha_vantage", [DateOf(-2), DateOf(10)], Now);
        told = FactRules.TakeEarnings(told, "unusual_whales", [DateOf(12)], Now);

        var moved = FactRules.TakeEarnings(told, "alpha_vantage", [DateOf(17)], Now);

        Assert.Equal([DateOf(-2), DateOf(12), DateOf(17)], moved.Facts.EarningsDates.ToArray());
        Assert.Same(moved, FactRules.TakeEarnings(moved, "alpha_vantage", [DateOf(17)], Now));
    }

    private static DateOnly DateOf(int days) => DateOnly.FromDateTime(Now.UtcDateTime).AddDays(days);

    [Fact]
    public void TakePosts_Repeated_AreKeptOnceNewestFirstAndBounded()
    {
        var posts = Enumerable.Range(0, FactRules.PostsMax + 5).Select(Post).ToImmutableArray();
        var state = FactRules.TakePosts(new AssetState(), "TSLA", posts[..3], Now);

        state = FactRules.TakePosts(state, "TSLA", posts, Now);
        Assert.Same(state, FactRules.TakePosts(state, "TSLA", posts[^3..], Now.AddHours(1))); // known ones were seen before

        Assert.Equal(
            posts.Reverse().Take(FactRules.PostsMax).Select(post => post with { SeenAt = Now }), state.Facts.WatchedPosts.AsEnumerable());
    }

    /// <summary>Twenty later posts of a talkative account ended the pause that one about the asset had begun.</summary>
    [Fact]
    public void TakePosts_OneThatNamesTheAssetBehindTwentyOthers_IsKept()
    {
        var naming = Post(0) with { MentionsAsset = true };
        var state = FactRules.TakePosts(new AssetState(), "TSLA", [naming], Now);

        state = FactRules.TakePosts(state, "TSLA", [.. Enumerable.Range(1, FactRules.PostsMax).Select(Post)], Now.AddMinutes(30));

        Assert.Equal(FactRules.PostsMax + 1, state.Facts.WatchedPosts.Length);
        Assert.Equal(naming with { SeenAt = Now }, state.Facts.WatchedPosts[^1]);
    }

    private static SentimentSnapshot Snapshot(string sourceId, DateTimeOffset at) =>
        new("GME", sourceId, at, 60, 3, 0.5, 2, 0, 1, null, []);

    private static WatchedPost Post(int number) => new(
        "TSLA", "twitter", "@elonmusk", $"{number:000}", Now.AddMinutes(number), "text", 0, MentionsAsset: false);
}
