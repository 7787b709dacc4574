namespace OrleansAssets.Domain.Catalogue;

/// <summary>Rows of the two large tables.</summary>
/// <param name="AreEstimates">Whether one of them is the planner's estimate.</param>
public sealed record RowCounts(long Candles, long Quotes, bool AreEstimates);
