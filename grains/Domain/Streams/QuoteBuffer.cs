using System.Collections.Frozen;
using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Streams;

/// <summary>
/// Keeps of each asset the newest quote that nobody was told yet, and where each is asked for, all until they are stored. Safe for
/// concurrent callers.
/// </summary>
public sealed class QuoteBuffer
{
    /// <summary>Most quotes that wait to be stored where each is kept: a minute and a half of a busy vendor.</summary>
    public const int TicksMax = 200_000;

    private readonly NewestUntold<Quote> _newest = new(quote => quote.AssetId, (newest, quote) => quote.At > newest.At);
    private readonly Lock _lock = new();
    private readonly List<Quote> _ticks = [];
    private volatile FrozenSet<string> _ticking = FrozenSet<string>.Empty;
    private long _ticksLost;

    /// <summary>How many came, how many of them were no newer than one before, and how many were overtaken untold.</summary>
    public (long Quotes, long Stale, long Coalesced) Counts => _newest.Counts;

    /// <summary>Quotes of which each is kept, in the order in which they came, and how many more could not be kept.</summary>
    public (ImmutableArray<Quote> Ticks, long Lost) Ticks
    {
        get
        {
            lock (_lock)
            {
                return ([.. _ticks], _ticksLost);
            }
        }
    }

    /// <summary>Says of which assets each quote is kept until it is stored.</summary>
    public void KeepEachOf(IEnumerable<string> assetIds) => _ticking = assetIds.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The first so many of those that are kept are stored.</summary>
    public void Forget(int ticks)
    {
        lock (_lock)
        {
            _ticks.RemoveRange(0, ticks);
        }
    }

    /// <summary>Takes a quote; a duplicate, or one that is older than one that came before, is only counted.</summary>
    public void Put(Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        Keep(quote);
        _newest.Put(quote);
    }

    /// <summary>The quotes that nobody was told yet, one an asset; they count as told from then on.</summary>
    public ImmutableArray<Quote> Take() => _newest.Take();

    private void Keep(Quote quote)
    {
        if (!_ticking.Contains(quote.AssetId))
        {
            return;
        }

        lock (_lock)
        {
            if (_ticks.Count < TicksMax)
            {
                _ticks.Add(quote);
            }
            else
            {
                _ticksLost++;
            }
        }
    }
}
