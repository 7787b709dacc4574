using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>
/// A trade that others made in an asset, as its source tells it: the price in the quote currency, the size in units of the base asset,
/// null where the source states none. It marks nothing: positions and orders are priced by quotes.
/// </summary>
/// <param name="At">When it was made, as the source states it, UTC.</param>
/// <param name="TradeId">What the source calls it, by which one that comes again is known; null where it has no name.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.MarketTrade")]
public sealed record MarketTrade(string AssetId, string SourceId, DateTimeOffset At, decimal Price, decimal? Size, string? TradeId);
