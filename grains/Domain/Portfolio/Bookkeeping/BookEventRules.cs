using System.Collections.Immutable;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>What happens to a position or to cash without a trade. Pure: the book and the event are all that is asked.</summary>
public static class BookEventRules
{
    /// <summary>What an event makes of a book.</summary>
    public static EventEffect Of(PortfolioBook book, BookEventRecorded recorded)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(recorded);
        var effect = recorded.Event.Kind switch
        {
            BookEventKind.Split => Split(book, recorded),
            BookEventKind.SymbolChange => Rename(book, recorded),
            BookEventKind.Delisting => Delist(book, recorded),
            _ => IncomeRules.Of(book, recorded),
        };
        return effect with
        {
            Outcome = effect.Outcome with
            {
                PriceBefore = PriceOf(book, recorded.Event.AssetId), PriceAfter = PriceOf(effect.Book, effect.Outcome.AssetId),
            },
        };
    }

    /// <summary>What keeps an event from being taken into a book; null where nothing does.</summary>
    public static string? FaultOf(PortfolioBook book, BookEvent one)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(one);
        return one switch
        {
            { Kind: BookEventKind.SymbolChange, AssetId: { } old, NewAssetId: { } renamed }
                when RoundTrips.Holds(book, old) && RoundTrips.Holds(book, renamed) =>
                $"both {old} and {renamed} are held: close one of them, or give the time before the first fill of {renamed}",
            { Kind: BookEventKind.SymbolChange, AssetId: { } old, NewAssetId: { } renamed }
                when Conversions.QuoteCurrencyOf(old) != Conversions.QuoteCurrencyOf(renamed) =>
                $"{old} is priced in {Conversions.QuoteCurrencyOf(old)} and {renamed} in {Conversions.QuoteCurrencyOf(renamed)}: "
                + "record the sale of the one and the purchase of the other",
            _ => null,
        };
    }

    /// <summary>
    /// Whether an event comes later than what it touches: its day is over, what it is of was traded or valued since, or money or prices
    /// moved since what it paid or cost. The history is then told anew with it at its time.
    /// </summary>
    public static bool IsLate(PortfolioBook book, BookEvent one, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(one);
        return DateOnly.FromDateTime(one.EffectiveAt.UtcDateTime) < book.Day
            || (one.AssetId is { } asset // whose it is depends on what was held
                && ((book.LastTouchedAt.TryGetValue(asset, out var last) && last >= one.EffectiveAt)
                    || (one.Kind == BookEventKind.Split && book.Positions.GetValueOrDefault(asset)?.MarkedAt >= one.EffectiveAt)))
            || (one.Kind is not (BookEventKind.Split or BookEventKind.SymbolChange) // which move no money
                && FillTimes.IsBehind(book, one.EffectiveAt, now));
    }

    private static EventEffect Split(PortfolioBook book, BookEventRecorded recorded)
    {
        var one = recorded.Event;
        var (asset, ratio) = (one.AssetId!, new SplitRatio(one.NewUnits ?? 1, one.OldUnits ?? 1)); // a split has them
        var before = UnitsOf(book, asset);
        var scaled = SplitRules.Scale(book, asset, ratio, one.EffectiveAt) with
        {
            UnitChanges = Add(book, new UnitChange(asset, one.EffectiveAt, one.NewUnits ?? 1, one.OldUnits ?? 1, null)),
        };
        var (paid, closed) = SplitRules.InLieu(scaled, recorded, before) is { } fraction
            ? EventFills.Settle(scaled, asset, [fraction])
            : (scaled, []);
        var inLieu = paid.Cash - scaled.Cash;
        if (one.Amount is null && book.Positions.TryGetValue(asset, out var held))
        {
            paid = SplitRules.Unmoved(book, held, one.EffectiveAt, paid); // paid at the mark
        }

        return new EventEffect(
            paid, closed, new EventOutcome(asset, before.Units, UnitsOf(paid, asset).Units, inLieu, 0, []));
    }

    private static EventEffect Rename(PortfolioBook book, BookEventRecorded recorded)
    {
        var one = recorded.Event;
        var (old, renamed) = (one.AssetId!, one.NewAssetId!); // a symbol change has both
        var held = UnitsOf(book, old).Units;
        var next = AssetNames.Rename(book, old, renamed, recorded.ClassId) with
        {
            UnitChanges = Add(book, new UnitChange(old, one.EffectiveAt, 1, 1, renamed)),
        };
        return new EventEffect(next, [], new EventOutcome(renamed, held, held, 0, 0, []));
    }

    private static EventEffect Delist(PortfolioBook book, BookEventRecorded recorded)
    {
        var (asset, perUnit) = (recorded.Event.AssetId!, recorded.Event.PerUnit ?? 0); // a delisting has them
        var before = UnitsOf(book, asset);
        var seeded = book with { Trips = RoundTrips.WithSeed(book, asset) };
        var fills = seeded.Trips.Values.Where(trip => trip.Lot.AssetId == asset).Select((trip, index) => EventFills.Closing(
            trip.Lot with { Rate = recorded.Rate, RateSource = recorded.RateSource }, trip.Lot.Units, perUnit, recorded.Event, index + 1));
        var (paid, closed) = EventFills.Settle(seeded, asset, [.. fills]);
        return new EventEffect(paid, closed, new EventOutcome(asset, before.Units, 0, paid.Cash - book.Cash, 0, []));
    }

    private static decimal? PriceOf(PortfolioBook book, string? assetId) =>
        assetId is not null && book.Positions.GetValueOrDefault(assetId) is { Unmarked: false } held ? held.MarkPrice : null;

    private static Quantity UnitsOf(PortfolioBook book, string assetId) =>
        book.Positions.GetValueOrDefault(assetId)?.Units ?? Quantity.Zero;

    // What is told late passes through all of them in their order.
    private static ImmutableArray<UnitChange> Add(PortfolioBook book, UnitChange change) =>
        [.. book.UnitChanges.Append(change).OrderBy(known => known.EffectiveAt)];
}

