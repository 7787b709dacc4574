using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Streams;

/// <summary>
/// Keeps of each asset the newest quote that nobody was told yet, so that a slow listener costs detail and never memory. Safe for
/// concurrent callers.
/// </summary>
public sealed class QuoteBuffer
{
    private readonly Lock _lock = new();
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

    /// <summary>Takes a quote; a duplicate, or one that is older than one that came before, is only counted.</summary>
    public void Put(Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        lock (_lock)
        {
            _counts.Quotes++;
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
