using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Sandbox;
using OrleansAssets.Vendors.Reddit;
using OrleansAssets.Vendors.Twitter;

namespace OrleansAssets.Tests.Vendors;

public sealed class SocialSandboxTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 14, 15, 20, 30, TimeSpan.Zero);

    [Theory]
    [InlineData(RedditVendor.Id)]
    [InlineData(TwitterVendor.Id)]
    public async Task GetSentiment_RoundTrip_IsTheSameAgainAndOfEveryStance(string sourceId)
    {
        var query = new SentimentQuery("GME", "GME", "GameStop", LookbackMinutes: 720);
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var one = await setup.Adapter<ISentimentSource>(sourceId).GetSentimentAsync(query, CancellationToken.None);
        var other = await setup.Adapter<ISentimentSource>(sourceId).GetSentimentAsync(query, CancellationToken.None);

        Assert.True(one.IsOk, one.Error);
        Assert.Equal(one.Value! with { Keywords = [] }, other.Value! with { Keywords = [] });
        Assert.True(one.Value is { Mentions: > 5, Bullish: > 0, Bearish: > 0, VolumeChange: not null });
        Assert.Equal(one.Value.Mentions, one.Value.Bullish + one.Value.Bearish + one.Value.Neutral);
        Assert.InRange(one.Value.At, Now.AddSeconds(-30), Now);
    }

    [Fact]
    public async Task GetTrending_RoundTrip_RanksTheWorldsSymbols()
    {
        await using var setup = await VendorSetup.WithSandboxAsync(RedditVendor.Id, Now);

        var reply = await setup.Adapter<ITrendingSource>(RedditVendor.Id).GetTrendingAsync(60, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Contains(reply.Value!.Rows, row => row.Symbol == "GME");
        Assert.DoesNotContain(reply.Value.Rows, row => row.Symbol is "ALL" or "IT" or "AI" or "CEO" or "DD" or "YOLO");
    }

    [Theory]
    [InlineData("TSLA", "Tesla", "@elonmusk")]
    [InlineData("GME", "GameStop", "@ryancohen")]
    public async Task GetPosts_RoundTrip_FollowsTheAccount(string symbol, string name, string account)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(TwitterVendor.Id, Now);
        var adapter = setup.Adapter<IPostSource>(TwitterVendor.Id);

        var reply = await adapter.GetPostsAsync(new PostQuery(symbol, symbol, name, account, Now.AddDays(-2)), CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.InRange(reply.Value!.Rows.Length, 3, 20);
        Assert.Contains(reply.Value.Rows, post => post.MentionsAsset);
        Assert.All(reply.Value.Rows, post => Assert.InRange(post.At, Now.AddDays(-2), Now));
    }

    [Theory]
    [InlineData(RedditVendor.Id)]
    [InlineData(TwitterVendor.Id)]
    public async Task GetSentiment_CallsSpent_IsLimitedUntilTheMinuteEnds(string sourceId)
    {
        var options = new SandboxOptions { RedditCallsPerMinute = 0, TwitterCallsPerMinute = 0 };
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now, options);

        var reply = await setup.Adapter<ISentimentSource>(sourceId)
            .GetSentimentAsync(new SentimentQuery("GME", "GME", "GameStop", 60), CancellationToken.None);

        Assert.Equal(DataSources.FeedResult.RateLimited, reply.Result);
        Assert.Equal(Now.AddSeconds(30), reply.RetryAfter);
    }
}
