using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// A silo that is killed with -9 in the middle of work, again and again: nothing that was acknowledged is lost, nothing is applied twice,
/// and a latch holds. ASSETS_KILLS says how often; tests/kill.sh does it 200 times.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Loaders = 4;
    private const string Asset = "BTC/USDT";
    private readonly DataDirectory _data = new();
    private readonly ConcurrentDictionary<string, OrderDecision?> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Fill Fill, FillAnswer? Answer)> _fills = new(StringComparer.Ordinal);
    private int _lost;
    private int _twice;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Kill_InTheMiddleOfWork_LosesNothingAndAppliesNothingTwice()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("ASSETS_KILLS") ?? "3", CultureInfo.InvariantCulture);
        var random = new Random(4);
        ActiveHalt? halt = null;
        for (var round = 0; round <= kills; round++)
        {
            await using var silo = await SiloProcess.StartAsync(_data.Path);
            await using var client = await ConnectAsync(silo.RunFile.GatewayPort);
            var portfolio = client.GetRequiredService<OrleansAssetsClient>().Portfolio();
            if (round == 0)
            {
                await portfolio.RecordCashFlowAsync(new CashFlow("start", 1_000_000, "Ada", "test"));
                halt = await portfolio.HaltAsync(new HaltRequest(HaltScope.Asset, "ETH/USDT", TradingMode.Halted, "Ada", "latch"));
            }

            Assert.Contains(halt, (await portfolio.GetModeAsync()).Halts);
            await VerifyAsync(portfolio);
            if (round < kills)
            {
                await WorkUntilKilledAsync(silo, portfolio, round, answersBefore: random.Next(20, 200));
            }
        }

        output.WriteLine($"kills {kills}: decisions {_orders.Count}, fills {_fills.Count}; lost {_lost}, applied twice {_twice}, latch held");
        Assert.Equal((0, 0), (_lost, _twice));
    }

    // Everything is sent again: what was acknowledged must have the same answer, what was not must be taken once.
    private async Task VerifyAsync(IPortfolioGrain portfolio)
    {
        foreach (var (id, decision) in _orders)
        {
            var again = await portfolio.CheckOrderAsync(Order(id));
            _lost += decision is not null && decision.DecisionId != again.DecisionId ? 1 : 0;
            _orders[id] = again;
        }

        foreach (var (id, (fill, answer)) in _fills)
        {
            var again = await portfolio.RecordFillAsync(fill);
            _lost += answer is not null && !again.Repeated ? 1 : 0;
            _twice += answer is not null && again.Sequence != answer.Sequence ? 1 : 0;
            _fills[id] = (fill, again);
        }

        var held = (await portfolio.GetAsync()).Positions.Sum(position => position.Quantity);
        _twice += held == _fills.Values.Sum(sent => sent.Fill.Quantity) ? 0 : 1;
    }

    private async Task WorkUntilKilledAsync(SiloProcess silo, IPortfolioGrain portfolio, int round, int answersBefore)
    {
        var answers = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var loaders = Enumerable.Range(0, Loaders).Select(loader => Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await SendAsync(portfolio, $"{round}-{loader}-{number}").WaitAsync(stop.Token);
                if (Interlocked.Increment(ref answers) >= answersBefore)
                {
                    enough.TrySetResult();
                }
            }
        })).ToArray();
        await enough.Task;
        await silo.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(loaders.Select(loader => loader.ContinueWith(_ => { }, TaskScheduler.Default))); // they end with the silo
    }

    private async Task SendAsync(IPortfolioGrain portfolio, string id)
    {
        _orders[id] = null;
        _orders[id] = await portfolio.CheckOrderAsync(Order(id));
        var fill = new Fill(
            id, id, Asset, OrderSide.Buy, 0.001m, 100, 0, null, null, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), null);
        _fills[id] = (fill, null);
        _fills[id] = (fill, await portfolio.RecordFillAsync(fill));
    }

    private static OrderRequest Order(string id) =>
        new(id, Asset, OrderSide.Buy, 0.001m, null, null, null, null, null, ReduceOnly: false);

    private static async Task<ServiceProvider> ConnectAsync(int port)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOrleansAssetsClient(options => options.Gateway = new IPEndPoint(IPAddress.Loopback, port));
        var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return provider;
    }
}
