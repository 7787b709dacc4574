using System.Globalization;
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
    private const string Latched = "ETH/USDT";
    private readonly DataDirectory _data = new();
    private readonly BookTally _tally = new();
    private readonly EventTally _events = new();
    private readonly OrderTally _orders = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Kill_InTheMiddleOfWork_LosesNothingAndAppliesNothingTwice()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("ASSETS_KILLS") ?? "2", CultureInfo.InvariantCulture);
        var random = new Random(4);
        ActiveHalt? halt = null;
        for (var round = 0; round <= kills; round++)
        {
            await using var silo = await SiloProcess.StartAsync(_data.Path);
            await using var client = await ConnectedClient.ConnectAsync(silo);
            var portfolio = client.Portfolio;
            var events = client.Assets.Portfolio(EventTally.PortfolioId);
            var orders = client.Assets.Portfolio(OrderTally.PortfolioId);
            var latched = (await portfolio.GetModeAsync()).Halts.Where(one => one.ScopeId == Latched); // refused orders' fills latch too
            Assert.Equal<IEnumerable<ActiveHalt>>(halt is null ? [] : [halt], latched);
            if (round == 0)
            {
                await BookTally.OpenAsync(portfolio);
                await EventTally.OpenAsync(events);
                await OrderTally.OpenAsync(orders);
            }

            await _tally.VerifyAsync(
                portfolio, round == kills ? _tally.Ids : _tally.Recent.Concat(random.GetItems([.. _tally.Ids, "none"], SampleMax)));
            await _events.VerifyAsync(events, isLast: round == kills);
            await _orders.VerifyAsync(orders);
            if (round < kills)
            {
                halt = await MoveLatchAsync(portfolio, halt, $"round {round}");
                await WorkUntilKilledAsync(silo, (portfolio, events, orders), round, answersBefore: random.Next(20, 200));
            }
        }

        output.WriteLine($"kills {kills}: {_tally.Counts}; lost {_tally.Lost}, applied twice {_tally.Twice}, latch held");
        output.WriteLine($"{_events.Counts}; lost {_events.Lost}, applied twice {_events.Twice}");
        Assert.Equal((0, 0), (_tally.Lost, _tally.Twice));
        Assert.Equal((0, 0), (_events.Lost, _events.Twice));
        output.WriteLine($"{_orders.Counts}; lost {_orders.Lost}, applied twice {_orders.Twice}");
        Assert.Equal((0, 0), (_orders.Lost, _orders.Twice));
    }

    private static async Task<ActiveHalt> MoveLatchAsync(IPortfolioGrain portfolio, ActiveHalt? before, string reason)
    {
        if (before is not null)
        {
            await portfolio.ResetAsync(new ResetRequest(before.HaltId, "Ada", reason));
        }

        return await portfolio.HaltAsync(new HaltRequest(HaltScope.Asset, Latched, TradingMode.Halted, "Ada", reason));
    }

    private async Task WorkUntilKilledAsync(
        SiloProcess silo, (IPortfolioGrain Book, IPortfolioGrain Events, IPortfolioGrain Orders) portfolios, int round, int answersBefore)
    {
        var (portfolio, events, orders) = portfolios;
        var answers = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var loaders = Enumerable.Range(0, Loaders).Select(loader => Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await _tally.SendAsync(portfolio, $"{round}-{loader}-{number}", call => call()).WaitAsync(stop.Token);
                if (Interlocked.Increment(ref answers) >= answersBefore)
                {
                    enough.TrySetResult();
                }
            }
        })).Append(Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await _events.SendAsync(events, $"{round}-{number}").WaitAsync(stop.Token);
            }
        })).Append(Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await _orders.SendAsync(orders, $"{round}-{number}").WaitAsync(stop.Token);
            }
        })).ToArray();
        await Task.WhenAny([enough.Task, .. loaders]); // a loader that ends before the kill has failed, and the next verification tells
        await silo.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(loaders.Select(loader => loader.ContinueWith(_ => { }, TaskScheduler.Default))); // they end with the silo
    }
}
