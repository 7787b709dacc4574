using System.Collections.Immutable;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// Pairs the fills of an import to round trips, as the live book does (<see cref="RoundTrips"/>): fills go in by their time, whole trips
/// come out. Prices and fees are converted by the rate of their day. It holds what is open, and so its memory does not grow with the
/// number of fills.
/// </summary>
/// <param name="classId">Class of the assets.</param>
/// <param name="splits">
/// Of the one asset whose fills it takes, oldest first: what was bought in old units is sold in new ones. Fills are in the units of their
/// time, as brokers write them.
/// </param>
public sealed class FillPairing(string classId, DayRate rateOf, ImmutableArray<HeldSplit> splits = default)
{
    private readonly Dictionary<string, (Currency Quoted, bool IsMargined)> _assets = new(StringComparer.Ordinal);
    private readonly Dictionary<Currency, (DateOnly Day, ExchangeRate Rate)> _rates = [];
    private PortfolioBook _book = new();
    private int _split;

    /// <summary>Everything is worth one: for who counts trips and asks for no amounts.</summary>
    public static ExchangeRate? AtPar(Currency currency, DateOnly day) =>
        new ExchangeRate(currency, Conversions.Currency, 1, "counted only", DateTimeOffset.UnixEpoch);

    /// <summary>The round trips that a fill completes.</summary>
    /// <exception cref="InvalidRequestException">A rate of its day is not known.</exception>
    public ImmutableArray<Trade> Take(ImportedFill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        Split(fill.At);
        var (open, closed, _) = RoundTrips.Apply(_book, Recorded(fill));
        _book = _book with { Trips = open };
        return [.. closed.Select(one => one.Trade with { Provenance = RecordProvenance.Import })];
    }

    /// <summary>What is still open, as trades without an end; prices in the asset's quote currency, as positions have them.</summary>
    public IEnumerable<Trade> Open()
    {
        Split(DateTimeOffset.MaxValue);
        return _book.Trips.Select(OpenTrade);
    }

    private static Trade OpenTrade(KeyValuePair<string, RoundTrip> trip) => new(
        $"fill:open:{trip.Key}",
        trip.Value.Lot.AssetId,
        trip.Value.Lot.StrategyId,
        trip.Value.Lot.Quantity > 0 ? TradeSide.Long : TradeSide.Short,
        Math.Abs(trip.Value.Lot.Quantity),
        trip.Value.Lot.OpenedAt,
        trip.Value.Lot.AverageEntryPrice,
        null,
        null,
        trip.Value.Lot.EntryFees);

    private void Split(DateTimeOffset until)
    {
        for (; !splits.IsDefault && _split < splits.Length && splits[_split].At <= until; _split++)
        {
            foreach (var assetId in _book.Trips.Values.Select(trip => trip.Lot.AssetId).Distinct(StringComparer.Ordinal))
            {
                _book = SplitRules.Scale(_book, assetId, splits[_split].Ratio, splits[_split].At);
            }
        }
    }

    private FillRecorded Recorded(ImportedFill fill)
    {
        if (!_assets.TryGetValue(fill.AssetId, out var asset))
        {
            asset = (Conversions.QuoteCurrencyOf(fill.AssetId), Conversions.IsMargined(fill.AssetId));
            _assets.Add(fill.AssetId, asset);
        }

        var quoted = asset.Quoted;
        var paid = fill.Currency is { } code ? new Currency(code) : quoted;
        var day = DateOnly.FromDateTime(fill.At.UtcDateTime);
        var rate = RateOf(quoted, day, fill.Line);
        var price = paid == quoted ? fill.Price
            : rate.Back(RateOf(paid, day, fill.Line).Convert(new Price(fill.Price, paid))).Kept().PerUnit;
        var inBase = FillRules.IsPaidInBase(fill);
        var charged = fill.FeeCurrency is { } named ? new Currency(named) : paid;
        var fee = inBase ? rate.Convert(new Money(fill.Fee * price, quoted))
            : fill.Fee == 0 ? Money.Zero(Conversions.Currency)
            : RateOf(charged, day, fill.Line).Convert(new Money(fill.Fee, charged));
        var units = !inBase ? fill.Quantity : fill.Side == OrderSide.Buy ? fill.Quantity - fill.Fee : fill.Quantity + fill.Fee;
        return new FillRecorded(
            new Fill(fill.FillId, null, fill.AssetId, fill.Side, units, price, fee.Kept().Amount, null, null, fill.At, fill.StrategyId),
            "", classId, asset.IsMargined, price, rate.Rate, rate.Source, fee.Kept().Amount, null,
            QuantityAfter: 0, AverageAfter: 0, Realised: 0, Paper: false);
    }

    // Fills come by their time: most are of the day of the one before.
    private ExchangeRate RateOf(Currency currency, DateOnly day, long line)
    {
        if (!_rates.TryGetValue(currency, out var last) || last.Day != day)
        {
            last = (day, ImportRates.Of(currency, day, rateOf, line));
            _rates[currency] = last;
        }

        return last.Rate;
    }
}
