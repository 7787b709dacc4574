using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Domain;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Vendors;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// Halts and their resets are told through channels that fail at random, by a silo that is killed with -9 meanwhile: each arrives at each
/// channel. ASSETS_NOTICES and ASSETS_KILLS say how many; tests/notices.sh does 1,000 with ten kills. A collector of OpenTelemetry listens
/// meanwhile, and hears no secret.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "xUnit disposes what it initialized, by IAsyncLifetime.")]
public sealed partial class NoticeKillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Secret = "an-address-is-a-secret";

    private static readonly string[] Chats = ["slack", "discord"];
    private static readonly TimeSpan DrainMax = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan CriticalMax = TimeSpan.FromMinutes(1);

    private readonly int _events = Number("ASSETS_NOTICES", 40);
    private readonly int _kills = Number("ASSETS_KILLS", 1);
    private readonly DataDirectory _data = new();
    private readonly ConfigurationCopy _configuration = new();
    private readonly SmtpServer _smtp = SmtpServer.Start();
    private readonly ConcurrentDictionary<(string Channel, string Event), int> _arrived = new();
    private readonly ConcurrentDictionary<string, int> _signals = new(StringComparer.Ordinal);
    private readonly Random _random = new(16);
    private LoopbackServer? _server;
    private volatile bool _isDown;
    private int _refused;

    public async Task InitializeAsync()
    {
        _server = await LoopbackServer.StartAsync(TakeAsync);
        await File.AppendAllTextAsync(_configuration.PathOf(ConfigurationCopy.Assets), $$"""

            notices:
              channels:
                slack: { kind: slack, url_variable: SLACK_URL }
                discord: { kind: discord, url_variable: DISCORD_URL }
                mail: { kind: email, host: 127.0.0.1, port: {{_smtp.Port}}, security: none, from: a@example.com, to: [b@example.com] }

            """);
    }

    public async Task DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _smtp.DisposeAsync();
        _configuration.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Notices_ChannelsFailAndTheSiloIsKilled_EachArrivesAtEachChannel()
    {
        var (said, halt) = (0, (ActiveHalt?)null);
        for (var round = 0; round <= _kills; round++)
        {
            await using var silo = await StartAsync();
            await using var client = await ConnectedClient.ConnectAsync(silo);
            var until = round == _kills ? _events : _events * (round + 1) / (_kills + 1);
            for (; said < until; said++)
            {
                halt = await SayAsync(client.Portfolio, said, halt);
            }

            if (round < _kills)
            {
                await silo.KillAsync(); // in the middle of what it sends: channels fail, and so something always waits
                continue;
            }

            await Poll.UntilAsync(() => Task.FromResult(Missing().Length == 0), DrainMax, () => $"Missing: {string.Join(' ', Missing())}");
            await ReturnAsync(client.Portfolio);
            await Poll.UntilAsync(
                () => Task.FromResult(_signals.Count == 3), DrainMax, () => $"Of three signals came {string.Join(' ', _signals.Keys)}.");
        }

        foreach (var channel in Chats.Append("mail"))
        {
            var counts = Events().Select(one => Arrived(channel, one)).ToArray();
            var (arrived, again) = (counts.Count(count => count > 0), counts.Sum(count => Math.Max(0, count - 1)));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {channel} | {_events} | {_kills} | {arrived} | {again} |"));
            Assert.DoesNotContain(0, counts);
        }

        Assert.True(_refused > 0, "No channel failed.");
        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], _signals.Keys.Order(StringComparer.Ordinal));
        Assert.All(_signals.Values, secrets => Assert.Equal(0, secrets));
    }

    /// <summary>After a channel was away while something critical was told.</summary>
    private async Task ReturnAsync(IPortfolioGrain portfolio)
    {
        var before = Volatile.Read(ref _refused);
        _isDown = true;
        await portfolio.HaltAsync(new HaltRequest(HaltScope.Asset, "BTC/USDT", TradingMode.Halted, "Ada", "event x-0"));
        var refusals = _kills > 1 ? 12 : 6; // two channels at once: long enough for pauses to have grown
        await Poll.UntilAsync(
            () => Task.FromResult(Volatile.Read(ref _refused) >= before + refusals), DrainMax, () => "The channels were not tried.");
        _isDown = false;
        var start = Stopwatch.GetTimestamp();
        await Poll.UntilAsync(
            () => Task.FromResult(Chats.All(chat => Arrived(chat, "x-0") > 0)), CriticalMax, () => "It did not arrive within a minute.");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| critical after the channels' return | | | {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s | |"));
    }

    // A halt, then its reset.
    private static async Task<ActiveHalt?> SayAsync(IPortfolioGrain portfolio, int number, ActiveHalt? halt)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"event e-{number}");
        if (halt is null)
        {
            return await portfolio.HaltAsync(new HaltRequest(HaltScope.Asset, "ETH/USDT", TradingMode.Halted, "Ada", reason));
        }

        await portfolio.ResetAsync(new ResetRequest(halt.HaltId, "Ada", reason));
        return null;
    }

    private Task<SiloProcess> StartAsync() => StartedAsync(SiloProcess.LaunchWith(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SLACK_URL"] = $"{_server!.Address}slack/{Secret}", // it is started
            ["DISCORD_URL"] = $"{_server.Address}discord/{Secret}",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _server.Address.ToString().TrimEnd('/'),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "2000",
        },
        _data.Path, "--config", _configuration.Directory, "--warm-up", "nextphase"));

    private static async Task<SiloProcess> StartedAsync(SiloProcess silo)
    {
        await silo.WaitForLineAsync("Ready: ");
        return silo;
    }

    // A third fails: one half of those before it took the message, the other after that, so that it comes again.
    private async Task TakeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!; // a request has one
        if (path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var tells = body.GetBuffer().AsSpan(0, (int)body.Length).IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0;
            _signals.AddOrUpdate(path, tells ? 1 : 0, (_, secrets) => secrets + (tells ? 1 : 0));
            return;
        }

        var json = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        var channel = path.Split('/')[1];
        var draw = Draw();
        if (!_isDown && draw >= 1)
        {
            Note(channel, json.GetProperty(channel == "slack" ? "text" : "content").GetString() ?? "");
        }

        var fails = _isDown || draw < 2;
        if (fails)
        {
            Interlocked.Increment(ref _refused);
        }

        context.Response.StatusCode = fails ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent;
    }

    private int Draw()
    {
        lock (_random)
        {
            return _random.Next(6);
        }
    }

    private void Note(string channel, string text)
    {
        foreach (var told in Told().Matches(text).Select(match => match.Groups["event"].Value))
        {
            _arrived.AddOrUpdate((channel, told), 1, (_, count) => count + 1);
        }
    }

    private int Arrived(string channel, string told) => channel == "mail"
        ? _smtp.Mails.Sum(mail => Told().Matches(mail).Count(match => match.Groups["event"].Value == told))
        : _arrived.GetValueOrDefault((channel, told));

    private IEnumerable<string> Events() =>
        Enumerable.Range(0, _events).Select(number => string.Create(CultureInfo.InvariantCulture, $"e-{number}"));

    private string[] Missing()
    {
        var mailed = _smtp.Mails.SelectMany(mail => Told().Matches(mail)).Select(match => match.Groups["event"].Value)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Events().Where(told => !mailed.Contains(told)).Select(told => $"mail:{told}"),
            .. Chats.SelectMany(chat => Events().Where(told => Arrived(chat, told) == 0).Select(told => $"{chat}:{told}")),
        ];
    }

    private static int Number(string variable, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{otherwise}", CultureInfo.InvariantCulture);

    // Its own words, and not those that say that it has healed.
    [GeneratedRegex(
        @"^\[(?:CRITICAL|WARNING)\][^\r\n]*: event (?<event>[ex]-\d+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Told();
}
