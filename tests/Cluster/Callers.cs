using System.Collections.Concurrent;
using System.Diagnostics;
using Orleans.Runtime;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Cluster;

/// <summary>
/// Callers that place orders, fills and deposits without a pause, and repeat under the same id what failed, as services do. One of them
/// halts an asset and resets the halt, again and again.
/// </summary>
internal sealed class Callers(BookTally tally) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PauseBetween = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);
    private static int _all;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly ConcurrentQueue<(long Start, long End)> _calls = [];
    private int _answers;
    private int _repeated;

    /// <summary>Calls that were answered.</summary>
    public int Answers => _answers;

    /// <summary>Tries that failed, and were made again.</summary>
    public int Repeated => _repeated;

    /// <summary>The halt that was acknowledged last and not reset.</summary>
    public ActiveHalt? Halt { get; private set; }

    public int Halts { get; private set; }

    public void Add(IPortfolioGrain portfolio, int callers)
    {
        for (var caller = 0; caller < callers; caller++)
        {
            var name = Interlocked.Increment(ref _all);
            _running.Add(Task.Run(() => RunAsync(number => tally.SendAsync(portfolio, $"{name}-{number}", CallAsync))));
        }
    }

    public void AddHalter(IPortfolioGrain portfolio) => _running.Add(Task.Run(() => RunAsync(number => MoveLatchAsync(portfolio, number))));

    /// <summary>Waits for so many more answers.</summary>
    public Task MoreAsync(int answers)
    {
        var wanted = Answers + answers;
        return Poll.UntilAsync(
            async () =>
            {
                await (_running.Find(one => one.IsFaulted) ?? Task.CompletedTask);
                return Answers >= wanted;
            },
            Patience,
            () => $"{Answers} answers, {wanted} wanted; {Repeated} tries failed.");
    }

    /// <summary>The longest that any call took since an instant, all its tries together.</summary>
    public TimeSpan LongestSince(long start) =>
        _calls.Where(call => call.End >= start).Select(call => Stopwatch.GetElapsedTime(call.Start, call.End)).DefaultIfEmpty().Max();

    /// <summary>The longest that no call of all was answered since an instant.</summary>
    public TimeSpan SilenceSince(long start)
    {
        var ends = _calls.Select(call => call.End).Where(end => end >= start).Order().ToArray();
        return ends.Prepend(start).Zip(ends, Stopwatch.GetElapsedTime).DefaultIfEmpty().Max();
    }

    /// <summary>Lets each finish what it sends, and tells a failure that none of them may meet.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ContinueWith(_ => { }, TaskScheduler.Default); // a test that failed has said why
        _stop.Dispose();
    }

    private async Task RunAsync(Func<int, Task> send)
    {
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            await send(number);
            await Task.WhenAny(Task.Delay(PauseBetween, _stop.Token));
        }
    }

    private async Task CallAsync(Func<Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await call();
                _calls.Enqueue((start, Stopwatch.GetTimestamp()));
                Interlocked.Increment(ref _answers);
                return;
            }
            catch (Exception exception) when (IsUnavailable(exception) && Stopwatch.GetElapsedTime(start) < Patience)
            {
                Interlocked.Increment(ref _repeated);
                await Task.Delay(PauseAfterFailure);
            }
        }
    }

    /// <summary>The outcome is not known, or nothing was done: a caller repeats. Anything else is a fault of the product.</summary>
    private static bool IsUnavailable(Exception exception) =>
        exception is AssetsUnavailableException or TimeoutException or OrleansException or StorageUnavailableException;

    private async Task MoveLatchAsync(IPortfolioGrain portfolio, int number)
    {
        var before = Halt;
        if (before is not null)
        {
            await CallAsync(async () =>
            {
                try
                {
                    await portfolio.ResetAsync(new ResetRequest(before.HaltId, "Ada", $"round {number}"));
                }
                catch (InvalidRequestException)
                {
                    // A reset that took effect although its answer was lost: repeated, there is no such halt in force.
                    Assert.DoesNotContain((await portfolio.GetModeAsync()).Halts, halt => halt.HaltId == before.HaltId);
                }
            });
        }

        var request = new HaltRequest(HaltScope.Asset, "ETH/USDT", TradingMode.Halted, "Ada", $"halt {number}");
        await CallAsync(async () => Halt = await portfolio.HaltAsync(request));
        Halts++;
    }
}
