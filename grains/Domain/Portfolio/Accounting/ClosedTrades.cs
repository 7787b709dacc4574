using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Journal;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Accounting;

/// <summary>A closed part of a position as a trade of the record. Its prices are in the portfolio's currency.</summary>
public static class ClosedTrades
{
    public static TradeClosed Of(BookPosition held, FillRecorded fill, ClosedPart closed)
    {
        var isLong = held.Quantity > 0;
        var exit = fill.Conversion.Convert(fill.UnitPrice).Kept();
        // From the profit, so that the trade tells exactly what was realised, conversion included.
        var perUnit = closed.Profit / closed.Units;
        var entry = (isLong ? exit - perUnit : exit + perUnit).Kept();
        // Where the opening fill came after the closing one, the position was the other way round.
        var inOrder = fill.Fill.At >= held.OpenedAt;
        var trade = new Trade(
            $"fill:{fill.Fill.FillId}",
            held.AssetId,
            held.StrategyId ?? fill.Fill.StrategyId,
            isLong == inOrder ? TradeSide.Long : TradeSide.Short,
            closed.Units.Units,
            inOrder ? held.OpenedAt : fill.Fill.At,
            (inOrder ? entry : exit).PerUnit,
            inOrder ? fill.Fill.At : held.OpenedAt,
            (inOrder ? exit : entry).PerUnit,
            closed.Fees.Amount);
        return new TradeClosed(trade, held.ClassId, closed.Profit.Amount);
    }
}
