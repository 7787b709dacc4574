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

    [Fact]
    public async Task LastEventId_ThatIsNone_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Stream, UriKind.Relative));
        request.Headers.Add("Last-Event-ID", "yesterday");

        var problem = await silo.Admin.SendAsync(request).ExpectAsync(HttpStatusCode.BadRequest);

        Assert.Contains("header Last-Event-ID is 'yesterday'", problem.Text("detail"), StringComparison.Ordinal);
    }

    private async Task FlowAsync(string id, decimal amount)
    {
        await silo.MakeAsync("api-events");
        await silo.Admin.SendJsonAsync(HttpMethod.Post, $"{Portfolio}/flows", new { flowId = id, amount, reason = "test" })
            .ExpectAsync(HttpStatusCode.OK);
    }

    private async IAsyncEnumerable<SseItem<string>> Listen(
        string address, string? lastEventId, [EnumeratorCancellation] CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var answer = await silo.Admin.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
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
