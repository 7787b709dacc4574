using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// Dividends, interest, financing, fees and rebates: profit or loss of the book, and of the asset and the strategies that hold it.
/// </summary>
public static class IncomeRules
{
    private static readonly Money None = Money.Zero(Conversions.Currency);

    public static EventEffect Of(PortfolioBook book, BookEventRecorded recorded)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(recorded);
        var one = recorded.Event;
        var held = one.AssetId is { } asset ? book.Positions.GetValueOrDefault(asset)?.Units ?? Quantity.Zero : Quantity.Zero;
        var gross = InDollars(recorded, one.Amount ?? ((one.PerUnit ?? 0) * held.Units));
        // Who is short pays the whole of a dividend: tax is kept back from what is received.
        var withheld = gross.IsPositive ? InDollars(recorded, one.PerUnit is null ? one.Withheld : one.Withheld * held.Units) : None;
        var net = gross - withheld;
        var shares = SharesOf(book, recorded, net);
        var next = book with
        {
            Trips = one.AssetId is { } traded ? Earn(RoundTrips.WithSeed(book, traded), traded, shares) : book.Trips,
            Cash = (new Money(book.Cash, Conversions.Currency) + net).Amount,
            Income = book.Income + gross.OrZero().Amount,
            Costs = book.Costs + ((-gross).OrZero() + withheld).Amount,
            HasOwnRecord = true,
        };
        return new EventEffect(
            next, [], new EventOutcome(one.AssetId, held.Units, held.Units, net.Amount, withheld.Amount, shares));
    }

    // What a trade earned and cost while it was held is in its fees: they are what its prices do not tell.
    private static ImmutableSortedDictionary<string, RoundTrip> Earn(
        ImmutableSortedDictionary<string, RoundTrip> open, string assetId, ImmutableArray<StrategyShare> shares) =>
        shares.Aggregate(open, (trips, share) => trips.TryGetValue(RoundTrips.Key(assetId, share.StrategyId), out var trip)
            ? trips.SetItem(RoundTrips.Key(assetId, share.StrategyId), trip with { Fees = trip.Fees - share.Amount })
            : trips);

    /// <summary>Whose an income or a cost is: the strategy's that is named, else by what each holds of the asset.</summary>
    private static ImmutableArray<StrategyShare> SharesOf(PortfolioBook book, BookEventRecorded recorded, Money net)
    {
        var one = recorded.Event;
        var lots = one.AssetId is { } asset && one.StrategyId is null
            ? RoundTrips.WithSeed(book, asset).Values.Select(trip => trip.Lot).Where(lot => lot.AssetId == asset)
                .OrderByDescending(lot => lot.Units.Abs()).ToArray()
            : [];
        var total = lots.Aggregate(Quantity.Zero, (sum, lot) => sum + lot.Units);
        if (lots.Length == 0 || (total == Quantity.Zero && one.PerUnit is null))
        {
            return net.IsZero ? [] : [new StrategyShare(one.StrategyId, net.Amount)];
        }

        Money[] parts = [.. lots.Select(lot => total == Quantity.Zero
            ? InDollars(recorded, (one.PerUnit ?? 0) * lot.Quantity)
            : (net * (lot.Units / total)).Kept())];
        parts[0] += net - parts.Sum(Conversions.Currency, part => part); // the largest lot has what rounding left over
        return [.. lots.Zip(parts, (lot, part) => new StrategyShare(lot.StrategyId, part.Amount))];
    }

    private static Money InDollars(BookEventRecorded recorded, decimal amount) =>
        recorded.Conversion.Convert(new Money(amount, recorded.Currency)).Kept();
}
