using Orleans;

namespace OrleansAssets.Reminders;

/// <summary>Work that nobody did when it was due.</summary>
/// <param name="What">The key of the grain that has to do it, and its reminder: e.g. <c>source/ccxt_binance collect</c>.</param>
/// <param name="DueAt">When it was due.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OverdueWork")]
public sealed record OverdueWork(string What, DateTimeOffset DueAt);
