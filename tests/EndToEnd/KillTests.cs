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
/// a latch holds and what was reset stays so. ASSETS_KILLS says how often; tests/kill.sh does it 200 times.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Loaders = 4;
    private const int SampleMax = 50;
    private const decimal Start = 1_000_000;
    private const decimal Price = 100;
    private const string Asset = "BTC/USDT";
    private readonly DataDirectory _data = new();
    private readonly ConcurrentDictionary<string, OrderDecision?> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Fill Fill, FillAnswer? Answer)> _fills = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CashFlowAnswer?> _flows = new(StringComparer.Ordinal);
    private ConcurrentQueue<string> _recent = [];
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
            Assert.Equal<IEnumerable<ActiveHalt>>(halt is null ? [] : [halt], (await portfolio.GetModeAsync()).Halts);
            if (round == 0)
            {
                await portfolio.RecordCashFlowAsync(new CashFlow("start", Start, "Ada", "test"));
            }

            await VerifyAsync(portfolio, round == kills ? _orders.Keys : _recent.Concat(random.GetItems([.. _orders.Keys, "none"], SampleMax)));
            if (round < kills)
            {
                halt = await MoveLatchAsync(portfolio, halt, $"round {round}");
                await WorkUntilKilledAsync(silo, portfolio, round, answersBefore: random.Next(20, 200));
            }
        }

        output.WriteLine(
            $"kills {kills}: decisions {_orders.Count}, fills {_fills.Count}, deposits {_flows.Count}; lost {_lost}, applied twice {_twice}, "
            + "latch held");
        Assert.Equal((0, 0), (_lost, _twice));
    }

    private static async Task<ActiveHalt> MoveLatchAsync(IPortfolioGrain portfolio, ActiveHalt? before, string reason)
    {
        if (before is not null)
        {
            await portfolio.ResetAsync(new ResetRequest(before.HaltId, "Ada", reason));
        }

        return await portfolio.HaltAsync(new HaltRequest(HaltScope.Asset, "ETH/USDT", TradingMode.Halted, "Ada", reason));
    }

    // All of it is sent again: what was acknowledged must have the same answer, what was not must be taken once.
    private async Task VerifyAsync(IPortfolioGrain portfolio, IEnumerable<string> ids)
    {
        foreach (var id in ids.Where(_orders.ContainsKey).Distinct(StringComparer.Ordinal).ToArray())
        {
            var decision = await portfolio.CheckOrderAsync(Order(id));
            _lost += _orders[id] is { } decided && decided.DecisionId != decision.DecisionId ? 1 : 0;
            _orders[id] = decision;
            if (_fills.TryGetValue(id, out var sent))
            {
                var answer = await portfolio.RecordFillAsync(sent.Fill);
                _lost += sent.Answer is not null && !answer.Repeated ? 1 : 0;
                _twice += sent.Answer is { } filled && answer.Sequence != filled.Sequence ? 1 : 0;
                _fills[id] = (sent.Fill, answer);
            }

            if (_flows.TryGetValue(id, out var flow))
            {
                var answer = await portfolio.RecordCashFlowAsync(Deposit(id));
                _lost += flow is not null && !answer.Repeated ? 1 : 0;
                _twice += flow is not null && answer.Sequence != flow.Sequence ? 1 : 0;
                _flows[id] = answer;
            }
        }

        _recent = [];
        var view = await portfolio.GetAsync();
        var bought = _fills.Values.Sum(sent => sent.Fill.Quantity);
        _twice += view.Positions.Sum(position => position.Quantity) == bought ? 0 : 1;
        _twice += view.Book?.Cash == Start + _flows.Count - (bought * Price) ? 0 : 1;
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
        await Task.WhenAny([enough.Task, .. loaders]); // a loader that ends before the kill has failed, and the next verification tells
        await silo.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(loaders.Select(loader => loader.ContinueWith(_ => { }, TaskScheduler.Default))); // they end with the silo
    }

    private async Task SendAsync(IPortfolioGrain portfolio, string id)
    {
        _recent.Enqueue(id);
        _orders[id] = null;
        _orders[id] = await portfolio.CheckOrderAsync(Order(id));
        var fill = new Fill(
            id, id, Asset, OrderSide.Buy, 0.001m, Price, 0, null, null, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), null);
        _fills[id] = (fill, null);
        _fills[id] = (fill, await portfolio.RecordFillAsync(fill));
        _flows[id] = null;
        _flows[id] = await portfolio.RecordCashFlowAsync(Deposit(id));
    }

    private static CashFlow Deposit(string id) => new(id, 1, "Ada", "test");

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
