using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>What a ratio makes of quantities and prices.</summary>
internal static class SplitUnits
{
    extension(SplitRatio ratio)
    {
        public Quantity Of(Quantity units)
        {
            var exact = units.Units * ratio.New / ratio.Old;
            return new Quantity(Rounding.Quantity(exact) is var kept && kept != 0 ? kept : exact);
        }

        /// <summary>To all digits: a price that is rounded here would be a profit of many units.</summary>
        public decimal OfPrice(decimal price) => price * ratio.Old / ratio.New;
    }
}

/// <summary>
/// A split: more or fewer units of the same worth. Quantities, entries, marks, stops and reservations change their unit; equity, drawdown
/// and the day's loss do not move.
/// </summary>
public static class SplitRules
{
    /// <summary>Smaller splits than 5 for 4 move a price by no more than a market may.</summary>
    private const decimal LargeRatio = 1.25m;

    /// <summary>A book in new units.</summary>
    /// <param name="effectiveAt">A mark of this time or later is in new units already.</param>
    public static PortfolioBook Scale(PortfolioBook book, string assetId, SplitRatio ratio, DateTimeOffset effectiveAt)
    {
        ArgumentNullException.ThrowIfNull(book);
        var scaled = book with
        {
            Trips = ScaleTrips(RoundTrips.WithSeed(book, assetId), assetId, ratio, effectiveAt),
            Reservations = book.Reservations.SetItems(book.Reservations.Where(entry => entry.Value.AssetId == assetId)
                .Select(entry => KeyValuePair.Create(entry.Key, Scale(entry.Value, ratio)))),
            OrderBook = book.OrderBook.WithUnfilled(assetId, order => Scale(order, ratio)),
        };
        return book.Positions.TryGetValue(assetId, out var held)
            ? Unmoved(book, held, effectiveAt, scaled with
            {
                Positions = book.Positions.SetItem(assetId, Scale(held, ratio.Of(held.Units), ratio, effectiveAt)),
            })
            : scaled;
    }

    /// <summary>
    /// What rounding leaves over is no profit. Where the mark was in new units already, equity comes back to what is true.
    /// </summary>
    /// <param name="before">The book in old units.</param>
    /// <param name="held">The position that is split.</param>
    public static PortfolioBook Unmoved(PortfolioBook before, BookPosition held, DateTimeOffset effectiveAt, PortfolioBook after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(after);
        var left = after.Equity - before.Equity;
        return left.IsZero || held.MarkedAt >= effectiveAt || !before.Equity.IsPositive
            ? after
            : after with { Chain = PortfolioFold.ChainOf(before).Flow(before.Equity.Amount, left.Amount) };
    }

    /// <summary>Whether a price is nearer to the level before a split than to the one after it.</summary>
    /// <param name="before">The price before it, in old units.</param>
    public static bool IsOfOldUnits(decimal price, decimal before, SplitRatio ratio) =>
        price > 0 && before > 0 && Times(price, before) < Times(price, ratio.OfPrice(before));

