using System.Collections.Immutable;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Vendors;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Rules;

public sealed class FeedRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Ten = Now.AddMinutes(-150);
    private static readonly CandleQuery Query = new("BTC/USDT", "BTCUSDT", Timeframe.H1, Ten);

    [Fact]
    public void StartOf_FirstCollection_GoesBackByTheHistoryAlignedToTheTimeframe()
    {
        var start = FeedRules.StartOf(new FeedState(), Definitions.HourlyCandles, Timeframe.H1, Now);

        Assert.Equal(new DateTimeOffset(2026, 8, 24, 12, 0, 0, TimeSpan.Zero), start);
    }

    [Fact]
    public void StartOf_WithWatermark_AsksForTheNewestStoredCandleAgain()
    {
        var start = FeedRules.StartOf(new FeedState { Watermark = Ten }, Definitions.HourlyCandles, Timeframe.H1, Now);

        Assert.Equal(Ten, start);
    }

    [Fact]
    public void StartOf_StretchWithoutCandles_GoesOnBehindIt()
    {
        var state = FeedRules.Advance(new FeedState { Watermark = Ten }, new CandlePage([], Ten.AddDays(5)), Nothing, Now);

        Assert.Equal(Ten.AddDays(5), FeedRules.StartOf(state, Definitions.HourlyCandles, Timeframe.H1, Now));
        Assert.Equal(Ten, state.Watermark);
    }

    [Fact]
    public void FaultOf_GoodPage_IsNull() =>
        Assert.Null(FeedRules.FaultOf(Query, new CandlePage([Candle(Ten), Candle(Ten.AddHours(1))], Ten.AddHours(2)), Now));

    [Fact]
    public void FaultOf_PageThatDoesNotAdvance_IsRefused() =>
        Assert.Contains("never end", FeedRules.FaultOf(Query, new CandlePage([Candle(Ten)], Ten), Now), StringComparison.Ordinal);

    [Fact]
    public void FaultOf_CandlesOutOfOrderOrEarlyOrOfAnotherAssetOrInTheFuture_AreRefused()
    {
        ImmutableArray<Candle>[] pages =
        [
            [Candle(Ten.AddHours(1)), Candle(Ten)],
            [Candle(Ten), Candle(Ten)],
            [Candle(Ten.AddHours(-1))],
            [Candle(Ten) with { AssetId = "ETH/USDT" }],
            [Candle(Ten) with { Timeframe = Timeframe.M1 }],
            [Candle(Now.AddHours(1))],
        ];

        Assert.All(pages, candles => Assert.NotNull(FeedRules.FaultOf(Query, new CandlePage(candles, null), Now)));
    }

    [Fact]
    public void Advance_PageRepeatedAfterACrash_CountsItsRowsOnce()
    {
        var page = new CandlePage([Candle(Ten), Candle(Ten.AddHours(1))], null);
        var afterCrash = FeedRules.Advance(new FeedState(), page, new ImportCounts(0, 0, 2), Now);

        var again = FeedRules.Advance(afterCrash, new CandlePage([Candle(Ten.AddHours(1))], null), new ImportCounts(0, 1, 0), Now);

        Assert.Equal(2, again.Rows);
        Assert.Equal(1, again.Revisions);
        Assert.Equal(Ten.AddHours(1), again.Watermark);
        Assert.Equal(Ten, again.FirstAt);
    }

    private static ImportCounts Nothing => new(0, 0, 0);

    private static Candle Candle(DateTimeOffset open) => new("BTC/USDT", "x", Timeframe.H1, open, 1, 2, 1, 2, 3);
}
