using Orleans;

namespace OrleansAssets.Assets;

/// <summary>An asset's name at one source, e.g. <c>BTCUSDT</c> at <c>ccxt_binance</c>.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SourceSymbol")]
public sealed record SourceSymbol(string SourceId, string Symbol);
