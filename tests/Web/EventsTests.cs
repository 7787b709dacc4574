using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace OrleansAssets.Tests.Web;

/// <summary>Events as they happen, and from where somebody left off.</summary>
[Collection(WebSilo.Name)]
public sealed class EventsTests(WebSilo silo)
{
    private const string Portfolio = "/api/v1/portfolios/api-events";
    private const string Stream = "/api/v1/events?stream=portfolio%2Fapi-events";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Events_OfAStream_ComeAsTheyHappenAndResumeByTheirId()
    {
        using var stop = new CancellationTokenSource(Patience);
        await FlowAsync("e1", 1_000);
        await using var live = Listen(Stream, null, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await live.MoveNextAsync());
        Assert.Equal("nothing", live.Current.EventType);

        await FlowAsync("e2", 500);
        await FlowAsync("e3", 250);

        var second = await NextAsync(live);
        var third = await NextAsync(live);
        Assert.Equal(Number(second) + 1, Number(third));
        Assert.Contains("e2", second.Data, StringComparison.Ordinal);
        await using var resumed = Listen(Stream, second.EventId, stop.Token).GetAsyncEnumerator(stop.Token);
        var again = await NextAsync(resumed);
        Assert.Equal((third.EventId, third.Data), (again.EventId, again.Data));
        await using var all = Listen($"{Stream}&after=0", null, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.Equal("1", (await NextAsync(all)).EventId);
    }

    [Fact]
    public async Task Events_OfSomeKinds_LeaveOutTheOthers()
    {
        using var stop = new CancellationTokenSource(Patience);
        await FlowAsync("k1", 10);
        await silo.Admin.SendJsonAsync(HttpMethod.Post, $"{Portfolio}/halts", new { reason = "kinds" }).ExpectAsync(HttpStatusCode.OK);

        await using var halts = Listen($"{Stream}&after=0&kinds=halt", null, stop.Token).GetAsyncEnumerator(stop.Token);

        Assert.Equal("halt", (await NextAsync(halts)).EventType);
    }

    /// <summary>What people hear by mail a program hears here: what is raised, and who has seen it, with nothing lost in a gap.</summary>
    [Fact]
    public async Task Events_OfNotices_TellWhatIsRaisedAndResume()
    {
        const string Notices = "/api/v1/events?stream=notices";
        using var stop = new CancellationTokenSource(Patience);
        await using var live = Listen(Notices, null, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await live.MoveNextAsync());
        await HaltAsync("api-notices-1");
        var first = await RaisedAsync(live, "api-notices-1");
        await HaltAsync("api-notices-2");

        await using var resumed = Listen($"{Notices}&kinds=notice_raised", first.EventId, stop.Token).GetAsyncEnumerator(stop.Token);

        Assert.Equal("notice_raised", (await RaisedAsync(resumed, "api-notices-2")).EventType);

        async Task HaltAsync(string portfolio)
        {
            await silo.MakeAsync(portfolio);
            await silo.Admin.SendJsonAsync(HttpMethod.Post, $"/api/v1/portfolios/{portfolio}/halts", new { reason = "notices" })
                .ExpectAsync(HttpStatusCode.OK);
        }

        static async Task<SseItem<string>> RaisedAsync(IAsyncEnumerator<SseItem<string>> events, string portfolio)
        {
            while (true)
            {
                var next = await NextAsync(events);
                if (next.EventType == "notice_raised" && next.Data.Contains(portfolio, StringComparison.Ordinal))
                {
                    return next;
                }
            }
        }
    }

    /// <summary>Who supervises by a misspelt name would never hear of a halt.</summary>
    [Theory]
    [InlineData("stream=portfolio%2Fmian", HttpStatusCode.NotFound, "'portfolio/main'")]
    [InlineData("stream=nosuch", HttpStatusCode.NotFound, "There is no stream 'nosuch'")]
    [InlineData("stream=phase%2F*,nosuch", HttpStatusCode.NotFound, "There is no stream 'nosuch'")]
    [InlineData("stream=,", HttpStatusCode.BadRequest, "names no stream")]
    [InlineData("stream=portfolio%2Fmain&kinds=halts", HttpStatusCode.BadRequest, "'halt'")]
    public async Task Events_OfWhatThereIsNot_AreRefusedWithTheNearest(string query, HttpStatusCode status, string told)
    {
        using var stop = new CancellationTokenSource(Patience);
        using var answer = await silo.Admin.GetAsync(
            new Uri($"/api/v1/events?{query}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop.Token);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(told, await answer.Content.ReadAsStringAsync(stop.Token), StringComparison.Ordinal);
    }

    /// <summary>A desk looks at all portfolios at once, and loses nothing of any while its line is down.</summary>
    [Fact]
    public async Task Events_OfSeveralStreams_ResumeInEachAtItsPlace()
    {
        const string Both = "/api/v1/events?stream=portfolio%2Fapi-several-*,access%2Fmain";
        using var stop = new CancellationTokenSource(Patience);
        await FlowAsync("s1", 10, "api-several-1");
        await FlowAsync("s1", 10, "api-several-2");
        await using var live = Listen(Both, null, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await live.MoveNextAsync());

        await FlowAsync("s2", 20, "api-several-2");
        var told = await UntilAsync(live, "s2");
        await FlowAsync("s3", 30, "api-several-1");
        await FlowAsync("s4", 40, "api-several-2");
        await FlowAsync("s5", 50, "api-several-3"); // a stream that there was not

        await using var resumed = Listen(Both, told.EventId, stop.Token).GetAsyncEnumerator(stop.Token);
        var rest = new List<string>();
        while (rest.Count < 3)
        {
            var next = await NextAsync(resumed);
            rest.AddRange(next.EventType == "cash_flow" ? new[] { "s1", "s2", "s3", "s4", "s5" }.Where(id => IsOf(next, id)) : []);
        }

        Assert.Equal(["s3", "s4", "s5"], rest.Order(StringComparer.Ordinal));
    }

    /// <summary>Whoever was dismissed hears nothing more, on a line that was open before either.</summary>
    [Fact]
    public async Task Events_OfATokenThatWasRevoked_EndAndTellNothingMore()
    {
        using var stop = new CancellationTokenSource(Patience);
        await silo.MakeAsync("api-events");
        var made = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "Dora", role = "viewer" })
            .ExpectAsync(HttpStatusCode.OK);
        using var dora = silo.ClientOf(made.Text("secret"));
        await using var live = Listen(Stream, null, stop.Token, dora).GetAsyncEnumerator(stop.Token);
        Assert.True(await live.MoveNextAsync());
        await FlowAsync("r0", 1);
        await UntilAsync(live, "r0");

        await silo.Admin.DeleteAsync(new Uri($"/api/v1/tokens/{made.GetProperty("token").Text("id")}", UriKind.Relative))
            .ExpectAsync(HttpStatusCode.OK);

        var ended = DrainAsync(live);
        var told = 0;
        while (!ended.IsCompleted && told < 500)
        {
            await FlowAsync($"r{++told}", 1);
        }

        Assert.True(await ended < told, "Everything was told after the token was revoked.");

        static async Task<int> DrainAsync(IAsyncEnumerator<SseItem<string>> events)
        {
            var heard = 0;
            while (await events.MoveNextAsync())
            {
                heard += events.Current.EventType == "cash_flow" ? 1 : 0;
            }

            return heard;
        }
    }

    [Theory]
    [InlineData("portfolio%2Fmain,access%2Fmain", "12")]
    [InlineData("portfolio%2F*", "access%2Fmain=1")]
    [InlineData("portfolio%2F*", "portfolio%2Fmain=x")]
    [InlineData("access%2Fmain", "99999999")] // of an installation that was restored since
    [InlineData("access%2F*", "access%2Fmain=99999999")]
    public async Task LastEventId_OfOtherStreams_IsRefused(string streams, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1/events?stream={streams}", UriKind.Relative));
        request.Headers.Add("Last-Event-ID", id);

        await silo.Admin.SendAsync(request).ExpectAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task LastEventId_ThatIsNone_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Stream, UriKind.Relative));
        request.Headers.Add("Last-Event-ID", "yesterday");

