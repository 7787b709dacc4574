using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// What one strategy has open in one asset, from flat on. A trade of the record is a whole round trip, back to flat, however many fills it
/// took; what one strategy earned is measured on its own entries, whatever others hold of the asset.
/// </summary>
/// <param name="Lot">What the strategy holds, at its own average entry.</param>
/// <param name="ClosedUnits">Units of it that were closed before.</param>
/// <param name="Profit">Of those, in the portfolio's currency, fees not taken out.</param>
/// <param name="Fees">
/// Of those: of their opening and closing, in the portfolio's currency; and of all of it what it cost while it was held, less what it
/// earned.
/// </param>
/// <param name="ExitValue">What those were closed at, in the portfolio's currency.</param>
/// <param name="FirstAt">Time of the earliest fill, which need not have come first.</param>
/// <param name="LastAt">Time of the latest fill.</param>
/// <param name="FirstSide">Side of the earliest fill.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RoundTrip")]
public sealed record RoundTrip(
    BookPosition Lot,
    decimal ClosedUnits,
    decimal Profit,
    decimal Fees,
    decimal ExitValue,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    OrderSide FirstSide)
{
    /// <summary>A trip that begins with what is held.</summary>
    public static RoundTrip From(BookPosition lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return new RoundTrip(lot, 0, 0, 0, 0, lot.OpenedAt, lot.OpenedAt, lot.Quantity > 0 ? OrderSide.Buy : OrderSide.Sell);
    }
}

/// <summary>Cash that a part of a fill brought to a strategy's trip, its fee taken out.</summary>
/// <param name="Key">The trip's name: <see cref="RoundTrips.Key"/>.</param>
public sealed record TripCash(string Key, string? StrategyId, Money Cash);

/// <summary>What a fill makes of the trips of strategies.</summary>
/// <param name="Open">Those that are open after it.</param>
/// <param name="Closed">Those that it completes.</param>
/// <param name="Cash">What it brought to each.</param>
public sealed record FilledTrips(
    ImmutableSortedDictionary<string, RoundTrip> Open, ImmutableArray<TradeClosed> Closed, ImmutableArray<TripCash> Cash);

/// <summary>Assigns fills to the round trips of strategies.</summary>
public static class RoundTrips
{
    /// <summary>Name of a strategy's trip in an asset.</summary>
    public static string Key(string assetId, string? strategyId) => $"{assetId}|{strategyId}";

    /// <summary>What a fill makes of the open trips of a book, and the trades that it completes.</summary>
    /// <remarks>
    /// A fill belongs to its strategy. Where that has nothing to close, it closes what nobody's name is on; a fill without a name closes
    /// the oldest of what it can close, and opens what is nobody's.
    /// </remarks>
    public static FilledTrips Apply(PortfolioBook book, FillRecorded fill)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(fill);
        var open = WithSeed(book, fill.Fill.AssetId);
        var (closed, cash) = (ImmutableArray.CreateBuilder<TradeClosed>(), ImmutableArray.CreateBuilder<TripCash>());
        var (left, fee) = (fill.Units.Abs(), fill.Charge);
        foreach (var key in Closable(open, fill))
        {
            var part = open[key].Lot.Units.Abs() < left ? open[key].Lot.Units.Abs() : left;
            if (part == Quantity.Zero)
            {
                break;
            }

            var charge = part == left ? fee : (fee * part.Units / left.Units).Kept();
            open = Add(open, key, Part(fill, part, charge), closed, cash);
            (left, fee) = (left - part, fee - charge);
        }