/// <summary>What an event does.</summary>
/// <param name="Closed">Trades that it completes.</param>
public sealed record EventEffect(PortfolioBook Book, ImmutableArray<TradeClosed> Closed, EventOutcome Outcome);

/// <summary>What an event ends is closed as a fill does it, without a fee and without an order.</summary>
internal static class EventFills
{
    /// <param name="lot">What is held.</param>
    /// <param name="units">Signed units of it that end.</param>
    /// <param name="price">What each is paid, in the asset's quote currency.</param>
    /// <param name="number">Of the lot, from 1.</param>
    public static FillRecorded Closing(BookPosition lot, Quantity units, decimal price, BookEvent one, int number = 1)
    {
        var id = number == 1 ? $"event:{one.EventId}" : $"event:{one.EventId}:{number}";
        var fill = new Fill(
            id, null, lot.AssetId, units.Sign > 0 ? OrderSide.Sell : OrderSide.Buy, units.Abs().Units, price, 0, null,
            null, one.EffectiveAt, lot.StrategyId);
        return new FillRecorded(
            fill, "", lot.ClassId, lot.Margined, price, lot.Rate, lot.RateSource, 0, null, 0, 0, 0, Paper: false);
    }

    public static (PortfolioBook Book, ImmutableArray<TradeClosed> Closed) Settle(
        PortfolioBook book, string assetId, ImmutableArray<FillRecorded> fills)
    {
        var closed = ImmutableArray.CreateBuilder<TradeClosed>();
        var mark = book.Positions.GetValueOrDefault(assetId);
        foreach (var fill in fills)
        {
            closed.AddRange(RoundTrips.Apply(book, fill).Closed);
            book = PortfolioFold.Trade(book, fill);
        }

        // The price of what ended is not that of what is left.
        return (book.Positions.TryGetValue(assetId, out var rest) && mark is not null
            ? book with
            {
                Positions = book.Positions.SetItem(
                    assetId, rest with { MarkPrice = mark.MarkPrice, MarkedAt = mark.MarkedAt, OfMarket = mark.OfMarket }),
            }
            : book, closed.DrainToImmutable());
    }
}