    /// <summary>
    /// A split that no price of the market has shown yet; null for none. A fill in new units shows what somebody told, and no market.
    /// </summary>
    public static UnitChange? UnshownOf(PortfolioBook book, BookPosition held)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(held);
        return book.UnitChanges.LastOrDefault(change => IsOpen(change, held.AssetId));
    }

    /// <summary>A book whose position was marked: the market has shown its splits of before that time.</summary>
    public static PortfolioBook Shown(PortfolioBook book, string assetId, DateTimeOffset markedAt)
    {
        ArgumentNullException.ThrowIfNull(book);
        return !book.UnitChanges.Any(change => IsOpen(change, assetId) && change.EffectiveAt <= markedAt) ? book : book with
        {
            UnitChanges =
            [
                .. book.UnitChanges.Select(change =>
                    IsOpen(change, assetId) && change.EffectiveAt <= markedAt ? change with { Shown = true } : change),
            ],
        };
    }

    /// <summary>A quote by which others may be measured, in the units of the book: also one that has not shown its split.</summary>
    public static Quote? MeasureOf(PortfolioBook book, string assetId, Quote? quote)
    {
        ArgumentNullException.ThrowIfNull(book);
        return quote is not null && book.Positions.GetValueOrDefault(assetId) is { } held && OldUnitsOf(book, held, quote.Mid) is { } ratio
            ? quote with { Bid = ratio.OfPrice(quote.Bid), Ask = ratio.OfPrice(quote.Ask) }
            : quote;
    }

    private static bool IsOpen(UnitChange change, string assetId) =>
        !change.Shown && change.NewAssetId is null && change.AssetId == assetId;

    /// <summary>
    /// Whether a price contradicts a split that is in the book and not in the market yet, by just its ratio: it marks nothing. Below a
    /// quarter more or less it may be the market.
    /// </summary>
    public static bool IsOfOldUnits(PortfolioBook book, BookPosition held, decimal price) => OldUnitsOf(book, held, price) is not null;

    // The split that a price contradicts; null for none.
    private static SplitRatio? OldUnitsOf(PortfolioBook book, BookPosition held, decimal price) =>
        UnshownOf(book, held) is { Ratio: var ratio } && Math.Max(ratio.OfPrice(1), 1 / ratio.OfPrice(1)) >= LargeRatio
            && IsOfOldUnits(price, held.MarkPrice / ratio.OfPrice(1), ratio) ? ratio : null;

    /// <summary>The fraction that the venue does not keep, as the fill that pays for it; null where it keeps all.</summary>
    /// <param name="scaled">The book in new units.</param>
    /// <param name="before">Signed units that were held before: who held a fraction then keeps one.</param>
    public static FillRecorded? InLieu(PortfolioBook scaled, BookEventRecorded recorded, Quantity before)
    {
        ArgumentNullException.ThrowIfNull(scaled);
        ArgumentNullException.ThrowIfNull(recorded);
        if (recorded.Step is not { } step || (before.Units % step != 0 && recorded.Event.Amount is null)
            || scaled.Positions.GetValueOrDefault(recorded.Event.AssetId!) is not { } held) // a split has an asset
        {
            return null;
        }

        var fraction = new Quantity(held.Quantity % step);
        if (fraction == Quantity.Zero)
        {
            return null;
        }

        var price = recorded.Event.Amount is { } paid
            ? held.Conversion.Back(recorded.Conversion.Convert(new Money(paid, recorded.Currency)) / fraction.Abs()).PerUnit
            : held.MarkPrice;
        return EventFills.Closing(held with { StrategyId = null }, fraction, price, recorded.Event); // whoever holds it
    }

    // How many times one is the other, whichever is larger, on a scale of logarithms: no money is told by it.
    private static double Times(decimal one, decimal other) => Math.Abs(Math.Log((double)one / (double)other));

    private static BookPosition Scale(BookPosition held, Quantity units, SplitRatio ratio, DateTimeOffset effectiveAt) => held with
    {
        Quantity = units.Units,
        AverageEntryPrice = ratio.OfPrice(held.AverageEntryPrice),
        MarkPrice = held.MarkedAt < effectiveAt ? ratio.OfPrice(held.MarkPrice) : held.MarkPrice,
        OfMarket = true, // what it was worth before is what it is worth after: quotes of the old level are none of the new unit
        StopPrice = held.StopPrice is { } stop ? ratio.OfPrice(stop) : null,
        TargetPrice = held.TargetPrice is { } target ? ratio.OfPrice(target) : null,
    };

    private static Reservation Scale(Reservation held, SplitRatio ratio) => held with
    {
        SignedQuantity = ratio.Of(new Quantity(held.SignedQuantity)).Units,
        Price = held.Price is { } price ? ratio.OfPrice(price) : null,
        StopPrice = held.StopPrice is { } stop ? ratio.OfPrice(stop) : null,
    };

    private static Order Scale(Order order, SplitRatio ratio) => order with
    {
        Quantity = ratio.Of(new Quantity(order.Quantity)).Units,
        Filled = ratio.Of(new Quantity(order.Filled)).Units,
        LimitPrice = order.LimitPrice is { } limit ? ratio.OfPrice(limit) : null,
        StopPrice = order.StopPrice is { } stop ? ratio.OfPrice(stop) : null,
        TargetPrice = order.TargetPrice is { } target ? ratio.OfPrice(target) : null,
    };

    // Lots are rounded each, and together they are what is held: the largest takes what rounding left over.
    private static ImmutableSortedDictionary<string, RoundTrip> ScaleTrips(
        ImmutableSortedDictionary<string, RoundTrip> open, string assetId, SplitRatio ratio, DateTimeOffset effectiveAt)
    {
        var own = open.Where(trip => trip.Value.Lot.AssetId == assetId).OrderByDescending(trip => trip.Value.Lot.Units.Abs()).ToArray();
        var total = own.Aggregate(Quantity.Zero, (sum, trip) => sum + trip.Value.Lot.Units);
        var left = (total == Quantity.Zero ? total : ratio.Of(total))
            - own.Aggregate(Quantity.Zero, (sum, trip) => sum + ratio.Of(trip.Value.Lot.Units));
        foreach (var (key, trip) in own)
        {
            open = open.SetItem(key, trip with
            {
                Lot = Scale(trip.Lot, ratio.Of(trip.Lot.Units) + left, ratio, effectiveAt),
                ClosedUnits = ratio.Of(new Quantity(trip.ClosedUnits)).Units,
            });
            left = Quantity.Zero;
        }

        return open;
    }
}

