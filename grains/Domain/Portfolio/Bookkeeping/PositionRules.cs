using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>What a fill makes of a position: average entry, realised profit, cash.</summary>
public static class PositionRules
{
    private static readonly Money None = Money.Zero(Conversions.Currency);

    /// <param name="held">What is held of the fill's asset; null for nothing.</param>
    public static FillEffect Apply(BookPosition? held, FillRecorded fill)
    {
        var signed = fill.Units;
        if (held is null || held.Units.Sign == signed.Sign)
        {
            return Enlarge(held, fill, signed);
        }

        var closing = signed.Abs() < held.Units.Abs() ? signed.Abs() : held.Units.Abs();
        var reduced = Reduce(held, fill, closing);
        var rest = signed.Abs() - closing;
        if (rest == Quantity.Zero)
        {
            return reduced;
        }

        // The rest opens a position on the other side; its part of the fee goes with it.
        var opened = Enlarge(null, fill with { Fee = (fill.Charge - reduced.FeeTaken).Amount }, rest * signed.Sign);
        return opened with { Cash = reduced.Cash + opened.Cash, Realised = reduced.Realised, Closed = reduced.Closed };
    }

    private static FillEffect Enlarge(BookPosition? held, FillRecorded fill, Quantity signed)
    {
        var amount = fill.Margined ? None : fill.Conversion.Convert(fill.UnitPrice * signed).Kept();
        var quantity = (held?.Units ?? Quantity.Zero) + signed;
        var average = held is null ? fill.UnitPrice
            : (((held.AverageEntry * held.Units) + (fill.UnitPrice * signed)) / quantity).Kept();
        var position = Marked(held, fill) with
        {
            Quantity = quantity.Units,
            AverageEntryPrice = average.PerUnit,
            Cost = ((held?.Paid ?? None) + amount).Amount,
            StopPrice = fill.StopPrice ?? held?.StopPrice,
            TargetPrice = fill.TargetPrice ?? held?.TargetPrice,
            OpenedAt = held is null || fill.Fill.At < held.OpenedAt ? fill.Fill.At : held.OpenedAt,
            EntryFees = ((held?.FeesPaid ?? None) + fill.Charge).Amount,
            StrategyId = held?.StrategyId ?? fill.Fill.StrategyId,
        };
        return new FillEffect(position, -amount, None, null, fill.Charge);
    }

    private static FillEffect Reduce(BookPosition held, FillRecorded fill, Quantity closing)
    {
        var closed = closing * held.Units.Sign;
        var all = closed == held.Units;
        var cost = all ? held.Paid : PartOf(held.Paid, closing, held.Units.Abs());
        var entryFees = all ? held.FeesPaid : PartOf(held.FeesPaid, closing, held.Units.Abs());
        var feeTaken = closing == fill.Units.Abs() ? fill.Charge : PartOf(fill.Charge, closing, fill.Units.Abs());
        var proceeds = held.Margined ? None : fill.Conversion.Convert(fill.UnitPrice * closed).Kept();
        var realised = held.Margined
            ? fill.Conversion.Convert((fill.UnitPrice - held.AverageEntry) * closed).Kept()
            : proceeds - cost;
        var next = all ? null : Marked(held, fill) with
        {
            Quantity = (held.Units - closed).Units,
            AverageEntryPrice = held.AverageEntryPrice,
            Cost = (held.Paid - cost).Amount,
            EntryFees = (held.FeesPaid - entryFees).Amount,
        };
        return new FillEffect(
            next, held.Margined ? realised : proceeds, realised, new ClosedPart(closing, entryFees + feeTaken, realised), feeTaken);
    }

    private static Money PartOf(Money whole, Quantity part, Quantity of) => (whole * part.Units / of.Units).Kept();

    // A fill is a price that somebody paid for some units: where the market's is not known, or too old, it is the mark of all.
    private static BookPosition Marked(BookPosition? held, FillRecorded fill) => held switch
    {
        { OfMarket: true } known when known.MarkedAt >= fill.MarketSince =>
            fill.Market is { } newer && newer.At > known.MarkedAt && newer.At <= fill.Fill.At ? known.At(newer.For(known)) : known,
        { Unmarked: false } known when fill.Market is { } market => known.At(market.For(known)),
        { } known when known.MarkedAt > fill.Fill.At => known,
        _ => (held ?? Empty(fill)) with
        {
            MarkPrice = fill.Price,
            MarkedAt = fill.Fill.At,
            Rate = fill.Rate,
            RateSource = fill.RateSource,
            RateAt = fill.RateAt,
            Unmarked = false,
            OfMarket = false,
        },
    };

    private static BookPosition Empty(FillRecorded fill) => new(
        fill.Fill.AssetId, fill.ClassId, 0, 0, 0, fill.Margined, fill.Price, fill.Fill.At, fill.Rate, fill.RateSource, null, fill.Fill.At,
        0, fill.Fill.StrategyId, Unmarked: false);
}

/// <summary>What a fill does. Amounts in the portfolio's currency.</summary>
/// <param name="Position">What is held afterwards; null for nothing.</param>
/// <param name="Cash">What it adds to cash, the fee not taken out.</param>
/// <param name="FeeTaken">The part of the fee that belongs to what was closed or opened.</param>
public sealed record FillEffect(BookPosition? Position, Money Cash, Money Realised, ClosedPart? Closed, Money FeeTaken);

/// <summary>The part of a position that a fill closed. Units more than 0, amounts in the portfolio's currency.</summary>
/// <param name="Profit">Fees not taken out.</param>
public sealed record ClosedPart(Quantity Units, Money Fees, Money Profit);
