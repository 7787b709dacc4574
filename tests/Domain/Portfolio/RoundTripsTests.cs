using FsCheck;
using FsCheck.Fluent;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>A trade is a round trip, from flat to flat, of one strategy in one asset.</summary>
public sealed class RoundTripsTests
{
    private const string Asset = "BTC/USDT";

    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly BookContext Context = new(IsShadow: false, TestConfiguration.Build());

    [Fact]
    public void Position_SoldInFortyFills_IsOneTrade()
    {
        var draft = Draft();
        Take(draft, "in", OrderSide.Buy, 0.04m, 60_000);
        for (var part = 0; part < 40; part++)
        {
            Take(draft, $"out-{part}", OrderSide.Sell, 0.001m, 60_000 + (part * 10), fee: 0.01m);
        }

        var trade = Assert.Single(draft.ToBatch().Trades).Trade;
        Assert.Equal((0.04m, 60_000m, 60_195m, 0.4m), (trade.Quantity, trade.EntryPrice, trade.ExitPrice ?? 0, trade.Fees));
        Assert.Equal(1, draft.Book.ClosedTrades);
    }

    [Fact]
    public void OneWinnerInManyFillsAndTenLosers_AreElevenTradesOfWhichOneIsWon()
    {
        var draft = Draft();
        Take(draft, "in", OrderSide.Buy, 20, 100);
        for (var part = 0; part < 20; part++)
        {
            Take(draft, $"won-{part}", OrderSide.Sell, 1, 101);
        }

        for (var loser = 0; loser < 10; loser++)
        {
            Take(draft, $"in-{loser}", OrderSide.Buy, 20, 100);
            Take(draft, $"lost-{loser}", OrderSide.Sell, 20, 99);
        }

        var counts = TradeStatistics.Of([.. draft.ToBatch().Trades.Select(one => TradeResult.Of(one.Trade))]);
        Assert.Equal((11, 1), (counts.Closed, counts.Won));
        Assert.Equal(1 / 11.0, counts.WinRate!.Value, 12);
    }

    [Fact]
    public void TwoStrategiesInOneAsset_EachEarnsWhatItsOwnEntriesMade()
    {
        var draft = Draft();
        Take(draft, "a", OrderSide.Buy, 1, 100, strategy: "A");
        Take(draft, "b", OrderSide.Buy, 1, 200, strategy: "B");
        Take(draft, "b-out", OrderSide.Sell, 1, 210, strategy: "B");

        Assert.Equal(("B", 10m), Result(Assert.Single(draft.ToBatch().Trades)));

        Take(draft, "a-out", OrderSide.Sell, 1, 210, strategy: "A");
        Assert.Equal(("A", 110m), Result(draft.ToBatch().Trades[^1]));
        Assert.Equal(120, draft.Book.RealisedProfit);
        Assert.Empty(draft.Book.Trips);
    }

    [Fact]
    public void TwoStrategiesAgainstEachOther_HoldNothingTogetherAndStillHaveTheirTrips()
    {
        var draft = Draft();
        Take(draft, "long", OrderSide.Buy, 1, 100, strategy: "trend");
        Take(draft, "short", OrderSide.Sell, 1, 110, strategy: "mean");

        Assert.Empty(draft.Book.Positions);
        Assert.Equal(2, draft.Book.Trips.Count);
        Take(draft, "cover", OrderSide.Buy, 1, 90, strategy: "mean");
        Assert.Equal(("mean", 20m), Result(Assert.Single(draft.ToBatch().Trades)));
    }

    [Fact]
    public void Fill_ThatFlips_EndsOneTripAndBeginsAnother()
    {
        var draft = Draft();
        Take(draft, "in", OrderSide.Buy, 10, 100, fee: 10);
        Take(draft, "flip", OrderSide.Sell, 15, 120, fee: 15);
        Take(draft, "cover", OrderSide.Buy, 5, 110, fee: 5);

        Assert.Equal(
            [(TradeSide.Long, 10m, 200m - 20m), (TradeSide.Short, 5m, 50m - 10m)],
            draft.ToBatch().Trades.Select(one => (one.Trade.Side, one.Trade.Quantity, TradeResult.Of(one.Trade).ProfitAndLoss)));
    }

