using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.Runtime;
using OrleansAssets.Audit;
using OrleansAssets.Client;

namespace OrleansAssets.Web.Events;

/// <summary>
/// Follows streams of the audit log for everybody who listens in this process: one look at the ends of all streams each half second while
/// anybody listens, and one read for all who are at the same place. Each goes on from the entry that it names, so that nothing is lost and
/// nothing is kept for whoever is slow.
/// </summary>
internal sealed class StreamTail(OrleansAssetsClient client, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>Who may listen at a time in one process.</summary>
    public const int ListenersMax = 500;

    /// <summary>Entries that are read at once.</summary>
    public const int PageMax = 200;

    /// <summary>A look costs one small query, whatever the number of listeners.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<(string Stream, long After), Lazy<Task<Page>>> _reads = new();
    private readonly Lock _lock = new();
    private Task<ImmutableDictionary<string, long>>? _look;
    private int _listeners;

    /// <summary>Counts one more listener; false where there are as many as may be.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _listeners) <= ListenersMax)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _listeners);

    /// <summary>
    /// The entries after a place as they come; an empty page each so often says that nothing came. It ends where the log cannot be read or
    /// the process stops: whoever listens goes on from its last entry, here or at another silo.
    /// </summary>
    public async IAsyncEnumerable<ImmutableArray<AuditEntry>> FollowAsync(
        string stream, long after, TimeSpan silenceMax, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var toldAt = clock.GetTimestamp();
        while (await OrEndAsync(LookAsync(), stop.Token) is { } heads)
        {
            var page = ImmutableArray<AuditEntry>.Empty;
            do
            {
                if (heads.GetValueOrDefault(stream) > after)
                {
                    if (await OrEndAsync(ReadAsync(stream, after), stop.Token) is not { } read)
                    {
                        yield break;
                    }

                    page = read.Entries;
                }

                if (!page.IsEmpty || clock.GetElapsedTime(toldAt) >= silenceMax)
                {
                    after = page.IsEmpty ? after : page[^1].Sequence;
                    toldAt = clock.GetTimestamp();
                    yield return page;
                }
            }
            while (page.Length == PageMax);
        }
    }

    /// <summary>Null where it cannot be told, or nobody waits for it any more.</summary>
    private static async Task<T?> OrEndAsync<T>(Task<T> asked, CancellationToken stop)
        where T : class
    {
        try
        {
            return await asked.WaitAsync(stop);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or StorageUnavailableException or TimeoutException or OrleansException)
        {
            return null;
        }
    }

    private Task<ImmutableDictionary<string, long>> LookAsync()
    {
        lock (_lock)
        {
            return _look is null or { IsCompleted: true } ? _look = LookOnceAsync() : _look;
        }
    }

    // Whoever asks meanwhile waits for the same look: a stream that has more to read is asked again at once only after the pause.
    private async Task<ImmutableDictionary<string, long>> LookOnceAsync()
    {
        await Task.Delay(LookEvery, clock, lifetime.ApplicationStopping);
        var streams = await client.Audit.GetStreamsAsync(lifetime.ApplicationStopping);
        _reads.Clear();
        return streams.ToImmutableDictionary(stream => stream.Name, stream => stream.Last.Sequence, StringComparer.Ordinal);
    }

    private Task<Page> ReadAsync(string stream, long after) => _reads.GetOrAdd(
        (stream, after), place => new Lazy<Task<Page>>(() => ReadOnceAsync(place.Stream, place.After))).Value;

    private async Task<Page> ReadOnceAsync(string stream, long after) =>
        new(await client.Audit.ReadAsync(stream, after, PageMax, lifetime.ApplicationStopping));

    private sealed record Page(ImmutableArray<AuditEntry> Entries);
}
