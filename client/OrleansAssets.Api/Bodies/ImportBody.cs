namespace OrleansAssets.Api.Bodies;

/// <summary>What is imported and where to.</summary>
/// <param name="PortfolioId">For all but candles.</param>
public sealed record ImportBody(ImportKind Kind, string? PortfolioId = null);
