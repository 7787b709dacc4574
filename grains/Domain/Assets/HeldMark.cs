using Orleans;

namespace OrleansAssets.Domain.Assets;

/// <summary>What a portfolio values a unit of the asset at that it holds, in the asset's quote currency.</summary>
/// <param name="At">When the mark was true.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.HeldMark")]
public sealed record HeldMark(decimal Price, DateTimeOffset At, string PortfolioId);
