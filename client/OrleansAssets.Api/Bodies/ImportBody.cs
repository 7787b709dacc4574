namespace OrleansAssets.Api.Bodies;

/// <summary>What is imported and where to.</summary>
/// <param name="PortfolioId">For all but candles.</param>
/// <param name="BookDifferences">
/// Of events: whether the statement is right where its dividends differ from what the book has, so that the differences are booked.
/// </param>
/// <param name="Confirmed">
/// Of fills: said a second time, so that they are taken although a price or a size is one that nobody would believe.
/// </param>
/// <param name="Currency">
/// Of equity: the currency of its amounts, kept in the portfolio's by the rates of their days; null is the portfolio's.
/// </param>
public sealed record ImportBody(
    ImportKind Kind, string? PortfolioId = null, bool BookDifferences = false, bool Confirmed = false, string? Currency = null);
