using System.Net;
using Microsoft.AspNetCore.Builder;
using OrleansAssets.Access;
using OrleansAssets.Tests.Support;
using OrleansAssets.Web.Api;
using OrleansAssets.Web.Limits;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Tests.Web;

/// <summary>How often and for how long one may ask, and what becomes of a question that nobody waits for any more.</summary>
public sealed class ApiLimitsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Requests_MoreThanACallerMayMake_AreToldWhenToAskAgain()
    {
        await using var web = await BareWeb.StartAsync(api => api.MapGet("/quick", () => "done")
            .Is("test.quick", AccessRole.Viewer, null, "Answer at once"));
        await web.Client.ExpectAsync("/api/v1/quick/nowhere", HttpStatusCode.NotFound);

        var asked = await Task.WhenAll(Enumerable.Range(0, 4 * ApiLimits.Burst).Select(_ => AskAsync(web.Client)));

        var refused = asked.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToArray();
        Assert.NotEmpty(refused);
        Assert.InRange(asked.Count(answer => answer.Status == HttpStatusCode.OK), ApiLimits.Burst, asked.Length);
        Assert.All(refused, answer =>
        {
            Assert.Equal("too_many_requests", answer.Code);
            Assert.InRange(answer.RetryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        });
        await Poll.UntilAsync(
            async () => (await AskAsync(web.Client)).Status == HttpStatusCode.OK, Patience, () => "It is refused for ever.");
    }

    /// <summary>What anybody may ask beside the API has the limits of the API.</summary>
    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/reference")]
    [InlineData("/sign-in")]
    public async Task Requests_OfWhatIsOpenToAnybody_AreBoundedToo(string address)
    {
        await using var web = await BareWeb.StartAsync(_ => { });
        using var large = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative))
        {
            Content = new ByteArrayContent(new byte[ApiLimits.BodyBytesMax + 1]),
        };

        using var refused = await web.Client.SendAsync(large);
        var asked = await Task.WhenAll(Enumerable.Range(0, 4 * ApiLimits.Burst).Select(async _ =>
        {
            using var answer = await web.Client.GetAsync(new Uri(address, UriKind.Relative));
            return answer.StatusCode;
        }));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, asked);
        Assert.Contains(HttpStatusCode.NotFound, asked); // there is nothing here
    }

    /// <summary>Of this machine's own names it is not said: what else they serve may be plain.</summary>
    [Theory]
    [InlineData("assets.example", "https", true)]
    [InlineData("assets.example", "http", false)]
    [InlineData("localhost", "https", false)]
    public async Task Answer_ServedByTls_TellsBrowsersToComeBySuchAlone(string host, string scheme, bool isTold)
    {
        await using var web = await BareWeb.StartAsync(
            api => api.MapGet("/quick", () => "done").Is("test.quick", AccessRole.Viewer, null, "Answer at once"),
            proxy: IPNetwork.Parse("127.0.0.0/8"));

        foreach (var address in new[] { "/api/v1/quick", "/somewhere" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
            request.Headers.Host = host;
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            request.Headers.Add("X-Forwarded-Proto", scheme);
            using var answer = await web.Client.SendAsync(request);

            Assert.Equal(isTold, answer.Headers.TryGetValues("Strict-Transport-Security", out var told));
            Assert.All(told ?? [], value => Assert.Equal("max-age=31536000", value));
        }
    }

    [Theory]
    [InlineData("GET", false, "Ask again.")]
    [InlineData("POST", true, "repeat it with the same id")]
    public async Task Request_ThatTakesTooLong_IsToldWhatIsKnownOfIt(string method, bool isUnknown, string words)
    {
        await using var web = await BareWeb.StartAsync(api =>
        {
            api.MapGet("/slow", WaitAsync).WithTimeLimit(TimeSpan.FromSeconds(0.2))
                .Is("test.ask", AccessRole.Viewer, null, "Answer never");
            api.MapPost("/slow", WaitAsync).WithTimeLimit(TimeSpan.FromSeconds(0.2))
                .Is("test.change", AccessRole.Operator, null, "Change something, and answer never");
        });

        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/api/v1/slow", UriKind.Relative));
        using var answer = await web.Client.SendAsync(request);
        var problem = await Task.FromResult(answer).ExpectAsync(HttpStatusCode.GatewayTimeout);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("timed_out", problem.Text("code"));
        Assert.Equal(isUnknown, problem.TryGetProperty("outcomeUnknown", out var unknown) && unknown.GetBoolean());
        Assert.Contains(words, problem.Text("detail"), StringComparison.Ordinal);

        static async Task<string> WaitAsync(CancellationToken stop)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            return "late";
        }
    }

    /// <summary>A browser that is closed, or a program that has waited long enough: the grain stops too, at the store.</summary>
    [Fact]
    public async Task Request_ThatItsCallerGivesUp_StopsInTheGrainAtTheStore()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await using var web = await BareWeb.StartAsync(api => api.MapStatus(), cluster.Grains);
        var store = cluster.World.Faults.Block("count");
        using var caller = new CancellationTokenSource();
        var asking = web.Client.GetAsync(new Uri("/api/v1/status", UriKind.Relative), caller.Token);
        await store.Reached.WaitAsync(Patience);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await store.Cancelled.WaitAsync(Patience);
    }

    private static async Task<Answered> AskAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/api/v1/quick", UriKind.Relative));
        var code = answer.StatusCode == HttpStatusCode.TooManyRequests
            ? (await Task.FromResult(answer).ExpectAsync(HttpStatusCode.TooManyRequests)).Text("code")
            : null;
        return new Answered(answer.StatusCode, code, answer.Headers.RetryAfter?.Delta);
    }

    private sealed record Answered(HttpStatusCode Status, string? Code, TimeSpan? RetryAfter);
}
