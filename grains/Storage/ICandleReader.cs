using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Reads stored candles.</summary>
public interface ICandleReader
{
    /// <summary>Daily candles of an asset, of every source, that open at <paramref name="from"/> or later; by source, then oldest first.</summary>
    Task<ImmutableArray<Candle>> GetDailyAsync(string assetId, DateTimeOffset from, CancellationToken cancellationToken);
}
