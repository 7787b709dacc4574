using Orleans;

namespace OrleansAssets.Performance;

/// <summary>What to measure. Without class, asset and strategy it is the whole portfolio; with several of them their common part.</summary>
/// <param name="WindowDays">Calendar days, 1 to 3,660.</param>
/// <param name="ClassId">One class only.</param>
/// <param name="AssetId">One asset only.</param>
/// <param name="StrategyId">Trades of one strategy only, by the id that the trades carry.</param>
/// <param name="AsOf">Last day of the window; null is the newest finished day of the record.</param>
/// <param name="KnownAt">Use only what was recorded until this instant, as it was recorded then; null is all that is known now.</param>
/// <param name="BenchmarkAssetId">Set the returns beside the daily candles of this asset.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PerformanceQuery")]
public sealed record PerformanceQuery(
    int WindowDays,
    string? ClassId = null,
    string? AssetId = null,
    string? StrategyId = null,
    DateOnly? AsOf = null,
    DateTimeOffset? KnownAt = null,
    string? BenchmarkAssetId = null);
