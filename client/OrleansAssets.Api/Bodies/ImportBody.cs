namespace OrleansAssets.Api.Bodies;

/// <summary>What is imported and where to.</summary>
/// <param name="PortfolioId">For all but candles.</param>
/// <param name="BookDifferences">
/// Of events: whether the statement is right where its dividends differ from what the book has, so that the differences are booked.
/// </param>
public sealed record ImportBody(ImportKind Kind, string? PortfolioId = null, bool BookDifferences = false);
