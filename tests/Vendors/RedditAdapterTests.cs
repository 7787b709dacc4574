using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Reddit;

namespace OrleansAssets.Tests.Vendors;

public sealed class RedditAdapterTests
{
    private const string Token = """{"access_token":"t0kenOfTheTest","token_type":"bearer","expires_in":3600,"scope":"*"}""";
    private static readonly SentimentQuery Gme = new("GME", "GME", "GameStop", LookbackMinutes: 60);

    [Fact]
    public async Task GetSentiment_OnePage_IsReadWithTokenAndUserAgent()
    {
        var (authorization, agent) = (string.Empty, string.Empty);
        await using var setup = await SetupAsync(context =>
        {
            (authorization, agent) = (context.Request.Headers.Authorization.ToString(), context.Request.Headers.UserAgent.ToString());
            return Reply.SendAsync(context, 200, Listing(null, Post("a", -5, "GME to the moon"), Post("b", -70, "GME earlier")));
        });
        setup.Secrets["REDDIT_USERNAME"] = "tester_1";

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal((1, 1, 0.0, Reply.Now), (reply.Value!.Mentions, reply.Value.Bullish, reply.Value.VolumeChange, reply.Value.At));
        Assert.Equal("bearer t0kenOfTheTest", authorization);
        Assert.Equal("server:orleans-assets:0.1 (by /u/tester_1)", agent);
        Assert.Contains("t=day", setup.Server.Requests.Last(), StringComparison.Ordinal);
        Assert.Contains("q=GME%20OR%20%22gamestop%22", setup.Server.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSentiment_SeveralPages_FollowsAfterUntilTheTimeIsCovered()
    {
        await using var setup = await SetupAsync(context => Reply.SendAsync(context, 200, context.Request.Query["after"].ToString() switch
        {
            "" => Listing("t3_a", Post("a", -5, "GME one")),
            "t3_a" => Listing("t3_b", Post("b", -65, "GME two")),
            _ => Listing("t3_c", Post("c", -200, "GME long ago")),
        }));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal((1, 0.0), (reply.Value!.Mentions, reply.Value.VolumeChange));
        Assert.Equal(4, setup.Server.Requests.Count);
    }

    /// <summary>What was left out of the pages before the last was told nowhere.</summary>
    [Fact]
    public async Task GetSentiment_PostOfAnEarlierPageCannotBeRead_IsCounted()
    {
        const string bad = """{"kind":"t3","data":{"name":"t3_x"}}""";
        await using var setup = await SetupAsync(context => Reply.SendAsync(
            context, 200, context.Request.Query["after"].ToString() == ""
                ? Listing("t3_a", Post("a", -5, "GME one"), bad) : Listing(null, Post("b", -65, "GME two"))));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal((FeedResult.Ok, 1), (reply.Result, reply.LeftOut?.Count));
    }

    [Fact]
    public async Task GetSentiment_MorePagesThanAReading_LeavesTheChangeOut()
    {
        var page = 0;
        await using var setup = await SetupAsync(context => Reply.SendAsync(
            context, 200, Listing($"t3_{++page}", Post($"p{page}", -page, $"GME {page}"))));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal((RedditReader.PagesMax, null), (reply.Value!.Mentions, reply.Value.VolumeChange));
        Assert.True(setup.Server.Requests.Count <= Adapter(setup).UnitsPerCall);
    }

    [Fact]
    public async Task GetSentiment_PageThatNamesItself_IsMalformed()
    {
        await using var setup = await SetupAsync(context => Reply.SendAsync(context, 200, Listing("t3_same", Post("a", -1, "GME"))));

        Assert.Equal(FeedResult.Malformed, (await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task GetSentiment_SecondCall_TakesTheSameTokenUntilItExpires()
    {
        await using var setup = await SetupAsync(context => Reply.SendAsync(context, 200, Listing(null)));
        var adapter = Adapter(setup);

        await adapter.GetSentimentAsync(Gme, CancellationToken.None);
        await adapter.GetSentimentAsync(Gme, CancellationToken.None);
        var before = TokenRequests(setup);
        setup.Clock.Advance(TimeSpan.FromMinutes(60));
        await adapter.GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal((1, 2), (before, TokenRequests(setup)));
    }

    [Theory]
    [InlineData(1, FeedResult.Ok, 2)]
    [InlineData(2, FeedResult.KeyRejected, 2)]
    public async Task GetSentiment_TokenThatWasWithdrawn_IsFetchedAnewOnce(int refusals, FeedResult expected, int tokens)
    {
        await using var setup = await SetupAsync(context => refusals-- > 0
            ? Reply.SendAsync(context, 401, """{"message":"Unauthorized","error":401}""")
            : Reply.SendAsync(context, 200, Listing(null)));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal((expected, tokens), (reply.Result, TokenRequests(setup)));
    }

    [Theory]
    [InlineData(401, """{"message":"Unauthorized","error":401}""", FeedResult.KeyRejected)]
    [InlineData(200, """{"error":"unsupported_grant_type"}""", FeedResult.KeyRejected)]
    [InlineData(200, """{"access_token":"","expires_in":3600}""", FeedResult.Malformed)]
    [InlineData(200, "[]", FeedResult.Malformed)]
    [InlineData(429, "{}", FeedResult.RateLimited)]
    [InlineData(503, "<html>", FeedResult.Unavailable)]
    public async Task GetSentiment_NoToken_IsItsTypedResult(int status, string body, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(status, body));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.DoesNotContain(VendorSetup.SecretKey, reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, """{"reason":"private","message":"Forbidden","error":403}""", FeedResult.Unavailable, "private")]
    [InlineData(403, "<html>blocked</html>", FeedResult.Banned, "refuses this address")]
    [InlineData(404, """{"message":"Not Found","error":404}""", FeedResult.Unavailable, "does not know")]
    [InlineData(302, "", FeedResult.Unavailable, "does not know")]
    [InlineData(429, "{}", FeedResult.RateLimited, "429")]
    [InlineData(502, "<html>", FeedResult.Unavailable, "on its side")]
    [InlineData(200, "<html>", FeedResult.Malformed, "no JSON")]
    [InlineData(200, "", FeedResult.Malformed, "no JSON")]
    [InlineData(200, """{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"name":"t3_x"}}]}}""", FeedResult.Malformed, "'t3_x'")]
    public async Task GetSentiment_DocumentedError_IsItsTypedResult(int status, string body, FeedResult expected, string says)
    {
        await using var setup = await SetupAsync(context => Reply.SendAsync(
            context, status, body, body.StartsWith('<') ? "text/html" : "application/json"));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Contains(says, reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSentiment_LimitSpent_SaysWhenTheTenMinutesEnd()
    {
        await using var setup = await SetupAsync(context => Reply.SendAsync(
            context, 429, "{}", "application/json", ("X-Ratelimit-Remaining", "0.0"), ("X-Ratelimit-Reset", "123")));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal(setup.Clock.GetUtcNow().AddSeconds(123), reply.RetryAfter);
    }

    [Theory]
    [InlineData(200, "41", "959.0", 41)]
    [InlineData(200, "41.5", "958.5", 42)]
    [InlineData(200, "594", "6.0", 1000)]
    [InlineData(503, "77", "923.0", 77)]
    [InlineData(200, "many", "-1", null)]
    public async Task GetSentiment_HeadersOfTheLimit_CorrectTheTenMinutes(int status, string used, string remaining, int? spent)
    {
        await using var setup = await SetupAsync(context => Reply.SendAsync(
            context, status, Listing(null), "application/json", ("X-Ratelimit-Used", used), ("X-Ratelimit-Remaining", remaining)));

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        StatedUse[] expected = spent is { } calls ? [new StatedUse(600, calls)] : [];
        Assert.Equal(expected, reply.StatedUses.ToArray());
    }

    [Theory]
    [InlineData("REDDIT_CLIENT_ID")]
    [InlineData("REDDIT_SECRET")]
    public async Task GetSentiment_MissingKey_IsNamedAndNobodyIsAsked(string variable)
    {
        await using var setup = await SetupAsync(context => Reply.SendAsync(context, 200, "{}"));
        setup.Secrets.Remove(variable);

        var reply = await Adapter(setup).GetSentimentAsync(Gme, CancellationToken.None);

        Assert.Equal(FeedResult.KeyMissing, reply.Result);
        Assert.Contains(variable, reply.Error, StringComparison.Ordinal);
        Assert.Empty(setup.Server.Requests);
    }

    [Fact]
    public async Task GetTrending_NewestPosts_AreRanked()
    {
        await using var setup = await SetupAsync(context => Reply.SendAsync(context, 200, Listing(
            null, Post("a", -5, "$GME up"), Post("b", -6, "GME and AMD"), Post("c", -7, "AMD or NVDA"), Post("d", -90, "AMD before"))));

        var reply = await Adapter(setup).GetTrendingAsync(60, CancellationToken.None);

        Assert.Equal(["AMD", "GME"], reply.Value!.Rows.Select(row => row.Symbol));
        Assert.Equal(1.0, reply.Value.Rows[0].VolumeChange);
        Assert.Contains("/new?", setup.Server.Requests.Last(), StringComparison.Ordinal);
    }

    internal static string Listing(string? after, params string[] posts)
        => $$$"""
            {"kind":"Listing","data":{"after":{{{(after is null ? "null" : $"\"{after}\"")}}},"dist":{{{posts.Length}}},
            "children":[{{{string.Join(',', posts)}}}]}}
            """;

    internal static string Post(string id, int minutes, string title)
        => $$$"""
            {"kind":"t3","data":{"name":"t3_{{{id}}}","title":"{{{title}}}","selftext":"","author":"u{{{id}}}","score":7,"edited":false,
            "created_utc":{{{Reply.Now.AddMinutes(minutes).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}}}.5}}
            """;

    internal static RedditAdapter Adapter(VendorSetup setup) => setup.Adapter<RedditAdapter>(RedditVendor.Id);

    internal static Task<VendorSetup> SetupAsync(RequestDelegate answer)
        => VendorSetup.WithServerAsync(context => context.Request.Path.Value == "/api/v1/access_token"
            ? Reply.SendAsync(context, 200, Token) : answer(context));

    private static int TokenRequests(VendorSetup setup) => setup.Server.Requests.Count(path => path == "/api/v1/access_token");
}
