using System.Collections.Immutable;

namespace OrleansAssets.Domain.Streams;

/// <summary>
/// Of each asset the newest of what came and nobody was told yet, so that a slow listener costs detail and never memory. Safe for
/// concurrent callers.
/// </summary>
/// <param name="assetOf">Whose one is.</param>
/// <param name="isNews">Whether the second one is news where the first came last.</param>
public sealed class NewestUntold<T>(Func<T, string> assetOf, Func<T, T, bool> isNews)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _untold = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T> _newest = new(StringComparer.Ordinal);
    private (long Came, long Stale, long Coalesced) _counts;

    /// <summary>How many came, how many of them were no news, and how many were overtaken untold.</summary>
    public (long Came, long Stale, long Coalesced) Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    /// <summary>Takes one; a duplicate, or one that is older than one that came before, is only counted.</summary>
    public void Put(T one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var asset = assetOf(one);
        lock (_lock)
        {
            _counts.Came++;
            if (_newest.TryGetValue(asset, out var newest) && !isNews(newest, one))
            {
                _counts.Stale++;
                return;
            }

            _newest[asset] = one;
            _counts.Coalesced += _untold.ContainsKey(asset) ? 1 : 0;
            _untold[asset] = one;
        }
    }

    /// <summary>Those that nobody was told yet, one an asset; they count as told from then on.</summary>
    public ImmutableArray<T> Take()
    {
        lock (_lock)
        {
            ImmutableArray<T> taken = [.. _untold.Values];
            _untold.Clear();
            return taken;
        }
    }
}