        open = left == Quantity.Zero
            ? open
            : Add(open, Key(fill.Fill.AssetId, fill.Fill.StrategyId), Part(fill, left, fee), closed, cash);
        return new FilledTrips(open, closed.DrainToImmutable(), cash.DrainToImmutable());
    }

    /// <summary>Whether anybody holds an asset, be it that two hold it against each other.</summary>
    public static bool Holds(PortfolioBook book, string assetId) =>
        book.Positions.ContainsKey(assetId) || book.Trips.Values.Any(trip => trip.Lot.AssetId == assetId);

    /// <summary>
    /// The open trips of a book. What is held since before there were trips, or came with an import, is one trip of whoever opened it.
    /// </summary>
    public static ImmutableSortedDictionary<string, RoundTrip> WithSeed(PortfolioBook book, string assetId) =>
        book.Positions.GetValueOrDefault(assetId) is not { } held || book.Trips.Values.Any(trip => trip.Lot.AssetId == assetId)
            ? book.Trips
            : book.Trips.SetItem(Key(assetId, held.StrategyId), RoundTrip.From(held));

    private static ImmutableSortedDictionary<string, RoundTrip> Add(
        ImmutableSortedDictionary<string, RoundTrip> open, string key, FillRecorded part, ImmutableArray<TradeClosed>.Builder closed,
        ImmutableArray<TripCash>.Builder cash)
    {
        var trip = open.GetValueOrDefault(key);
        var effect = PositionRules.Apply(trip?.Lot, part);
        cash.Add(new TripCash(key, trip is null ? part.Fill.StrategyId : trip.Lot.StrategyId, effect.Cash - part.Charge));
        if (trip is null || effect.Closed is not { } done)
        {
            var lot = effect.Position!; // what is opened or enlarged is held
            var begun = trip is null ? RoundTrip.From(lot) with { FirstAt = part.Fill.At, LastAt = part.ClosesAt } : Seen(trip, part);
            return open.SetItem(key, begun with { Lot = lot });
        }

        trip = Seen(trip, part) with
        {
            ClosedUnits = trip.ClosedUnits + done.Units.Units,
            Profit = trip.Profit + done.Profit.Amount,
            Fees = trip.Fees + done.Fees.Amount,
            ExitValue = trip.ExitValue + part.Conversion.Convert(part.UnitPrice * done.Units).Amount,
        };
        if (effect.Position is { } rest)
        {
            return open.SetItem(key, trip with { Lot = rest });
        }

        closed.Add(TradeOf(trip, part.Fill, closed.Count));
        return open.Remove(key);
    }

    // A trade's prices are in the portfolio's currency; the entry follows from the profit, so that the trade tells exactly what was earned.
    private static TradeClosed TradeOf(RoundTrip trip, Fill last, int number)
    {
        var held = trip.Lot;
        var (closing, perUnit) = (trip.ExitValue / trip.ClosedUnits, trip.Profit / trip.ClosedUnits);
        var opening = Rounding.Price(held.Quantity > 0 ? closing - perUnit : closing + perUnit);
        var isLong = trip.FirstSide == OrderSide.Buy;
        // Where the opening fill came after the closing one, the trip was the other way round.
        var (entry, exit) = isLong == held.Quantity > 0 ? (opening, Rounding.Price(closing)) : (Rounding.Price(closing), opening);
        var trade = new Trade(
            number == 0 ? $"fill:{last.FillId}" : $"fill:{last.FillId}:{number + 1}",
            held.AssetId,
            held.StrategyId ?? last.StrategyId,
            isLong ? TradeSide.Long : TradeSide.Short,
            trip.ClosedUnits,
            trip.FirstAt,
            entry,
            trip.LastAt,
            exit,
            trip.Fees);
        return new TradeClosed(trade, held.ClassId, trip.Profit);
    }

    private static RoundTrip Seen(RoundTrip trip, FillRecorded recorded) => trip with
    {
        FirstAt = recorded.Fill.At < trip.FirstAt ? recorded.Fill.At : trip.FirstAt,
        FirstSide = recorded.Fill.At < trip.FirstAt ? recorded.Fill.Side : trip.FirstSide,
        LastAt = recorded.ClosesAt > trip.LastAt ? recorded.ClosesAt : trip.LastAt,
    };

    private static FillRecorded Part(FillRecorded fill, Quantity units, Money fee) =>
        fill with { Fill = fill.Fill with { Quantity = units.Units }, Fee = fee.Amount, FeeUnits = 0 };

    private static string[] Closable(ImmutableSortedDictionary<string, RoundTrip> open, FillRecorded fill)
    {
        if (open.IsEmpty)
        {
            return []; // of a file of fills every other one
        }

        var own = Key(fill.Fill.AssetId, fill.Fill.StrategyId);
        var nobodys = Key(fill.Fill.AssetId, null);
        var closable = new List<(string Key, DateTimeOffset FirstAt)>(1);
        foreach (var (key, trip) in open)
        {
            if (trip.Lot.AssetId == fill.Fill.AssetId && trip.Lot.Units.Sign != fill.Units.Sign
                && (fill.Fill.StrategyId is null || key == own || key == nobodys))
            {
                closable.Add((key, trip.FirstAt));
            }
        }

        return closable is [var only] ? [only.Key]
            : closable.OrderBy(trip => trip.Key == own ? 0 : 1).ThenBy(trip => trip.FirstAt).Select(trip => trip.Key).ToArray();
    }
}
