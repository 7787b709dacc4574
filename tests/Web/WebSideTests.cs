using System.Net;
using System.Text;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Web;

/// <summary>The web side as a client of a silo: who asks, what the log says of it, and whose session is known where.</summary>
[Collection(WebSilo.Name)]
public sealed class WebSideTests(WebSilo silo) : IDisposable
{
    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    /// <summary>And what is edited is edited of the version that was seen, also by way of a client.</summary>
    [Fact]
    public async Task Change_ByAWebProcess_IsOfWhoAsksAndNotedWithItsDoor()
    {
        await using var web = await WebSide.StartAsync(silo, _data.Path);
        var wanda = web.Caller(await SecretAsync("Wanda", "operator"));
        var vera = web.Caller(await SecretAsync("Vera", "viewer"));
        await silo.MakeAsync("web-side");
        var flow = new { flowId = "web-1", amount = 1_000m, reason = "by another process" };

        await vera.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/web-side/flows", flow).ExpectAsync(HttpStatusCode.Forbidden);
        await web.Caller().SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/web-side/flows", flow)
            .ExpectAsync(HttpStatusCode.Unauthorized);
        await wanda.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/web-side/flows", flow).ExpectAsync(HttpStatusCode.OK);

        var journal = await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=portfolio%2Fweb-side&last=5");
        Assert.Contains("Wanda", journal.ToString(), StringComparison.Ordinal);
        var access = await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=access%2Fmain&last=100");
        var entry = access.EnumerateArray().First(one => one.Text("actor") == "Wanda" && one.Text("kind") == "flows.record");
        var door = silo.AdminSecret.Split('_')[1];
        Assert.Contains($"by the web process with token {door}", entry.Text("payload"), StringComparison.Ordinal);
        Assert.DoesNotContain(access.EnumerateArray(), one => one.Text("actor") == "Vera" && one.Text("kind") == "flows.record");

        using var edit = new HttpRequestMessage(HttpMethod.Put, new Uri("/api/v1/assets/NVDA/enabled", UriKind.Relative));
        edit.Headers.TryAddWithoutValidation("If-Match", "\"0123456789abcdef\"");
        edit.Content = new StringContent("""{ "enabled": false }""", Encoding.UTF8, "application/json");
        var problem = await wanda.SendAsync(edit).ExpectAsync(HttpStatusCode.PreconditionFailed);
        Assert.Equal("changed_meanwhile", problem.Text("code"));
    }

    /// <summary>
    /// Two processes know each other's sessions where they share the keys of the cookies; else a load balancer keeps a browser at one.
    /// </summary>
    [Fact]
    public async Task Session_OfOneProcess_IsOfAnotherWithTheSameKeysAlone()
    {
        await using var one = await WebSide.StartAsync(silo, _data.Path);
        await using var same = await WebSide.StartAsync(silo, _data.Path);
        using var signedIn = await one.Caller().SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = silo.AdminSecret });
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0];

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(one, cookie));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(same, cookie));
        using var own = silo.Visitor("127.0.0.41");
        own.DefaultRequestHeaders.Add("Cookie", cookie);
        await own.ExpectAsync("/api/v1/session", HttpStatusCode.Unauthorized);

        static async Task<HttpStatusCode> StatusAsync(WebSide web, string cookie)
        {
            using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = web.Place };
            browser.DefaultRequestHeaders.Add("Cookie", cookie);
            using var answer = await browser.GetAsync(new Uri("/api/v1/session", UriKind.Relative));
            return answer.StatusCode;
        }
    }

    /// <summary>Where others than this machine's programs may reach the port, metrics are a viewer's; Prometheus brings a token.</summary>
    [Fact]
    public async Task Metrics_WhereOthersReachThePort_AreAViewersAlone()
    {
        await using var local = await WebSide.StartAsync(silo, _data.Path);
        await using var bound = await WebSide.StartAsync(silo, _data.Path, IPAddress.Any);
        var metrics = new Uri("/metrics", UriKind.Relative);

        using var open = await local.Caller().GetAsync(metrics);
        using var nobody = await bound.Caller().GetAsync(metrics);
        using var wrong = await bound.Caller("oat_0a1b2c3d_" + new string('0', 64)).GetAsync(metrics);
        using var prometheus = await bound.Caller(await SecretAsync("prometheus", "viewer")).GetAsync(metrics);

        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Equal(HttpStatusCode.OK, prometheus.StatusCode);
        Assert.Contains("http_server_request_duration", await prometheus.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(nobody.Headers.WwwAuthenticate).Scheme);
        foreach (var refused in new[] { nobody, wrong })
        {
            var problem = await Task.FromResult(refused).ExpectAsync(HttpStatusCode.Unauthorized);
            Assert.Equal("unauthenticated", problem.Text("code"));
        }
    }

    /// <summary>Monitors and load balancers ask so: the same status as of GET, and no body.</summary>
    [Theory]
    [InlineData("/api/v1/status", HttpStatusCode.OK, "application/json")]
    [InlineData("/api/v1/events?stream=portfolio%2Fmain", HttpStatusCode.OK, "text/event-stream")]
    [InlineData("/api/v1/sources/ccxt_binance/quotes", HttpStatusCode.OK, "text/event-stream")]
    [InlineData("/api/v1/assets/NOSUCH", HttpStatusCode.NotFound, "application/problem+json")]
    [InlineData("/api/v1/nosuch", HttpStatusCode.NotFound, "application/problem+json")]
    [InlineData("/api/v1/imports/0f8fad5b-d9cb-469f-a165-70867728950e/commit", HttpStatusCode.MethodNotAllowed, "application/problem+json")]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK, "application/json")]
    [InlineData("/", HttpStatusCode.OK, "text/html")]
    [InlineData("/portfolio", HttpStatusCode.OK, "text/html")]
    [InlineData("/health", HttpStatusCode.OK, "application/json")]
    public async Task Head_OfAnAddress_IsItsGetWithoutTheBody(string address, HttpStatusCode status, string contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(address, UriKind.Relative));

        using var answer = await silo.Admin.SendAsync(request);

        Assert.Equal((status, contentType), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        using var unknown = new HttpRequestMessage(HttpMethod.Head, new Uri("/api/v1/status", UriKind.Relative));
        using var refused = await silo.Anonymous.SendAsync(unknown);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task<string> SecretAsync(string name, string role)
    {
        var made = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name, role }).ExpectAsync(HttpStatusCode.OK);
        return made.Text("secret");
    }
}