/// <summary>A change of an asset's unit or name that happened: what is told later of a time before it is in old units.</summary>
/// <param name="NewAssetId">The id from then on; null where it is the same.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.UnitChange")]
public sealed record UnitChange(string AssetId, DateTimeOffset EffectiveAt, int NewUnits, int OldUnits, string? NewAssetId)
{
    /// <summary>What it makes of quantities and prices.</summary>
    [JsonIgnore]
    public SplitRatio Ratio => new(NewUnits, OldUnits);

    /// <summary>Whether a price since then was a mark: the market has had it.</summary>
    [Id(0)]
    public bool Shown { get; init; }
}

/// <summary>What came late, of a time before a split or a change of the symbol, in the units and under the name of today.</summary>
public static class PresentUnits
{
    public static FillRecorded Of(PortfolioBook book, FillRecorded fill)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(fill);
        var market = Of(book, fill.Fill.AssetId, fill.Market);
        foreach (var change in book.UnitChanges)
        {
            if (change.AssetId == fill.Fill.AssetId && fill.Fill.At < change.EffectiveAt)
            {
                fill = fill with
                {
                    Fill = fill.Fill with
                    {
                        AssetId = change.NewAssetId ?? change.AssetId,
                        Quantity = change.Ratio.Of(new Quantity(fill.Fill.Quantity)).Units,
                    },
                    Price = change.Ratio.OfPrice(fill.Price),
                    FeeUnits = change.Ratio.Of(new Quantity(fill.FeeUnits)).Units,
                };
            }
        }

        return market is null ? fill : fill with { Market = market };
    }

    // A quote is in the units of its own time.
    private static FillMarket? Of(PortfolioBook book, string assetId, FillMarket? market) => market is null ? null : market with
    {
        Bid = Of(book, market.MarkOf(assetId, market.Bid)).Price, Ask = Of(book, market.MarkOf(assetId, market.Ask)).Price,
    };

    public static MarkedPrice Of(PortfolioBook book, MarkedPrice mark)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(mark);
        foreach (var change in book.UnitChanges)
        {
            if (change.AssetId == mark.AssetId && mark.At < change.EffectiveAt)
            {
                mark = mark with { AssetId = change.NewAssetId ?? change.AssetId, Price = change.Ratio.OfPrice(mark.Price) };
            }
        }

        return mark;
    }
}
