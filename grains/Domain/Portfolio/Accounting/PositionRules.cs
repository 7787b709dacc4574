using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Journal;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Accounting;

/// <summary>What a fill makes of a position: average entry, realised profit, cash.</summary>
public static class PositionRules
{
    /// <param name="held">What is held of the fill's asset; null for nothing.</param>
    public static FillEffect Apply(BookPosition? held, FillRecorded fill)
    {
        var signed = fill.Fill.Side == OrderSide.Buy ? fill.Fill.Quantity : -fill.Fill.Quantity;
        if (held is null || Math.Sign(held.Quantity) == Math.Sign(signed))
        {
            return Enlarge(held, fill, signed);
        }

        var closing = Math.Min(Math.Abs(signed), Math.Abs(held.Quantity));
        var reduced = Reduce(held, fill, closing);
        var rest = Math.Abs(signed) - closing;
        if (rest == 0)
        {
            return reduced;
        }

        // The rest opens a position on the other side; its part of the fee goes with it.
        var opened = Enlarge(null, fill with { Fee = fill.Fee - reduced.FeeTaken }, Math.Sign(signed) * rest);
        return opened with { Cash = reduced.Cash + opened.Cash, Realised = reduced.Realised, Closed = reduced.Closed };
    }

    private static FillEffect Enlarge(BookPosition? held, FillRecorded fill, decimal signed)
    {
        var amount = fill.Margined ? 0 : Rounding.Amount(signed * fill.Price * fill.Rate);
        var before = held?.Quantity ?? 0;
        var quantity = before + signed;
        var average = held is null ? fill.Price
            : Rounding.Price(((before * held.AverageEntryPrice) + (signed * fill.Price)) / quantity);
        var position = Marked(held, fill) with
        {
            Quantity = quantity,
            AverageEntryPrice = average,
            Cost = (held?.Cost ?? 0) + amount,
            StopPrice = fill.StopPrice ?? held?.StopPrice,
            OpenedAt = held is null || fill.Fill.At < held.OpenedAt ? fill.Fill.At : held.OpenedAt,
            EntryFees = (held?.EntryFees ?? 0) + fill.Fee,
            StrategyId = held?.StrategyId ?? fill.Fill.StrategyId,
        };
        return new FillEffect(position, -amount, 0, null, fill.Fee);
    }

    private static FillEffect Reduce(BookPosition held, FillRecorded fill, decimal closing)
    {
        var direction = Math.Sign(held.Quantity);
        var all = closing == Math.Abs(held.Quantity);
        var cost = all ? held.Cost : Rounding.Amount(held.Cost * closing / Math.Abs(held.Quantity));
        var entryFees = all ? held.EntryFees : Rounding.Amount(held.EntryFees * closing / Math.Abs(held.Quantity));
        var feeTaken = closing == fill.Fill.Quantity ? fill.Fee : Rounding.Amount(fill.Fee * closing / fill.Fill.Quantity);
        var proceeds = held.Margined ? 0 : Rounding.Amount(direction * closing * fill.Price * fill.Rate);
        var realised = held.Margined
            ? Rounding.Amount(direction * closing * (fill.Price - held.AverageEntryPrice) * fill.Rate)
            : proceeds - cost;
        var next = all ? null : Marked(held, fill) with
        {
            Quantity = held.Quantity - (direction * closing),
            AverageEntryPrice = held.AverageEntryPrice,
            Cost = held.Cost - cost,
            EntryFees = held.EntryFees - entryFees,
        };
        var closed = new ClosedPart(closing, entryFees + feeTaken, realised);
        return new FillEffect(next, held.Margined ? realised : proceeds, realised, closed, feeTaken);
    }

    // A fill is a price that somebody paid: where no newer mark is known, it is the mark.
    private static BookPosition Marked(BookPosition? held, FillRecorded fill) => held is { } known && known.MarkedAt > fill.Fill.At
        ? known
        : (held ?? Empty(fill)) with
        {
            MarkPrice = fill.Price,
            MarkedAt = fill.Fill.At,
            Rate = fill.Rate,
            RateSource = fill.RateSource,
            Unmarked = false,
        };

    private static BookPosition Empty(FillRecorded fill) => new(
        fill.Fill.AssetId, fill.ClassId, 0, 0, 0, fill.Margined, fill.Price, fill.Fill.At, fill.Rate, fill.RateSource, null, fill.Fill.At,
        0, fill.Fill.StrategyId, Unmarked: false);
}

/// <summary>What a fill does.</summary>
/// <param name="Position">What is held afterwards; null for nothing.</param>
/// <param name="Cash">What it adds to cash, the fee not taken out.</param>
/// <param name="FeeTaken">The part of the fee that belongs to what was closed or opened.</param>
public sealed record FillEffect(BookPosition? Position, decimal Cash, decimal Realised, ClosedPart? Closed, decimal FeeTaken);

/// <summary>The part of a position that a fill closed.</summary>
public sealed record ClosedPart(decimal Quantity, decimal Fees, decimal Profit);
