using System.Collections.Frozen;
using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Streams;

/// <summary>
/// Keeps of each asset the newest quote that nobody was told yet, so that a slow listener costs detail and never memory. Safe for
/// concurrent callers.
/// </summary>
public sealed class QuoteBuffer
{
    /// <summary>Most quotes that wait to be stored where each is kept: a minute and a half of a busy vendor.</summary>
    public const int TicksMax = 200_000;

    private readonly Lock _lock = new();
    private readonly List<Quote> _ticks = [];
    private FrozenSet<string> _ticking = FrozenSet<string>.Empty;
    private long _ticksLost;
    private readonly Dictionary<string, Quote> _untold = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _newest = new(StringComparer.Ordinal);
    private (long Quotes, long Stale, long Coalesced) _counts;

    /// <summary>How many came, how many of them were no newer than one before, and how many were overtaken untold.</summary>
    public (long Quotes, long Stale, long Coalesced) Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

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
    public void KeepEachOf(IEnumerable<string> assetIds)
    {
        var ticking = assetIds.ToFrozenSet(StringComparer.Ordinal);
        lock (_lock)
        {
            _ticking = ticking;
        }
    }

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
        lock (_lock)
        {
            _counts.Quotes++;
            Keep(quote);
            if (_newest.TryGetValue(quote.AssetId, out var newest) && quote.At <= newest)
            {
                _counts.Stale++;
                return;
            }

            _newest[quote.AssetId] = quote.At;
            _counts.Coalesced += _untold.ContainsKey(quote.AssetId) ? 1 : 0;
            _untold[quote.AssetId] = quote;
        }
    }

    private void Keep(Quote quote)
    {
        if (!_ticking.Contains(quote.AssetId))
        {
            return;
        }

        if (_ticks.Count < TicksMax)
        {
            _ticks.Add(quote);
        }
        else
        {
            _ticksLost++;
        }
    }

    /// <summary>The quotes that nobody was told yet, one an asset; they count as told from then on.</summary>
    public ImmutableArray<Quote> Take()
    {
        lock (_lock)
        {
            ImmutableArray<Quote> taken = [.. _untold.Values];
            _untold.Clear();
            return taken;
        }
    }
}
