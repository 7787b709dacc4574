using System.Collections.Immutable;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Sandbox.World;

/// <summary>A split of the synthetic world. Vendors know of it from two weeks before it on.</summary>
/// <param name="On">The first date on which the new units trade.</param>
/// <param name="New">Units that become of <paramref name="Old"/> ones.</param>
internal sealed record SyntheticSplit(string AssetId, DateOnly On, int New, int Old)
{
    private const int KnownDaysBefore = 14;

    /// <summary>All of them, in the year in which simulations begin: before it the world's prices are what they always were.</summary>
    public static ImmutableArray<SyntheticSplit> All { get; } =
    [
        new("UVXY", new DateOnly(2030, 3, 7), New: 1, Old: 10),
        new("NVDA", new DateOnly(2030, 3, 12), New: 10, Old: 1),
    ];

    /// <summary>When it holds: at New York's midnight, while the exchanges are closed.</summary>
    public DateTimeOffset At => NewYorkTime.MidnightOf(On);

    /// <summary>Whether vendors know of it on a date.</summary>
    public bool IsKnown(DateOnly today) => On.AddDays(-KnownDaysBefore) <= today;

    /// <summary>What the splits of an asset that hold at an instant have made of a price.</summary>
    public static decimal PriceFactor(string assetId, DateTimeOffset at) => All.Where(split => split.AssetId == assetId && split.At <= at)
        .Aggregate(1m, (factor, split) => factor * split.Old / split.New);
}

/// <summary>A dividend of the synthetic world. Vendors know of it from two weeks before its ex-date on.</summary>
/// <param name="ExOn">The first date on which a share is bought without it.</param>
/// <param name="Cash">US dollars for a unit as it was on that date.</param>
internal sealed record SyntheticDividend(string AssetId, DateOnly ExOn, DateOnly PaidOn, decimal Cash)
{
    private const int KnownDaysBefore = 14;
    private const int ExDay = 11;
    private const int PaidDaysLater = 21;
    private static readonly ImmutableArray<int> Months = [3, 6, 9, 12];

    /// <summary>What each payer pays a quarter, as a fraction of its price; the others pay nothing.</summary>
    private static readonly ImmutableSortedDictionary<string, decimal> Yields = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal, [new("NVDA", 0.0001m), new("SOXL", 0.0012m), new KeyValuePair<string, decimal>("TQQQ", 0.0028m)]);

    /// <summary>The dividends of an asset that vendors know of on a date, with ex-dates from another on; oldest first.</summary>
    public static IEnumerable<SyntheticDividend> Known(SyntheticAsset asset, DateOnly from, DateOnly today)
    {
        if (!Yields.TryGetValue(asset.Id, out var yield))
        {
            yield break;
        }

        from = from < SyntheticMarket.FirstDay ? SyntheticMarket.FirstDay : from;
        for (var month = new DateOnly(from.Year, from.Month, 1); month.AddDays(-KnownDaysBefore) <= today; month = month.AddMonths(1))
        {
            var dividend = Of(asset, yield, month);
            if (Months.Contains(month.Month) && dividend.ExOn >= from && dividend.ExOn.AddDays(-KnownDaysBefore) <= today)
            {
                yield return dividend;
            }
        }
    }

    private static SyntheticDividend Of(SyntheticAsset asset, decimal yield, DateOnly month)
    {
        var exOn = TradingDayFrom(month.AddDays(ExDay - 1));
        var price = asset.StartPrice * SyntheticSplit.PriceFactor(asset.Id, NewYorkTime.MidnightOf(exOn));
        var share = 0.8m + (0.4m * (decimal)Noise.Of(asset.Id).Child(14).Uniform(month.DayNumber));
        return new SyntheticDividend(
            asset.Id, exOn, TradingDayFrom(exOn.AddDays(PaidDaysLater)), Math.Max(0.001m, Math.Round(price * yield * share, 3)));
    }

    private static DateOnly TradingDayFrom(DateOnly date)
    {
        while (!TradingCalendar.IsTradingDay(TradingHours.NewYork, date))
        {
            date = date.AddDays(1);
        }

        return date;
    }
}
