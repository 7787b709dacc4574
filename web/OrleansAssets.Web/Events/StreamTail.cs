using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.Runtime;
using OrleansAssets.Api.Problems;
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

    /// <summary>What is answered to one listener more than may be.</summary>
    public static ApiProblem IsFull() => ApiProblem.Of(
        StatusCodes.Status503ServiceUnavailable, ProblemCodes.TooMany, "Too many listeners.",
        $"{ListenersMax} listen here already, which is the most: ask again later, or another silo.");

    public void Leave() => Interlocked.Decrement(ref _listeners);

    /// <summary>
    /// The entries of streams after their places as they come, a page of one stream at a time; an empty page now and then says that nothing
    /// came. It ends where the log cannot be read or the process stops: whoever listens goes on from where it was, here or at another silo.
    /// </summary>
    public async IAsyncEnumerable<ImmutableArray<AuditEntry>> FollowAsync(
        FollowedStreams followed, TimeSpan silenceMax, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var toldAt = clock.GetTimestamp();
        while (await OrEndAsync(LookAsync(), stop.Token) is { } heads)
        {
            foreach (var stream in heads.Keys.Where(followed.Has).Order(StringComparer.Ordinal))
            {
                for (var isAll = heads[stream] <= followed.ToldOf(stream); !isAll;)
                {
                    if (await OrEndAsync(ReadAsync(stream, followed.ToldOf(stream)), stop.Token) is not { } read)
                    {
                        yield break;
                    }

                    isAll = read.Entries.Length < PageMax;
                    if (!read.Entries.IsEmpty)
                    {
                        toldAt = clock.GetTimestamp();
                        yield return read.Entries;
                        followed.Told(stream, read.Entries[^1].Sequence);
                    }
                }
            }

            if (clock.GetElapsedTime(toldAt) >= silenceMax)
            {
                toldAt = clock.GetTimestamp();
                yield return [];
            }
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
            exception is OperationCanceledException or StorageUnavailableException or AssetsUnavailableException or TimeoutException
                or OrleansException)
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
