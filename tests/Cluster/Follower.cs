using System.Collections.Concurrent;
using System.Diagnostics;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Cluster;

/// <summary>Follows what happens all the time, as a service does, while silos die, and notes when it was told.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<long> _told = [];
    private readonly Task _running;

    private Follower(string what, Func<ConcurrentQueue<long>, CancellationToken, Task> run) =>
        (What, _running) = (what, run(_told, _stop.Token));

    public string What { get; }

    /// <param name="what">What is followed, for people.</param>
    public static Follower Of<T>(string what, Func<CancellationToken, IAsyncEnumerable<T>> follow) => new(what, async (told, stop) =>
    {
        await foreach (var _ in follow(stop).WithCancellation(stop))
        {
            told.Enqueue(Stopwatch.GetTimestamp());
        }
    });

    /// <summary>Waits until it is told something after now, and says the longest that it was told nothing since an instant.</summary>
    public async Task<TimeSpan> SilenceSinceAsync(long start)
    {
        var now = Stopwatch.GetTimestamp();
        await Poll.UntilAsync(
            async () =>
            {
                await (_running.IsFaulted ? _running : Task.CompletedTask);
                return _told.Any(at => at > now);
            },
            Patience, () => $"The follower of {What} was told {_told.Count} times, and nothing more.");
        var told = _told.Where(at => at >= start).ToArray();
        return told.Prepend(start).Zip(told, Stopwatch.GetElapsedTime).Max();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default); // a test that failed has said why
        _stop.Dispose();
    }
}
