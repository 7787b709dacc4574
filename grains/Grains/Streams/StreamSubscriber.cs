using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace OrleansAssets.Grains.Streams;

/// <summary>Those who follow what a stream brings of one kind; used in turns of its grain only.</summary>
/// <param name="assetOf">Whose one is.</param>
internal sealed class StreamSubscribers<T>(Func<T, string> assetOf)
{
    /// <summary>More than services and pages that follow one vendor.</summary>
    private const int CountMax = 100;

    private readonly List<StreamSubscriber<T>> _all = [];

    /// <summary>What is told from now on, and what was lost before it.</summary>
    /// <param name="assetIds">Empty for all.</param>
    /// <exception cref="InvalidRequestException">There are as many as may be.</exception>
    public async IAsyncEnumerable<(ImmutableArray<T> Told, int Lost)> WatchAsync(
        string sourceId, ImmutableArray<string> assetIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_all.Count >= CountMax)
        {
            throw new InvalidRequestException(
                $"The stream of '{sourceId}' has {CountMax} subscribers, which is the most: end one that nobody needs.");
        }

        var subscriber = new StreamSubscriber<T>(assetIds, assetOf);
        _all.Add(subscriber);
        try
        {
            await foreach (var one in subscriber.ReadAsync(cancellationToken))
            {
                yield return one;
            }
        }
        finally
        {
            _all.Remove(subscriber);
        }
    }

    public void Tell(ImmutableArray<T> told) => _all.ForEach(subscriber => subscriber.Tell(told));

    /// <summary>No more comes.</summary>
    public void End() => _all.ForEach(subscriber => subscriber.End());
}

/// <summary>One who follows a stream: a bounded queue, the oldest of which is dropped where nobody takes it, and counted.</summary>
internal sealed class StreamSubscriber<T>
{
    /// <summary>Batches that wait: a quarter of a minute.</summary>
    private const int WaitingMax = 16;

    private readonly FrozenSet<string> _assets;
    private readonly Func<T, string> _assetOf;
    private readonly Channel<ImmutableArray<T>> _waiting;
    private int _lost;

    /// <param name="assetIds">Empty for all.</param>
    /// <param name="assetOf">Whose one is.</param>
    public StreamSubscriber(ImmutableArray<string> assetIds, Func<T, string> assetOf)
    {
        (_assets, _assetOf) = (assetIds.ToFrozenSet(StringComparer.Ordinal), assetOf);
        _waiting = Channel.CreateBounded<ImmutableArray<T>>(
            new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref _lost));
    }

    /// <summary>Adds what concerns it.</summary>
    public void Tell(ImmutableArray<T> told)
    {
        var concerned = _assets.Count == 0 ? told : told.RemoveAll(one => !_assets.Contains(_assetOf(one)));
        if (!concerned.IsEmpty)
        {
            _waiting.Writer.TryWrite(concerned);
        }
    }

    /// <summary>No more comes.</summary>
    public void End() => _waiting.Writer.TryComplete();

    /// <summary>What was told, and how many batches were lost before it.</summary>
    public async IAsyncEnumerable<(ImmutableArray<T> Told, int Lost)> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var told in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            yield return (told, Interlocked.Exchange(ref _lost, 0));
        }
    }
}
