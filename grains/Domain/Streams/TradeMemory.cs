using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Streams;

/// <summary>
/// Which trades of a stream are news: later ones, and of one instant those whose id did not come before. Not safe for concurrent callers:
/// the buffer that asks it guards it.
/// </summary>
public sealed class TradeMemory
{
    /// <summary>More trades in one asset than a venue makes in a millisecond; beyond it those of the same instant are no news.</summary>
    private const int IdsMax = 1_000;

    private readonly Dictionary<string, (DateTimeOffset At, HashSet<string> Ids)> _instants = new(StringComparer.Ordinal);

    private TradeMemory()
    {
    }

    /// <summary>Of each asset the newest trade that nobody was told yet.</summary>
    public static NewestUntold<MarketTrade> NewBuffer() => new(trade => trade.AssetId, new TradeMemory().IsNews);

    private bool IsNews(MarketTrade newest, MarketTrade trade)
    {
        if (trade.At != newest.At || trade.TradeId is not { } id)
        {
            return trade.At > newest.At;
        }

        if (!_instants.TryGetValue(trade.AssetId, out var instant) || instant.At != newest.At)
        {
            instant = (newest.At, new HashSet<string>([newest.TradeId ?? ""], StringComparer.Ordinal));
            _instants[trade.AssetId] = instant;
        }

        return instant.Ids.Count < IdsMax && instant.Ids.Add(id);
    }
}
