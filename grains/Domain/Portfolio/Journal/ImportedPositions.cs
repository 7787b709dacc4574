using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Accounting;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Journal;

/// <summary>Open trades of an import as a position: long and short of one asset are netted.</summary>
public static class ImportedPositions
{
    public static BookPosition? Of(IGrouping<string, Position> open)
    {
        var quantity = open.Sum(Signed);
        if (quantity == 0)
        {
            return null;
        }

        var same = open.Where(position => Math.Sign(Signed(position)) == Math.Sign(quantity)).ToArray();
        var average = Rounding.Price(same.Sum(held => held.Quantity * held.AverageEntryPrice) / same.Sum(held => held.Quantity));
        var openedAt = same.Min(held => held.OpenedAt);
        var margined = Conversions.IsMargined(open.Key);
        return new BookPosition(
            open.Key, same[0].ClassId, quantity, average, margined ? 0 : Rounding.Amount(quantity * average), margined, average, openedAt,
            1, "as imported", null, openedAt, 0, null, Unmarked: true);
    }

    private static decimal Signed(Position position) => position.Side == TradeSide.Long ? position.Quantity : -position.Quantity;
}
