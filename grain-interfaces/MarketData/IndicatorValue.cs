using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>One value of a series that tends to move before an asset does.</summary>
/// <param name="Indicator">The series' name in the configuration, e.g. <c>active_addresses</c>.</param>
/// <param name="At">The instant that the value belongs to, UTC: the start of a period, or midnight UTC of a bare date.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">E.g. <c>usd</c>, <c>gwei</c>, <c>bcf</c>; empty where it is a pure number.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.IndicatorValue")]
public sealed record IndicatorValue(string AssetId, string SourceId, string Indicator, DateTimeOffset At, decimal Value, string Unit);
