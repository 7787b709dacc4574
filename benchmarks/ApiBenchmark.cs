using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansAssets.Assets;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// Questions and decisions by the REST API beside the same by the grain client, in turns, at the built silo; and how long after a change is
/// answered each of 200 listeners has its event.
/// </summary>
internal static class ApiBenchmark
{
    private const int Rounds = 20;
    private const int Turn = 25;
    private const int Listeners = 200;
    private const int Events = 60;

    /// <summary>So many that none is refused for the pace of its orders alone.</summary>
    private const int Portfolios = 30;

    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Task RunAsync() => SiloProcess.MeasureAsync(MeasureAsync);

    private static async Task MeasureAsync(string data)
    {
        var run = SiloProcess.ReadRunFile(data);
        var token = (await File.ReadAllTextAsync(Path.Combine(data, "admin.token"))).Trim();
        using var http = Open(run.WebUrl, token);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.AddOrleansAssetsClient(options =>
        {
            options.Gateway = new IPEndPoint(IPAddress.Loopback, run.GatewayPort);
            options.Token = token;
        });
        using var service = builder.Build();
        await service.StartAsync();
        var grains = service.Services.GetRequiredService<OrleansAssetsClient>();
        for (var number = 0; number < Portfolios; number++)
        {
            await grains.Portfolio(IdOf(number)).CreateAsync(new PortfolioCreation("bench", "bench"));
            await grains.Portfolio(IdOf(number)).RecordCashFlowAsync(OrderSilo.Deposit);
        }

        Console.WriteLine($"One caller, {Rounds * Turn} of each in turns; the grain call has a token too");
        Console.WriteLine("                API p50 / p99 ms   grain p50 / p99 ms   more by the API at p50");
        await CompareAsync(
            "status", _ => AskAsync(http, "/api/v1/status"), async _ => await grains.Catalogue.GetStatusAsync());
        await CompareAsync(
            "size", _ => AskAsync(http, "/api/v1/assets/NVDA/size?portfolioValue=10000&price=100"),
            async _ => await grains.Asset("NVDA").SizeAsync(new SizeRequest(10_000, 100)));
        await CompareAsync(
            "order check", number => OrderAsync(http, IdOf(number), $"api-{number}"),
            async number => _ = await grains.Portfolio(IdOf(number)).CheckOrderAsync(OrderSilo.Order($"grain-{number}")));
        await ListenAsync(run.WebUrl, token, http);
        await service.StopAsync();
    }

    private static async Task CompareAsync(string name, Func<int, Task> byApi, Func<int, Task> byGrain)
    {
        await new Stretch().AddAsync(1, Turn * 4, number => byApi(-1 - number)); // the compilers of both sides are done then
        await new Stretch().AddAsync(1, Turn * 4, number => byGrain(-1 - number));
        var (api, grain) = (new Stretch(), new Stretch());
        for (var round = 0; round < Rounds; round++)
        {
            var first = round * Turn;
            await api.AddAsync(1, Turn, number => byApi(first + number));
            await grain.AddAsync(1, Turn, number => byGrain(first + number));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-12}   {api.At(0.5),8:0.00} / {api.At(0.99),6:0.00}   {grain.At(0.5),10:0.00} / {grain.At(0.99),6:0.00}   "
            + $"{api.At(0.5) - grain.At(0.5),10:0.00} ms"));
    }

    /// <summary>The same flow of money to every listener, one after another.</summary>
    private static async Task ListenAsync(string place, string token, HttpClient http)
    {
        using var stop = new CancellationTokenSource(Patience);
        var (answered, heard) = (new ConcurrentDictionary<string, long>(StringComparer.Ordinal), new ConcurrentBag<double>());
        var ready = new CountdownEvent(Listeners);
        var listening = Enumerable.Range(0, Listeners).Select(_ => HearAsync()).ToArray();
        ready.Wait(stop.Token);
        for (var number = 0; number < Events; number++)
        {
            var id = $"flow-{number}";
            using var answer = await http.PostAsJsonAsync(
                $"/api/v1/portfolios/{IdOf(0)}/flows", new { flowId = id, amount = 1, reason = "benchmark" }, stop.Token);
            answer.EnsureSuccessStatusCode();
            answered[id] = Stopwatch.GetTimestamp();
            await Task.Delay(BetweenEvents, stop.Token);
        }

        await Task.WhenAll(listening);
        var sorted = heard.Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Listeners} listeners, {Events} changes: {sorted.Length:N0} events heard, from the answer to the listener p50 "
            + $"{sorted[sorted.Length / 2]:0}, p99 {sorted[(int)(sorted.Length * 0.99)]:0}, most {sorted[^1]:0} ms"));

        async Task HearAsync()
        {
            using var client = Open(place, token);
            var address = $"/api/v1/events?stream=portfolio%2F{IdOf(0)}&kinds=cash_flow";
            await using var events = await client.GetStreamAsync(address, stop.Token);
            var known = 0;
            await foreach (var item in SseParser.Create(events).EnumerateAsync(stop.Token))
            {
                if (item.EventId is null)
                {
                    _ = known == 0 && !ready.IsSet && ready.Signal();
                    continue;
                }

                var now = Stopwatch.GetTimestamp();
                using var entry = JsonDocument.Parse(item.Data);
                var payload = entry.RootElement.GetProperty("payload").GetString() ?? "";
                var id = Enumerable.Range(0, Events).Select(number => $"flow-{number}")
                    .First(id => payload.Contains($"\"{id}\"", StringComparison.Ordinal));
                while (!answered.ContainsKey(id))
                {
                    await Task.Yield(); // the event was faster than the answer
                }

                heard.Add(Math.Max(0, Stopwatch.GetElapsedTime(answered[id], now).TotalMilliseconds));
                if (++known == Events)
                {
                    return;
                }
            }
        }
    }

    private static string IdOf(int number) => $"bench-{Math.Abs(number) % Portfolios}";

    private static async Task AskAsync(HttpClient http, string address)
    {
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task OrderAsync(HttpClient http, string portfolio, string id)
    {
        var order = OrderSilo.Order(id);
        using var answer = await http.PostAsJsonAsync(
            $"/api/v1/portfolios/{portfolio}/orders",
            new { order.ClientOrderId, order.AssetId, side = "buy", order.Quantity, order.ReduceOnly });
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static HttpClient Open(string place, string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(place) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }
}
