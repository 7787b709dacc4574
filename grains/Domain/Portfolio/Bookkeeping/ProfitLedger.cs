using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Returns;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// What each asset, and each strategy in it, has earned since the day began. Whatever an event is called, it moves cash or the worth of a
/// position: so the parts add up to the change of equity less cash flows, to the last decimal, and a kind of event that comes later cannot
/// be left out.
/// </summary>
/// <param name="Assets">By asset id; under the empty one what belongs to no asset.</param>
/// <param name="Trips">The same by <see cref="RoundTrips.Key"/>: what is left between an asset and its trips is rounding.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ProfitLedger")]
public sealed record ProfitLedger(
    ImmutableSortedDictionary<string, EarnedPart> Assets, ImmutableSortedDictionary<string, EarnedPart> Trips)
{
    /// <summary>Name of what belongs to no asset.</summary>
    public const string NoAsset = "";

    /// <summary>Up to this much, in the portfolio's currency, a difference between an asset and its strategies is rounding.</summary>
    private const decimal Dust = 0.01m;

    private static readonly ImmutableSortedDictionary<string, EarnedPart> None =
        ImmutableSortedDictionary<string, EarnedPart>.Empty;

    /// <summary>A day begins with what is held at its marks: nothing is earned yet.</summary>
    public static ProfitLedger Begin(PortfolioBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new ProfitLedger(
            None.AddRange(book.Positions.Values.Select(held => KeyValuePair.Create(
                held.AssetId, EarnedPart.Of(held.AssetId, held.ClassId, null) with { Cash = -held.Value.Amount }))),
            None.AddRange(TripsOf(book).Select(trip => KeyValuePair.Create(
                trip.Key, EarnedPart.Of(trip.Lot.AssetId, trip.Lot.ClassId, trip.Lot.StrategyId) with { Cash = -trip.Lot.Value.Amount }))));
    }

    /// <summary>Cash that an asset brought, or took where it is less than 0.</summary>
    public ProfitLedger Add(string assetId, string classId, decimal cash) =>
        this with { Assets = Added(Assets, assetId, EarnedPart.Of(assetId, classId, null), cash) };

    /// <summary>The same of a strategy in it.</summary>
    public ProfitLedger AddTrip(string key, string assetId, string classId, string? strategyId, decimal cash) =>
        this with { Trips = Added(Trips, key, EarnedPart.Of(assetId, classId, strategyId), cash) };

    /// <summary>An asset has another id from now on: what it earned goes with it.</summary>
    /// <param name="classId">Under its new id; null leaves what it was.</param>
    public ProfitLedger Rename(string old, string renamed, string? classId)
    {
        var trips = Trips.Where(trip => trip.Value.AssetId == old).ToArray();
        return new ProfitLedger(
            Assets.TryGetValue(old, out var whole) ? Moved(Assets.Remove(old), renamed, whole) : Assets,
            trips.Aggregate(
                Trips.RemoveRange(trips.Select(trip => trip.Key)),
                (parts, trip) => Moved(parts, RoundTrips.Key(renamed, trip.Value.StrategyId), trip.Value)));

        ImmutableSortedDictionary<string, EarnedPart> Moved(
            ImmutableSortedDictionary<string, EarnedPart> parts, string key, EarnedPart part) => parts.SetItem(
            key, parts.TryGetValue(key, out var there)
                ? there with { Cash = there.Cash + part.Cash, Profit = there.Profit + part.Profit, Return = there.Return + part.Return }
                : part with { AssetId = renamed, ClassId = classId ?? part.ClassId });
    }

    /// <summary>Before a cash flow: what was earned until it is set beside the capital that earned it.</summary>
    /// <param name="book">Before the flow.</param>
    public ProfitLedger Settle(PortfolioBook book) => new(
        Settled(Assets, ValuesOf(book), PortfolioFold.ChainOf(book).ReturnOfUnit),
        Settled(Trips, TripValuesOf(book), PortfolioFold.ChainOf(book).ReturnOfUnit));

    /// <summary>An import changed what is held: that earned nothing, and what was earned before it stays.</summary>
    public ProfitLedger Adopt(PortfolioBook before, PortfolioBook after)
    {
        var (settled, begun) = (Settle(before), Begin(after));
        return new ProfitLedger(Held(settled.Assets, begun.Assets), Held(settled.Trips, begun.Trips));

        static ImmutableSortedDictionary<string, EarnedPart> Held(
            ImmutableSortedDictionary<string, EarnedPart> earned, ImmutableSortedDictionary<string, EarnedPart> held) => held.SetItems(
            earned.Select(part => KeyValuePair.Create(
                part.Key, part.Value with { Cash = held.GetValueOrDefault(part.Key)?.Cash ?? 0 })));
    }

    /// <summary>The day's profits at its end: a row a strategy and asset, and one of what belongs to no asset.</summary>
    public ImmutableArray<DayProfit> RowsOf(PortfolioBook book, DateOnly day)
    {
        var settled = Settle(book);
        var rows = ImmutableArray.CreateBuilder<DayProfit>();
        var none = settled.Assets.GetValueOrDefault(NoAsset) ?? EarnedPart.Of(NoAsset, "", null);
        rows.Add(new DayProfit(day, NoAsset, "", null, none.Profit, Rounded(none.Return)));
        foreach (var (assetId, whole) in settled.Assets)
        {
            if (assetId != NoAsset)
            {
                var trips = settled.Trips.Values.Where(trip => trip.AssetId == assetId).ToArray();
                rows.AddRange(Parted(whole, trips).Select(part => new DayProfit(
                    day, assetId, whole.ClassId, part.StrategyId, part.Profit, Rounded(part.Return))));
            }
        }

        return rows.DrainToImmutable();
    }

    /// <summary>
    /// An asset's profit by strategy. What its strategies do not add up to is rounding, and goes to the largest; more than that (income of
    /// the asset, corrections) is nobody's, unless one strategy alone had a share in it.
    /// </summary>
    private static IEnumerable<EarnedPart> Parted(EarnedPart whole, EarnedPart[] trips)
    {
        if (trips.Length == 0)
        {
            return [whole];
        }

        var rest = whole.Profit - trips.Sum(trip => trip.Profit);
        var restReturn = whole.Return - trips.Sum(trip => trip.Return);
        var taker = trips.Length == 1 || Math.Abs(rest) < Dust
            ? trips.MaxBy(trip => Math.Abs(trip.Profit))
            : trips.FirstOrDefault(trip => trip.StrategyId is null);
        return taker is null
            ? trips.Append(EarnedPart.Of(whole.AssetId, whole.ClassId, null) with { Profit = rest, Return = restReturn })
            : trips.Select(trip => ReferenceEquals(trip, taker)
                ? trip with { Profit = trip.Profit + rest, Return = trip.Return + restReturn }
                : trip);
    }

    private static ImmutableSortedDictionary<string, EarnedPart> Added(
        ImmutableSortedDictionary<string, EarnedPart> parts, string key, EarnedPart empty, decimal cash) =>
        parts.SetItem(key, parts.TryGetValue(key, out var part)
            ? part with { Cash = part.Cash + cash }
            : empty with { Cash = cash });

    private static ImmutableSortedDictionary<string, EarnedPart> Settled(
        ImmutableSortedDictionary<string, EarnedPart> parts, Dictionary<string, decimal> values, decimal? returnOfUnit) =>
        parts.SetItems(parts.Select(part =>
        {
            var value = values.GetValueOrDefault(part.Key);
            var earned = part.Value.Cash + value;
            return KeyValuePair.Create(part.Key, part.Value with
            {
                Cash = -value,
                Profit = part.Value.Profit + earned,
                Return = part.Value.Return + (earned == 0 ? 0 : earned * returnOfUnit),
            });
        }));

    private static Dictionary<string, decimal> ValuesOf(PortfolioBook book) =>
        book.Positions.ToDictionary(held => held.Key, held => held.Value.Value.Amount, StringComparer.Ordinal);

    private static Dictionary<string, decimal> TripValuesOf(PortfolioBook book) =>
        TripsOf(book).ToDictionary(trip => trip.Key, trip => trip.Lot.Value.Amount, StringComparer.Ordinal);

    /// <summary>What strategies hold, at the newest mark of the asset; where nobody's trip is known, what is held is one.</summary>
    private static IEnumerable<(string Key, BookPosition Lot)> TripsOf(PortfolioBook book)
    {
        foreach (var group in book.Trips.GroupBy(trip => trip.Value.Lot.AssetId, StringComparer.Ordinal))
        {
            // Long and short of two strategies may leave nothing held: then the newest price that one of them has seen values both.
            var mark = book.Positions.GetValueOrDefault(group.Key) ?? group.MaxBy(trip => trip.Value.Lot.MarkedAt).Value.Lot;
            foreach (var (key, trip) in group)
            {
                yield return (key, trip.Lot with { MarkPrice = mark.MarkPrice, Rate = mark.Rate });
            }
        }

        foreach (var held in book.Positions.Values.Where(held => book.Trips.Values.All(trip => trip.Lot.AssetId != held.AssetId)))
        {
            yield return (RoundTrips.Key(held.AssetId, held.StrategyId), held);
        }
    }

    private static decimal? Rounded(decimal? value) => value is { } known ? Math.Round(known, 12) : null;
}

/// <summary>What a part of the book has earned since the day began.</summary>
/// <param name="Cash">Cash that it brought since the last cash flow, less what it was worth then.</param>
/// <param name="Profit">Earned until then, in the portfolio's currency.</param>
/// <param name="Return">The same as a fraction of the capital that worked; null once some of it had no capital.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.EarnedPart")]
public sealed record EarnedPart(string AssetId, string ClassId, string? StrategyId, decimal Cash, decimal Profit, decimal? Return)
{
    /// <summary>Nothing earned yet.</summary>
    public static EarnedPart Of(string assetId, string classId, string? strategyId) => new(assetId, classId, strategyId, 0, 0, 0);
}
