using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OrleansAssets.MarketData;
using OrleansAssets.Streams;

namespace OrleansAssets.Grains.Streams;

/// <summary>One who follows a stream: a bounded queue, the oldest of which is dropped where nobody takes it, and counted.</summary>
internal sealed class StreamSubscriber
{
    /// <summary>Batches that wait: a quarter of a minute.</summary>
    private const int WaitingMax = 16;

    private readonly FrozenSet<string> _assets;
    private readonly Channel<ImmutableArray<Quote>> _waiting;
    private int _lost;

    /// <param name="assetIds">Empty for all.</param>
    public StreamSubscriber(ImmutableArray<string> assetIds)
    {
        _assets = assetIds.ToFrozenSet(StringComparer.Ordinal);
        _waiting = Channel.CreateBounded<ImmutableArray<Quote>>(
            new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref _lost));
    }

    /// <summary>Adds what concerns it.</summary>
    public void Tell(ImmutableArray<Quote> quotes)
    {
        var concerned = _assets.Count == 0 ? quotes : quotes.RemoveAll(quote => !_assets.Contains(quote.AssetId));
        if (!concerned.IsEmpty)
        {
            _waiting.Writer.TryWrite(concerned);
        }
    }

    /// <summary>No more comes.</summary>
    public void End() => _waiting.Writer.TryComplete();

    /// <summary>What was told, and what was lost before it.</summary>
    public async IAsyncEnumerable<StreamedQuotes> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var quotes in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            yield return new StreamedQuotes(quotes, Interlocked.Exchange(ref _lost, 0));
        }
    }
}
