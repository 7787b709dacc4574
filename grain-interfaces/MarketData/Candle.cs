using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>A closed candle. Prices are in the quote currency, volume in units of the base asset.</summary>
/// <param name="AssetId">Asset, e.g. <c>BTC/USDT</c>.</param>
/// <param name="SourceId">Who reported it, e.g. <c>ccxt_binance</c>, or <c>import</c>.</param>
/// <param name="OpenTime">Start of the interval (inclusive), UTC; the end is <c>OpenTime + Timeframe.Duration()</c> (exclusive).</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Candle")]
public sealed record Candle(
    string AssetId,
    string SourceId,
    Timeframe Timeframe,
    DateTimeOffset OpenTime,
    decimal Open,
    decimal High,
    decimal Low,
    decimal Close,
    decimal Volume);
