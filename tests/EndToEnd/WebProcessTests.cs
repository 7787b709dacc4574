using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Web;
using OrleansAssets.Web.Identity;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>The web side as a process of its own beside a silo without one, as an operator starts them.</summary>
public sealed class WebProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DataDirectory _data = new();
    private readonly HttpClient _browser = new();
    private readonly HttpClient _program = new();

    public void Dispose()
    {
        _browser.Dispose();
        _program.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Web_InAProcessOfItsOwn_ServesAllAndGoesOnAfterTheSiloRestarts()
    {
        var ports = new[] { "--port", "--gateway-port", "--silo-port" }
            .Aggregate((string[])[], (given, option) => [.. given, option, Free(given)]);
        string[] silo = [.. ports, "--no-web"];
        var webPort = Free(ports);
        string[] side = ["--port", webPort, "--gateways", $"127.0.0.1:{ports[3]}"];
        (_browser.BaseAddress, _program.BaseAddress) = (new Uri($"http://127.0.0.1:{webPort}"), new Uri($"http://127.0.0.1:{webPort}"));

        var token = Token.New().Text;
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "admin.token"), token); // as the first start of a silo makes it
        _program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        // Nobody answers, and it says so to programs, people and balancers.
        await using var web = SiloProcess.LaunchWeb(_data.Path, side);
        await web.WaitForLineAsync("none can be reached");
        await UntilUnreachableAsync(web);
        await AssertClosedAsync();

        await using (await SiloProcess.StartAsync(_data.Path, silo))
        {
            await web.WaitForLineAsync("Ready: ");
            await UntilReadyAsync(web);
            await UseAsync(token);

            // The silo itself has health, and says where the rest is.
            using var elsewhere = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[1]}") };
            await elsewhere.ExpectAsync("/health/ready", HttpStatusCode.OK);
            var nothing = await elsewhere.ExpectAsync("/api/v1/status", HttpStatusCode.NotFound);
            Assert.Contains("--no-web", nothing.Text("detail"), StringComparison.Ordinal);
        }

        await UntilUnreachableAsync(web);
        await AssertClosedAsync();

        await using (await SiloProcess.StartAsync(_data.Path, silo))
        {
            await UntilReadyAsync(web);
            await _program.ExpectAsync("/api/v1/status");
            using var page = await GetAsync(_browser, "/portfolio"); // by the cookie of before
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains("<title>Portfolio", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await web.StopAsync();
        Assert.Equal(0, web.ExitCode);
        Assert.DoesNotContain("nhandled", web.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(token, web.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutATokenOrBeyondLoopback_IsRefusedWithTheRemedy()
    {
        await using var tokenless = SiloProcess.LaunchWeb(_data.Path, "--port", "0");
        await tokenless.WaitForExitAsync();
        await using var exposed = SiloProcess.LaunchWeb(_data.Path, "--port", "0", "--bind", "0.0.0.0", "--gateways", "nowhere");
        await exposed.WaitForExitAsync();
        await using var plain = SiloProcess.LaunchWeb(_data.Path, "--port", "0", "--bind", "0.0.0.0");
        await plain.WaitForExitAsync();

        Assert.Equal((1, 2, 2), (tokenless.ExitCode, exposed.ExitCode, plain.ExitCode));
        await Poll.UntilAsync(() => Task.FromResult(
            tokenless.Log.Contains("--token-file", StringComparison.Ordinal)
            && exposed.Log.Contains("--gateways is 'nowhere'; it must be IP addresses with ports", StringComparison.Ordinal)
            && plain.Log.Contains("--tls-certificate", StringComparison.Ordinal)),
            Patience, () => $"{tokenless.Log}\n{exposed.Log}\n{plain.Log}");
    }

    private static string Free(string[] given)
    {
        int[] taken = [.. given.Where((_, index) => index % 2 == 1).Select(port => int.Parse(port, CultureInfo.InvariantCulture))];
        return Ports.Resolve(IPAddress.Loopback, 0, "--port", taken).ToString(CultureInfo.InvariantCulture);
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string address) =>
        client.GetAsync(new Uri(address, UriKind.Relative));

    /// <summary>Signs in, has an order decided while somebody listens, and looks at a page.</summary>
    private async Task UseAsync(string token)
    {
        using var stop = new CancellationTokenSource(Patience);
        await _browser.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token }).ExpectAsync(HttpStatusCode.OK);
        await _program.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/desk", new { reason = "test" }).ExpectAsync(HttpStatusCode.OK);
        using var line = await _program.GetAsync(
            new Uri("/api/v1/events?stream=portfolio%2Fdesk&kinds=decision", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead, stop.Token);
        await using var events = SseParser.Create(await line.Content.ReadAsStreamAsync(stop.Token)).EnumerateAsync(stop.Token)
            .GetAsyncEnumerator(stop.Token);
        Assert.True(await events.MoveNextAsync()); // it is alive, and whatever is decided from now on is told

        var order = new { clientOrderId = "web-1", assetId = "BTC/USDT", side = "buy", notional = 100, reduceOnly = false };
        var decision = await _program.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/desk/orders", order)
            .ExpectAsync(HttpStatusCode.OK);

        while (events.Current.EventType != "decision")
        {
            Assert.True(await events.MoveNextAsync(), "The line ended.");
        }

        Assert.Contains(decision.Text("decisionId"), events.Current.Data, StringComparison.Ordinal);
        using var page = await GetAsync(_browser, "/decisions?portfolio=desk");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("BTC/USDT", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task AssertClosedAsync()
    {
        var problem = await _program.ExpectAsync("/api/v1/status", HttpStatusCode.ServiceUnavailable);
        Assert.Equal("unavailable", problem.Text("code"));
        Assert.Contains("can be reached", problem.Text("detail"), StringComparison.Ordinal);
        using var page = await GetAsync(_browser, "/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Equal("2", page.Headers.GetValues("Retry-After").Single());
        Assert.Contains("<h1>No silo answers</h1>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var alive = await GetAsync(_browser, "/health/live");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        var ready = await _browser.ExpectAsync("/health/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Contains("can be reached", ready.ToString(), StringComparison.Ordinal);
    }

    private Task<TimeSpan> UntilUnreachableAsync(SiloProcess web) => Poll.UntilAsync(
        async () =>
        {
            try
            {
                using var answer = await GetAsync(_program, "/health/ready");
                return (await answer.Content.ReadAsStringAsync()).Contains("can be reached", StringComparison.Ordinal);
            }
            catch (HttpRequestException)
            {
                return false; // it does not listen yet
            }
        },
        Patience, () => web.Log);

    private Task<TimeSpan> UntilReadyAsync(SiloProcess web) => Poll.UntilAsync(
        async () =>
        {
            using var answer = await GetAsync(_program, "/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        },
        Patience, () => web.Log);
}
