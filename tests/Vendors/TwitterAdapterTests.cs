using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Twitter;

namespace OrleansAssets.Tests.Vendors;

public sealed class TwitterAdapterTests
{
    private const string User = """{"data":{"id":"44196397","name":"Somebody","username":"somebody"}}""";
    private static readonly SentimentQuery Gme = new("GME", "GME", "GameStop", LookbackMinutes: 60);
    private static readonly PostQuery Posts = new("TSLA", "TSLA", "Tesla", "@somebody", Reply.Now.AddHours(-3));

    [Fact]
    public async Task GetSentiment_Sample_IsScaledToTheCount()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, context.Request.Path.Value switch
        {
            "/tweets/search/recent" => Page(
                Post("1", -5, "$GME to the moon"), Post("2", -6, "$GME puts, overvalued"), Post("3", -7, "gamestop &amp; rockets 🚀")),
            _ when context.Request.Query["end_time"] == "2025-03-14T11:59:40Z" => Counts("total_tweet_count", 300),
            _ => Counts("total_post_count", 150),
        }));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal((300, 200, 100, 0, 1.0), (
            reply.Value!.Mentions, reply.Value.Bullish, reply.Value.Bearish, reply.Value.Neutral, reply.Value.VolumeChange));
        Assert.Equal(3, setup.Server.Requests.Count);
        Assert.Contains("max_results=20", setup.Server.Requests.First(), StringComparison.Ordinal);
        Assert.Contains("%24GME", setup.Server.Requests.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSentiment_PostOfTheSampleCannotBeRead_IsCounted()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, IsSearch(context)
            ? Page(Post("1", -5, "$GME"), """{"id":7}""") : Counts("total_tweet_count", 5)));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal((FeedResult.Ok, 1), (reply.Result, reply.LeftOut?.Count));
    }

    [Fact]
    public async Task GetSentiment_NoHits_HaveNoData()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, IsSearch(context)
            ? """{"meta":{"result_count":0}}""" : Counts("total_tweet_count", 0)));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal((0, 0.0, null), (reply.Value!.Mentions, reply.Value.Score, reply.Value.VolumeChange));
    }

    [Theory]
    [InlineData(4 * 24 * 60, 2)]
    [InlineData(60, 3)]
    public async Task GetSentiment_LongLookback_DoesNotAskBeyondSevenDays(int lookbackMinutes, int calls)
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, IsSearch(context)
            ? Page(Post("1", -5, "$GME")) : Counts("total_tweet_count", 5)));

        var reply = await Adapter(setup).GetSentimentAsync(Gme with { LookbackMinutes = lookbackMinutes }, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(calls, setup.Server.Requests.Count);
    }

    [Fact]
    public async Task GetPosts_Account_IsLookedUpOnceAndItsPostsComeOldestFirst()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, IsLookup(context)
            ? User : Page(Post("9007199254740993", -5, "Tesla production doubled"), Post("9007199254740992", -65, "good morning"))));

        var first = await Adapter(setup).GetPostsAsync(Posts, CancellationToken.None);
        await Adapter(setup).GetPostsAsync(Posts, CancellationToken.None);

        Assert.Equal(["9007199254740992", "9007199254740993"], first.Value!.Rows.Select(row => row.PostId));
        Assert.Equal([false, true], first.Value.Rows.Select(row => row.MentionsAsset));
        Assert.Equal(["/users/by/username/somebody", "/users/44196397/tweets", "/users/44196397/tweets"],
            setup.Server.Requests.Select(path => path.Split('?')[0]));
        Assert.Contains("exclude=retweets%2Creplies", setup.Server.Requests.Last(), StringComparison.Ordinal);
        Assert.Contains("start_time=2025-03-14T09%3A00%3A00Z", setup.Server.Requests.Last(), StringComparison.Ordinal);
    }

    /// <summary>Eleven posts in two hours, the oldest names Tesla: the newest ten were read, and the account counted as read.</summary>
    [Fact]
    public async Task GetPosts_MoreThanAPage_FollowsThemBack()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, IsLookup(context) ? User
            : context.Request.Query.ContainsKey("pagination_token") ? Page(Post("1", -110, "tesla"))
            : More([.. Enumerable.Range(1, 10).Select(number => Post($"{12 - number}", -number, "hello"))])));

        var reply = await Adapter(setup).GetPostsAsync(Posts, CancellationToken.None);

        Assert.Equal(11, reply.Value!.Rows.Length);
        Assert.True(reply.Value.Rows[0].MentionsAsset);
        Assert.Equal((null, null), (reply.Value.ContinueFrom, reply.Value.OlderUntil));
        Assert.Contains("pagination_token=older", setup.Server.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetPosts_PagesWithoutAPostAndNoEnd_AreNotTakenForNone()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, IsLookup(context) ? User
            : """{"meta":{"result_count":0,"next_token":"older"}}"""));

        Assert.Equal(FeedResult.NothingNow, (await Adapter(setup).GetPostsAsync(Posts, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task GetPosts_MoreThanACallMayRead_SaysThatOlderOnesAreStillToBeRead()
    {
        var calls = 0;
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, IsLookup(context) ? User
            : More([.. Enumerable.Range(1, 10).Select(number => Post($"{++calls}", -calls, "hello"))])));
        var adapter = Adapter(setup);

        var reply = await adapter.GetPostsAsync(Posts, CancellationToken.None);
        await adapter.GetPostsAsync(Posts with { Until = reply.Value!.OlderUntil }, CancellationToken.None);

        Assert.Equal((20, Posts.From), (reply.Value.Rows.Length, reply.Value.ContinueFrom));
        Assert.Equal(reply.Value.Rows[0].At.AddSeconds(1), reply.Value.OlderUntil);
        Assert.Equal(1 + 2 + 2, setup.Server.Requests.Count);
        Assert.Contains("end_time=2025-03-14T11%3A40%3A01Z", setup.Server.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetPosts_LongPost_IsReadFromItsNoteAndCutWhole()
    {
        var text = new string('a', 279) + "🚀 tesla";
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, IsLookup(context)
            ? User
            : $$$"""
                {"data":[{"id":"1","text":"cut","created_at":"2025-03-14T11:42:04.000Z","note_tweet":{"text":"{{{text}}}"}}],
                "meta":{"result_count":1}}
                """));

        var reply = await Adapter(setup).GetPostsAsync(Posts, CancellationToken.None);

        Assert.Equal(text[..279], reply.Value!.Rows.Single().Text);
        Assert.True(reply.Value.Rows.Single().MentionsAsset);
    }

    [Fact]
    public async Task GetPosts_ProblemsBesideData_LeaveTheDataGood()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, IsLookup(context)
            ? User : Page(Post("1", -5, "tesla"))[..^1] + ""","errors":[{"title":"Not Found","detail":"one referenced post is gone"}]}"""));

        Assert.Single((await Adapter(setup).GetPostsAsync(Posts, CancellationToken.None)).Value!.Rows);
    }

    [Fact]
    public async Task GetPosts_UnknownAccount_IsNamed()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(
            context, 200, """{"errors":[{"title":"Not Found Error","detail":"Could not find user with username: [somebody]."}]}"""));

        var reply = await Adapter(setup).GetPostsAsync(Posts, CancellationToken.None);

        Assert.Equal(FeedResult.UnknownSymbol, reply.Result);
        Assert.Contains("@somebody", reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"title":"Invalid Request","detail":"parameters are invalid","errors":[]}""", FeedResult.Malformed, "parameters")]
    [InlineData(401, """{"title":"Unauthorized","status":401}""", FeedResult.KeyRejected, "TWITTER_BEARER_TOKEN")]
    [InlineData(402, """{"title":"CreditsDepleted","detail":"no credits"}""", FeedResult.PlanTooSmall, "credits are spent")]
    [InlineData(403, """{"title":"Client Forbidden","detail":"not enrolled"}""", FeedResult.PlanTooSmall, "not enrolled")]
    [InlineData(429, """{"title":"Too Many Requests"}""", FeedResult.RateLimited, "429")]
    [InlineData(503, """{"title":"Service Unavailable"}""", FeedResult.Unavailable, "on its side")]
    [InlineData(200, "[", FeedResult.Malformed, "no JSON")]
    [InlineData(200, "{}", FeedResult.Malformed, "neither")]
    [InlineData(200, """{"data":[{"id":7,"text":"x"}]}""", FeedResult.Malformed, "post 1")]
    public async Task GetSentiment_DocumentedError_IsItsTypedResult(int status, string body, FeedResult expected, string says)
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(
            context, status, body, "application/problem+json"));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Contains(says, reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSentiment_Limited_SaysWhenToRetry()
    {
        var reset = Reply.Now.AddSeconds(301).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(429, "{}", headers: ("x-rate-limit-reset", reset)));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal(setup.Clock.GetUtcNow().AddSeconds(301), reply.RetryAfter);
    }

    /// <summary>C3: the monthly cap was taken for a limit of minutes, and asked 45 times a day.</summary>
    [Fact]
    public async Task GetSentiment_CapOfTheMonthIsUsedUp_WaitsForTheNextMonth()
    {
        const string body = """
            {"title":"UsageCapExceeded","detail":"Usage cap exceeded: Monthly product cap","period":"Monthly","scope":"Product",
            "type":"https://api.x.com/2/problems/usage-capped","account_id":1}
            """;
        await using var setup = await VendorSetup.WithServerAsync(
            context => Reply.SendAsync(context, 429, body, "application/problem+json"));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal((FeedResult.RateLimited, new DateTimeOffset(2025, 4, 1, 0, 0, 0, TimeSpan.Zero)), (reply.Result, reply.RetryAfter));
        Assert.Contains("this month", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSentiment_MissingToken_IsNamedAndNobodyIsAsked()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));
        setup.Secrets.Remove("TWITTER_BEARER_TOKEN");

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal(FeedResult.KeyMissing, reply.Result);
        Assert.Empty(setup.Server.Requests);
    }

    internal static string Page(params string[] posts)
        => $$$"""{"data":[{{{string.Join(',', posts)}}}],"meta":{"result_count":{{{posts.Length}}}}}""";

    /// <summary>A page that has older ones behind it.</summary>
    private static string More(params string[] posts)
        => $$$"""{"data":[{{{string.Join(',', posts)}}}],"meta":{"result_count":{{{posts.Length}}},"next_token":"older"}}""";

    internal static string Post(string id, int minutes, string text)
        => $$$"""
            {"id":"{{{id}}}","text":"{{{text}}}","author_id":"a{{{id}}}","public_metrics":{"like_count":3},
            "created_at":"{{{Reply.Now.AddMinutes(minutes):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}}"}
            """;

    internal static TwitterAdapter Adapter(VendorSetup setup) => setup.Adapter<TwitterAdapter>(TwitterVendor.Id);

    private static bool IsSearch(HttpContext context) => context.Request.Path.Value == "/tweets/search/recent";

    private static bool IsLookup(HttpContext context) => context.Request.Path.Value!.Contains("/by/", StringComparison.Ordinal);

    private static string Counts(string name, int total)
        => $$$"""{"data":[{"start":"2025-03-14T11:00:00.000Z","tweet_count":{{{total}}}}],"meta":{"{{{name}}}":{{{total}}}}}""";
}
