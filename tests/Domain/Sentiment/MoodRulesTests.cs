using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Domain.Sentiment;

namespace OrleansAssets.Tests.Domain;

public sealed class MoodRulesTests
{
    private static readonly DateTimeOffset At = new(2025, 3, 14, 12, 0, 0, TimeSpan.Zero);
    private static readonly SentimentQuery Gme = new("GME", "GME", "GameStop", LookbackMinutes: 60);

    [Fact]
    public void Snapshot_Posts_CountsStancesAndTheChangeOfVolume()
    {
        var snapshot = MoodRules.Snapshot("reddit", Gme,
            [
                Post(1, "GME to the moon"), Post(2, "buying GME calls, squeeze"), Post(3, "puts on GME, overvalued"),
                Post(4, "GME meeting"),
                Post(5, "nothing about it"), Post(70, "GME before"), Post(80, "GameStop before"), Post(130, "GME long before"),
                Post(0, "GME at the end is not of the interval"),
            ], At, reachesBack: true);

        Assert.Equal((4, 2, 1, 1, 1.0), (snapshot.Mentions, snapshot.Bullish, snapshot.Bearish, snapshot.Neutral, snapshot.VolumeChange));
        Assert.InRange(snapshot.Score, 0.05, 0.6);
    }

    [Fact]
    public void Snapshot_NoPosts_IsZeroWithoutAChange()
    {
        var snapshot = MoodRules.Snapshot("reddit", Gme, [], At, reachesBack: true);

        Assert.Equal((0, 0.0, null), (snapshot.Mentions, snapshot.Score, snapshot.VolumeChange));
        Assert.Empty(snapshot.Keywords);
    }

    [Fact]
    public void Snapshot_PostsThatDoNotReachBack_HaveNoChange()
        => Assert.Null(MoodRules.Snapshot("reddit", Gme, [Post(1, "GME"), Post(70, "GME a")], At, reachesBack: false).VolumeChange);

    [Fact]
    public void Snapshot_AnyOrder_IsTheSame()
    {
        SocialPost[] posts = [.. Enumerable.Range(0, 40).Select(index => Post(index + 1, $"GME story {index} squeeze rocket meeting"))];

        var one = MoodRules.Snapshot("reddit", Gme, posts, At, reachesBack: true);
        var other = MoodRules.Snapshot("reddit", Gme, posts.Reverse(), At, reachesBack: true);

        Assert.Equal(string.Join(' ', one.Keywords), string.Join(' ', other.Keywords));
        Assert.Equal(one with { Keywords = [] }, other with { Keywords = [] });
    }

    [Fact]
    public void Snapshot_RepostsAndBots_CountOnce()
    {
        var posts = Enumerable.Range(1, 10).Select(index => Post(index, "GME to the moon!", "copy" + index))
            .Concat(Enumerable.Range(1, 10).Select(index => Post(index + 20, $"GME spam number {index}", "bot")));

        var snapshot = MoodRules.Snapshot("reddit", Gme, posts, At, reachesBack: true);

        Assert.Equal(1 + PostCleaning.PostsPerAuthorMax, snapshot.Mentions);
    }

    [Fact]
    public void Snapshot_RemovedPosts_DoNotCountButGoneAuthorsDo()
        => Assert.Equal(4, MoodRules.Snapshot("reddit", Gme,
            [
                .. Enumerable.Range(1, 4).Select(index => Post(index, $"GME post {index}", author: null)),
                Post(9, "[removed]"), Post(10, " "),
            ],
            At, reachesBack: true).Mentions);

    [Fact]
    public void Snapshot_Approvals_WeighByTheirLogarithm()
    {
        SocialPost[] posts = [Post(1, "GME bullish") with { Approvals = 9 }, Post(2, "GME bearish")];

        var score = MoodRules.Snapshot("reddit", Gme, posts, At, reachesBack: true).Score;

        var bullish = MoodScorer.Score("GME bullish").Score;
        var bearish = MoodScorer.Score("GME bearish").Score;
        Assert.Equal(((2 * bullish) + bearish) / 3, score, 4);
    }

    [Fact]
    public void Keywords_Words_StandOutByRarityAndAreMostFrequentFirst()
    {
        var snapshot = MoodRules.Snapshot("reddit", Gme,
            [
                Post(1, "GME dividend rumour and the market"), Post(2, "GME dividend rumour, market"), Post(3, "GME dividend again"),
                Post(4, "market talk"), Post(5, "market talk two"), Post(6, "market talk three"),
            ], At, reachesBack: true);

        Assert.Equal("dividend market rumour", string.Join(' ', snapshot.Keywords));
    }

    [Fact]
    public void Trends_Posts_AreRankedAndConfirmedByACashtag()
    {
        var trends = TrendRules.Of("reddit",
            [
                Post(1, "$PLTR ripping"), Post(2, "PLTR calls"), Post(3, "PLTR again"), Post(4, "GME a"), Post(5, "GME b"),
                Post(6, "XYZQ one"),
                Post(7, "XYZQ two"), Post(8, "one post about AMD"), Post(70, "PLTR earlier"), Post(71, "the CEO did DD"),
            ], At, 60, reachesBack: true);

        Assert.Equal(["PLTR", "GME"], trends.Select(trend => trend.Symbol));
        Assert.Equal([1, 2], trends.Select(trend => trend.Rank));
        Assert.Equal((3, 2.0), (trends[0].Mentions, trends[0].VolumeChange));
        Assert.True(trends[0].Score > 0);
    }

    private static SocialPost Post(int minutesAgo, string text, string? author = "")
        => new(
            $"id{minutesAgo}-{text.Length}-{author}", author?.Length == 0 ? "author" + minutesAgo : author, At.AddMinutes(-minutesAgo),
            text, 0);
}
