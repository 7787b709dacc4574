using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class FeedRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Ten = Now.AddMinutes(-150);
    private static readonly FeedId Id = new("x", "BTC/USDT", "candles-1h");

    private static readonly FeedDataset<Candle> Dataset = new(
        (_, _) => throw new NotSupportedException("Rules ask no vendor."),
        candle => new RowKey(candle.AssetId, candle.SourceId, candle.OpenTime),
        _ => throw new NotSupportedException("Rules store nothing."))
    {
        FaultOf = candle => candle.Timeframe == Timeframe.H1 ? null : "of another timeframe",
        OneRowAnInstant = true,
        StartsWhereAsked = true,
    };

    [Fact]
    public void StartOf_FirstCollection_GoesBackByTheHistoryAlignedToTheTimeframe()
    {
        var start = FeedRules.StartOf(new FeedState(), Definitions.HourlyCandles, Now);

        Assert.Equal(new DateTimeOffset(2026, 8, 24, 12, 0, 0, TimeSpan.Zero), start);
    }

    [Fact]
    public void StartOf_WithWatermark_AsksForTheNewestStoredCandleAgain()
    {
        var start = FeedRules.StartOf(new FeedState { Watermark = Ten }, Definitions.HourlyCandles, Now);

        Assert.Equal(Ten, start);
    }

    [Fact]
    public void StartOf_StretchWithoutCandles_GoesOnBehindIt()
    {
        var state = FeedRules.Advance(new FeedState { Watermark = Ten }, Dataset, Page([], Ten.AddDays(5)), Nothing, Now);

        Assert.Equal(Ten.AddDays(5), FeedRules.StartOf(state, Definitions.HourlyCandles, Now));
        Assert.Equal(Ten, state.Watermark);
    }

    [Fact]
    public void FaultOf_GoodPage_IsNull() =>
        Assert.Null(FaultOf(Page([Candle(Ten), Candle(Ten.AddHours(1))], Ten.AddHours(2))));

    [Fact]
    public void FaultOf_PageThatDoesNotAdvance_IsRefused() =>
        Assert.Contains("never end", FaultOf(Page([Candle(Ten)], Ten)), StringComparison.Ordinal);

    [Fact]
    public void FaultOf_CandlesOutOfOrderOrEarlyOrOfAnotherAssetOrInTheFuture_AreRefused()
    {
        ImmutableArray<Candle>[] pages =
        [
            [Candle(Ten.AddHours(1)), Candle(Ten)],
            [Candle(Ten), Candle(Ten)],
            [Candle(Ten.AddHours(-1))],
            [Candle(Ten) with { AssetId = "ETH/USDT" }],
            [Candle(Ten) with { SourceId = "y" }],
            [Candle(Ten) with { Timeframe = Timeframe.M1 }],
            [Candle(Now.AddHours(1))],
        ];

        Assert.All(pages, candles => Assert.NotNull(FaultOf(Page(candles, null))));
    }

    [Fact]
    public void Advance_PageRepeatedAfterACrash_CountsItsRowsOnce()
    {
        var page = Page([Candle(Ten), Candle(Ten.AddHours(1))], null);
        var afterCrash = FeedRules.Advance(new FeedState(), Dataset, page, new ImportCounts(0, 0, 2), Now);

        var again = FeedRules.Advance(
            afterCrash, Dataset, Page([Candle(Ten.AddHours(1))], null), new ImportCounts(0, 1, 0), Now);

        Assert.Equal(2, again.Rows);
        Assert.Equal(1, again.Revisions);
        Assert.Equal(Ten.AddHours(1), again.Watermark);
        Assert.Equal(Ten, again.FirstAt);
    }

    [Fact]
    public void FaultOf_RowsOfOneInstant_AreFineWhereADatasetMayHaveThem()
    {
        var page = Page([Candle(Ten), Candle(Ten)], null);

        Assert.NotNull(FaultOf(page));
        Assert.Null(FaultOf(Dataset with { OneRowAnInstant = false }, page));
    }

    [Fact]
    public void FaultOf_DatesAhead_AreFineForEventsOnly()
    {
        var page = Page([Candle(Now.AddDays(300))], null);

        Assert.NotNull(FaultOf(page));
        Assert.Null(FaultOf(Dataset with { MayLieAhead = true }, page));
    }

    [Fact]
    public void FaultOf_PageThatGoesOnFarAhead_IsRefusedForItsFeedWouldStandStill()
    {
        var page = Page([Candle(Ten)], Now.AddDays(30));

        Assert.Contains("lies in the future", FaultOf(page), StringComparison.Ordinal);
        Assert.Null(FaultOf(Page([Candle(Ten)], Now.AddDays(1)))); // The day after one that is named by the date on which it ends.
        Assert.Null(FaultOf(Dataset with { MayLieAhead = true }, page));
    }

    [Fact]
    public void StartOf_Indicator_AsksForTwoWeeksOfRevisionsAgain()
    {
        var schedule = new DatasetSchedule(DatasetKind.Indicator, null, 3600, HistoryDays: 365, "stocks_of_crude");

        Assert.Equal(Now.AddDays(-365), FeedRules.StartOf(new FeedState(), schedule, Now));
        Assert.Equal(Ten.AddDays(-14), FeedRules.StartOf(new FeedState { Watermark = Ten }, schedule, Now));
    }

    [Fact]
    public void StartOf_Calendar_AsksForTheWholeStretchAgain()
    {
        var schedule = new DatasetSchedule(DatasetKind.Calendar, null, 3600, HistoryDays: 7);

        Assert.Equal(Now.AddDays(-7), FeedRules.StartOf(new FeedState { Watermark = Now.AddDays(60) }, schedule, Now));
    }

    /// <summary>C2: one odd row refused its page for good, and the feed asked for the same page for ever.</summary>
    [Fact]
    public void Check_OneBadRow_IsLeftOutAndTheOthersAreKept()
    {
        ImmutableArray<Candle> rows =
            [Candle(Ten), Candle(Ten.AddHours(-3)), Candle(Ten.AddHours(1)), Candle(Ten.AddHours(1)), Candle(Now.AddDays(1))];

        var good = PageRules.Check(Dataset, Id, Page(rows, Ten.AddHours(2)), Ten, Now);
        var bad = PageRules.Check(Dataset, Id, Page([.. rows[..2], Candle(Now.AddDays(2))], null), Ten, Now);

        Assert.Equal<IEnumerable<Candle>>([rows[0], rows[2]], PageRules.Check(Dataset, Id, Page(rows[..4], null), Ten, Now).Page!.Rows);
        Assert.Contains("out of order", good.Fault, StringComparison.Ordinal); // three of five: the form has changed
        Assert.Contains("out of order", bad.Fault, StringComparison.Ordinal);
    }

    /// <summary>One row stamped too late had all behind it left out, and was stored itself.</summary>
    [Fact]
    public void Check_RowStampedTooLate_IsLeftOutAloneAndNotThoseBehindIt()
    {
        ImmutableArray<Candle> rows =
        [
            Candle(Ten.AddHours(-5)), Candle(Ten.AddHours(-1)), Candle(Ten.AddHours(-3)), Candle(Ten.AddHours(-2)),
            Candle(Ten.AddHours(-1)) with { Close = 1.5m },
        ];

        var page = PageRules.Check(Dataset, Id, Page(rows, null), Ten.AddHours(-5), Now);

        Assert.Equal<IEnumerable<Candle>>([rows[0], rows[2], rows[3], rows[4]], page.Page!.Rows);
        Assert.Equal(1, page.LeftOut?.Count);
        Assert.Contains("out of order", page.LeftOut?.First, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WholePageWithABadRow_KeepsTheOthersAndNamesWhoseItWas()
    {
        var whole = Dataset with { IsWhole = true, OneRowAnInstant = false };
        ImmutableArray<Candle> rows = [Candle(Ten), Candle(Ten) with { AssetId = "ETH/USDT", Timeframe = Timeframe.M1 }];

        var page = PageRules.Check(whole, Id with { AssetId = FeedId.Market }, Page(rows, null), Ten, Now);

        Assert.Equal<IEnumerable<Candle>>([rows[0]], page.Page!.Rows);
        Assert.Equal<IEnumerable<string>>(["ETH/USDT"], page.Page.Unsure);
    }

    [Fact]
    public void Leave_TheSameRowAgain_IsCountedOnce()
    {
        var once = FeedRules.Leave(new FeedState(), new LeftOut(1, "a row 3 that has a high below its low"));

        Assert.Equal((1, "a row 3 that has a high below its low"), (once.LeftOut, once.LastLeftOut));
        Assert.Same(once, FeedRules.Leave(once, new LeftOut(1, "a row 3 that has a high below its low")));
        Assert.Equal(3, FeedRules.Leave(once, new LeftOut(2, "a row 1 that has a volume below 0")).LeftOut);
    }

    private static string? FaultOf(DataPage<Candle> page) => FaultOf(Dataset, page);

    private static string? FaultOf(FeedDataset<Candle> dataset, DataPage<Candle> page) =>
        PageRules.Check(dataset, Id, page, Ten, Now) is var done ? done.Fault ?? done.LeftOut?.First : null;

    private static DataPage<Candle> Page(ImmutableArray<Candle> rows, DateTimeOffset? continueFrom) => new(rows, continueFrom);

    private static ImportCounts Nothing => new(0, 0, 0);

    private static Candle Candle(DateTimeOffset open) => new("BTC/USDT", "x", Timeframe.H1, open, 1, 2, 1, 2, 3);
}
