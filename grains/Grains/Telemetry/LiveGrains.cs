using System.Collections.Concurrent;

namespace OrleansAssets.Grains.Telemetry;

/// <summary>
/// What the grains of one kind that are active in this silo tell of themselves, asked at the moment of a measurement: an order pays nothing
/// for a figure that nobody collects. A grain that moves away is forgotten here, so that no silo tells what another knows better.
/// </summary>
/// <param name="isMinor">Of which ids less depends: the others are told before them; null where all are alike.</param>
internal sealed class LiveGrains<T>(Func<string, bool>? isMinor = null)
    where T : class
{
    /// <summary>Most that are told of, minor ones last, then the first by their ids: whoever collects keeps series for each.</summary>
    public const int ToldMax = 50;

    private readonly ConcurrentDictionary<string, Func<T?>> _tellers = new(StringComparer.Ordinal);

    /// <param name="tell">Null where there is nothing to tell; called from any thread.</param>
    public void Add(string id, Func<T?> tell) => _tellers[id] = tell;

    /// <summary>Forgets a grain, unless a newer activation of it has come meanwhile.</summary>
    public void Remove(string id, Func<T?> tell) => _tellers.TryRemove(new(id, tell));

    public IEnumerable<(string Id, T Value)> Tell()
    {
        var told = 0;
        foreach (var (id, tell) in _tellers.OrderBy(teller => isMinor?.Invoke(teller.Key) ?? false)
            .ThenBy(teller => teller.Key, StringComparer.Ordinal))
        {
            if (tell() is { } value && ++told <= ToldMax)
            {
                yield return (id, value);
            }
        }
    }
}
