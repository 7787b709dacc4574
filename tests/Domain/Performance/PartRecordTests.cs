using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>The record of a class is what the class made and lost, open positions included.</summary>
public sealed class PartRecordTests
{
    private static readonly DateOnly First = new(2026, 3, 2); // a Monday

    [Fact]
    public void ProfitableDays_OneTradeOfAnotherClass_LeavesThemAll()
    {
        var days = Enumerable.Range(1, 60).Select(day => (First.AddDays(day), Bitcoin: 10m, Nvidia: day == 30 ? 5m : 0m)).ToArray();

        var record = Booked(days, [Closed("btc", "BTC/USDT", 1, 60, 100), Closed("nvda", "NVDA", 29, 30, 5)]);

        Assert.Equal(60, Measure(record, "crypto").ProfitableDays);
        Assert.Equal(60, Measure(record, null).ProfitableDays);
    }

    [Fact]
    public void Drawdown_OfAnOpenPosition_IsOfItsClassAlone()
    {
        var days = Enumerable.Range(1, 30).Select(day => (First.AddDays(day), Bitcoin: day == 2 ? 1m : 0m, Nvidia: -100m)).ToArray();

        var record = Booked(days, [Closed("btc", "BTC/USDT", 1, 2, 1), Open("nvda", "NVDA", 1)]);

        Assert.Equal(-0.3, Measure(record, "stocks").MaxDrawdown!.Value, 3);
        Assert.Equal(0.0, Measure(record, "crypto").MaxDrawdown!.Value);
        Assert.Equal(1, Measure(record, "crypto").ProfitableDays);
    }

    [Fact]
    public void Drawdown_OfBitcoin_IsNoneOfAClassThatWasNeverHeld()
    {
        var days = Enumerable.Range(1, 30).Select(day => (First.AddDays(day), Bitcoin: -100m, Nvidia: 0m)).ToArray();

        var record = Booked(days, [Open("btc", "BTC/USDT", 1)], holdsNvidia: false);
        var stocks = Measure(record, "stocks");

        Assert.Equal((0, 0.0), (stocks.Days, stocks.MaxDrawdown!.Value));
        Assert.Equal(-0.3, Measure(record, "crypto").MaxDrawdown!.Value, 3);
    }

    [Fact]
    public void Stocks_BesideBitcoin_HaveTradingDaysOfTheirOwn()
    {
        var days = Enumerable.Range(1, 20).Select(day => First.AddDays(day)).Select(day =>
            (day, Bitcoin: 1m, Nvidia: day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0m : 10m)).ToArray();

        var (stocks, crypto) = (Measure(Booked(days, []), "stocks"), Measure(Booked(days, []), "crypto"));

        Assert.Equal((252, 14, 14, 0), (stocks.PeriodsPerYear, stocks.Days, stocks.ProfitableDayStreak, stocks.FlatDays));
        Assert.Equal((365, 20), (crypto.PeriodsPerYear, crypto.ProfitableDayStreak));
    }

    [Fact]
    public void Import_OfOneClass_ItsEquityIsTheClassAndNoneOfAnother()
    {
        var equity = Enumerable.Range(0, 31).Select(day => new EquityPoint(First.AddDays(day), 10_000 - (100 * day), 0)).ToArray();
        var record = Imported(equity, [Open("btc", "BTC/USDT", 0)]);

        Assert.Equal(-0.3, Measure(record, "crypto").MaxDrawdown!.Value, 3);
        Assert.Equal((0, 0.0), (Measure(record, "stocks").Days, Measure(record, "stocks").MaxDrawdown!.Value));
    }

    [Fact]
    public void Import_OfSeveralClasses_ATradeIsBookedOnTheDayOfItsClosing()
    {
        var equity = Enumerable.Range(0, 31).Select(day => new EquityPoint(First.AddDays(day), 10_000 + (10 * day), 0)).ToArray();
        var record = Imported(equity, [Closed("btc", "BTC/USDT", 1, 20, 200), Closed("nvda", "NVDA", 2, 9, 50)]);

        var crypto = Measure(record, "crypto");

        Assert.Equal((1, 200m), (crypto.ProfitableDays, crypto.Profit));
        Assert.Equal((1, 50m), (Measure(record, "stocks").ProfitableDays, Measure(record, "stocks").Profit));
    }