    [Fact]
    public void Fill_WithoutAName_ClosesTheOldestFirst()
    {
        var draft = Draft();
        Take(draft, "a", OrderSide.Buy, 1, 100, strategy: "A", minute: 1);
        Take(draft, "b", OrderSide.Buy, 1, 100, strategy: "B", minute: 2);
        Take(draft, "out", OrderSide.Sell, 2, 105, fee: 2, minute: 3);

        Assert.Equal([("A", 4m), ("B", 4m)], draft.ToBatch().Trades.Select(Result));
        Assert.Equal(2, draft.ToBatch().Trades.Select(one => one.Trade.TradeId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Book_OfTheTimeBeforeTrips_ClosesWhatItHeldAsOneTrip()
    {
        var held = Draft();
        Take(held, "in", OrderSide.Buy, 2, 100, fee: 1);
        var draft = new BookDraft("main", held.Book with { Trips = held.Book.Trips.Clear() }, Start);

        Take(draft, "half", OrderSide.Sell, 1, 110);
        Take(draft, "rest", OrderSide.Sell, 1, 120);

        var trade = Assert.Single(draft.ToBatch().Trades).Trade;
        Assert.Equal((2m, 100m, 115m, 1m), (trade.Quantity, trade.EntryPrice, trade.ExitPrice ?? 0, trade.Fees));
    }

    /// <summary>
    /// Whatever comes in whatever order: lots add up to what is held, and once all is flat the trades earned what the book did.
    /// </summary>
    [Fact]
    public void Fills_AtRandom_AttributeEveryUnitFeeAndDollarOnce()
    {
        var fills = (from strategy in Gen.Elements(null, "A", "B")
                     from side in Gen.Elements(OrderSide.Buy, OrderSide.Sell)
                     from units in Gen.Choose(1, 9)
                     from price in Gen.Choose(90, 110)
                     from minute in Gen.Choose(0, 60)
                     select (strategy, side, units, price, minute)).ArrayOf().Where(array => array.Length <= 30);
        var shrinking = Arb.From(fills, array => Enumerable.Range(0, array.Length)
            .Select(left => array.Where((_, index) => index != left).ToArray()));
        Prop.ForAll(shrinking, array =>
        {
            var draft = Draft();
            foreach (var (index, one) in array.Index())
            {
                Take(draft, $"fill-{index}", one.side, one.units, one.price, one.strategy, fee: 0.5m, one.minute);
                var lots = draft.Book.Trips.Values.Sum(trip => trip.Lot.Quantity);
                Assert.Equal(draft.Book.Positions.GetValueOrDefault(Asset)?.Quantity ?? 0, lots);
                Assert.All(draft.Book.Trips.Values, trip => Assert.NotEqual(0, trip.Lot.Quantity));
            }

            foreach (var (key, trip) in draft.Book.Trips)
            {
                Take(draft, $"flat-{key}", trip.Lot.Quantity > 0 ? OrderSide.Sell : OrderSide.Buy, Math.Abs(trip.Lot.Quantity), 100,
                    trip.Lot.StrategyId, fee: 0.5m);
            }

            var trades = draft.ToBatch().Trades;
            Assert.Empty(draft.Book.Positions);
            Assert.Empty(draft.Book.Trips);
            Assert.Equal(draft.Book.Fees, trades.Sum(one => one.Trade.Fees));
            Assert.Equal(
                draft.Book.RealisedProfit - draft.Book.Fees,
                Math.Round(trades.Sum(one => TradeResult.Of(one.Trade).ProfitAndLoss), 6));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
    }

    private static (string?, decimal) Result(JournalTrade one) =>
        (one.Trade.StrategyId, Math.Round(TradeResult.Of(one.Trade).ProfitAndLoss, 6));

    private static BookDraft Draft()
    {
        var draft = new BookDraft("main", new PortfolioBook(), Start);
        MoneyCommands.Move(draft, new CashFlow("start", 1_000_000, "Ada", "test"), null, 0, Context);
        return draft;
    }

    private static void Take(
        BookDraft draft, string id, OrderSide side, decimal quantity, decimal price, string? strategy = null, decimal fee = 0,
        int minute = 0) =>
        FillCommands.Take(
            draft, new Fill(id, null, Asset, side, quantity, price, fee, null, null, Start.AddMinutes(minute - 60), strategy), null, 0,
            _ => null, Context);
}