        var problem = await silo.Admin.SendAsync(request).ExpectAsync(HttpStatusCode.BadRequest);

        Assert.Contains("header Last-Event-ID is 'yesterday'", problem.Text("detail"), StringComparison.Ordinal);
    }

    private static bool IsOf(SseItem<string> item, string flow) => item.Data.Contains($"\\\"{flow}\\\"", StringComparison.Ordinal);

    private static async Task<SseItem<string>> UntilAsync(IAsyncEnumerator<SseItem<string>> events, string flow)
    {
        while (true)
        {
            var next = await NextAsync(events);
            if (next.EventType == "cash_flow" && IsOf(next, flow))
            {
                return next;
            }
        }
    }

    private async Task FlowAsync(string id, decimal amount, string portfolio = "api-events")
    {
        await silo.MakeAsync(portfolio);
        var flow = new { flowId = id, amount, reason = "test" };
        await silo.Admin.SendJsonAsync(HttpMethod.Post, $"/api/v1/portfolios/{portfolio}/flows", flow).ExpectAsync(HttpStatusCode.OK);
    }

    private async IAsyncEnumerable<SseItem<string>> Listen(
        string address, string? lastEventId, [EnumeratorCancellation] CancellationToken stop, HttpClient? listener = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var answer = await (listener ?? silo.Admin).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(stop)).EnumerateAsync(stop))
        {
            yield return item;
        }
    }

    private static long Number(SseItem<string> item) => long.Parse(item.EventId ?? "", CultureInfo.InvariantCulture);

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        while (await events.MoveNextAsync())
        {
            if (events.Current.EventType != "nothing")
            {
                return events.Current;
            }
        }

        throw new InvalidOperationException("The events have ended.");
    }
}