    [Fact]
    public void Import_WithoutTrades_IsOfNoClass()
    {
        var record = Imported([.. EquityRecords.Good(First.AddDays(40), 40)], []);

        Assert.Equal(0, Measure(record, "crypto").Days);
        Assert.Equal(40, Measure(record, null).Days);
    }

    [Fact]
    public void Explained_TradesOfAPartOfTheGain_IsWhatTheyBrought()
    {
        var equity = Enumerable.Range(0, 31).Select(day => new EquityPoint(First.AddDays(day), 10_000 + (10 * day), 0)).ToArray();

        var all = Measure(Imported(equity, [Closed("btc", "BTC/USDT", 1, 20, 60)]), null);

        Assert.Equal((300m, 60m), (all.Profit, all.ExplainedProfit));
        Assert.StartsWith(
            "the trades explain 60 of 300 USD that the record gained (20 %)", RecordWords.Unexplained(all), StringComparison.Ordinal);
        Assert.Null(RecordWords.Unexplained(all with { ExplainedProfit = 150 }));
    }

    [Fact]
    public void Sample_OfAnImport_IsToldFromTheBooksOwn()
    {
        EquityPoint[] equity =
        [
            .. Enumerable.Range(0, 10).Select(day => new EquityPoint(First.AddDays(day), 1_000 + day, 0)),
            .. Enumerable.Range(10, 5).Select(day =>
                new EquityPoint(First.AddDays(day), 1_000 + day, 0, Provenance: RecordProvenance.Own, MadeUp: day == 12)),
        ];

        var all = Measure(Imported(equity, []), null);

        Assert.Equal((14, 9, 1), (all.Days, all.ImportedDays, all.FilledDays));
    }

    private static PerformanceRecord Booked(
        (DateOnly Day, decimal Bitcoin, decimal Nvidia)[] days, LedgerTrade[] trades, bool holdsNvidia = true)
    {
        var equity = 10_000m;
        var points = new List<EquityPoint> { new(days[0].Day.AddDays(-1), equity, 0, Provenance: RecordProvenance.Own) };
        var parts = new List<DayProfit>();
        foreach (var (day, bitcoin, nvidia) in days)
        {
            points.Add(new EquityPoint(
                day, equity + bitcoin + nvidia, 0, (bitcoin + nvidia) / equity, Provenance: RecordProvenance.Own));
            parts.Add(new DayProfit(day, "", "", null, 0, 0));
            parts.Add(new DayProfit(day, "BTC/USDT", "crypto", null, bitcoin, bitcoin / equity));
            parts.AddRange(holdsNvidia ? [new DayProfit(day, "NVDA", "stocks", null, nvidia, nvidia / equity)] : []);
            equity += bitcoin + nvidia;
        }

        return Record([.. points], trades) with { Profits = [.. parts] };
    }

    private static PerformanceRecord Imported(EquityPoint[] equity, LedgerTrade[] trades) => Record(equity, trades);

    private static PerformanceRecord Record(EquityPoint[] equity, LedgerTrade[] trades) =>
        new(new PerformanceQuery(60), equity[0].Day, equity[^1].Day, [.. equity], [.. trades])
        {
            Hours = TestConfiguration.Build().Classes.ToImmutableDictionary(
                known => known.Id, known => known.Id == "stocks" ? MarketHours.UsExchange : known.Hours),
        };

    private static PerformanceReport Measure(PerformanceRecord record, string? classId) =>
        PerformanceRules.Measure(record with { Query = record.Query with { ClassId = classId } });

    private static LedgerTrade Closed(string id, string assetId, int from, int until, decimal result) => new(
        new Trade(
            id, assetId, null, TradeSide.Long, 1, At(from), 1_000, At(until), 1_000 + result, 0),
        assetId == "NVDA" ? "stocks" : "crypto");

    private static LedgerTrade Open(string id, string assetId, int from) => new(
        new Trade(id, assetId, null, TradeSide.Long, 1, At(from), 1_000, null, null, 0), assetId == "NVDA" ? "stocks" : "crypto");

    private static DateTimeOffset At(int day) => new(First.AddDays(day), new TimeOnly(12, 0), TimeSpan.Zero);
}
