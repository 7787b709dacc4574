using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>Fills and marks that were wrong, and events that come later than they happened.</summary>
public sealed class BookCorrectionTests
{
    private const string Nvidia = "NVDA";

    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly FirstDay = new(2026, 11, 24);

    [Fact]
    public void MarkCorrection_OfAQuoteThatNobodyWouldBelieve_TakesThePeakBackAndSaysSoAtTheHalt()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 8, 100));
        Mark(book, 549.95m, minute: 1);
        Assert.Equal(13_599.6m, book.Book.PeakEquity);
        Mark(book, 100, minute: 2);
        Assert.Equal([HaltCause.EmergencyStop], book.Book.LossHalts.Select(halt => halt.Cause));
        book.Now = Start.AddMinutes(3);

        var restated = book.Correct(new MarkCorrection("fix", Nvidia, Start.AddMinutes(1), Start.AddMinutes(1), null, "Ada", "stale ask"));

        Assert.Equal((10_000m, 10_000m), (book.Book.PeakEquity, book.Book.Equity.Amount));
        Assert.Equal(0, PortfolioFold.ChainOf(book.Book).DrawdownAt(10_000));
        var halt = Assert.Single(book.Book.LossHalts);
        Assert.Equal([halt.Halt.HaltId], restated.CorrectedHalts.AsEnumerable());
        Assert.Contains("it would not have latched (stale ask). It stays until it is reset.", halt.Halt.Cause, StringComparison.Ordinal);
    }

    /// <summary>The journal said of each trade that it was imported, which nobody can mend there.</summary>
    [Fact]
    public void Journal_OfTradesAndDays_SaysThatTheyAreTheBooksOwn()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 8, 100));
        book.Take(Fill("out", OrderSide.Sell, 8, 101));
        book.Now = Start.AddDays(1);
        book.Begin();
        book.Correct(new FillCorrection("fix", "out", Fill("right", OrderSide.Sell, 8, 102), "Ada", "a slip"));

        Assert.Equal(RecordProvenance.Own, Assert.Single(book.Events.OfType<TradeClosed>()).Trade.Provenance);
        var ended = Assert.Single(book.Events.OfType<DayBegan>().Select(day => day.Before).OfType<EquityPoint>());
        Assert.Equal(RecordProvenance.Own, ended.Provenance);
        var restated = Assert.Single(book.Events.OfType<FillCorrected>()).Restated;
        Assert.All(restated.Trades, trade => Assert.Equal(RecordProvenance.Own, trade.Trade.Provenance));
        Assert.All(restated.Days, day => Assert.Equal(RecordProvenance.Own, day.Provenance));
    }

    [Fact]
    public void MarkCorrection_OfTheNewestMark_IsNotUndoneByTheSameQuoteAgain()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 8, 100));
        Mark(book, 550, minute: 1);
        book.Correct(new MarkCorrection("fix", Nvidia, Start.AddMinutes(1), Start.AddMinutes(1), null, "Ada", "stale ask"));

        book.Mark(new PriceMark(Nvidia, 550, null, Start.AddMinutes(1), "test"));

        Assert.Equal(100, book.Book.Positions[Nvidia].MarkPrice);
        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
    }

    [Fact]
    public void MarkCorrection_WithARightPrice_PutsItInItsPlace()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 8, 100));
        Mark(book, 550, minute: 1);

        book.Correct(new MarkCorrection("fix", Nvidia, Start.AddMinutes(1), Start.AddMinutes(1), 105, "Ada", "stale ask"));

        Assert.Equal((105m, 10_040m), (book.Book.Positions[Nvidia].MarkPrice, book.Book.PeakEquity));
    }

    [Fact]
    public void FillCorrection_OfAFillOfAnEarlierDay_RevisesThatDayAndTheTrade()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 5, 100));
        book.Take(Fill("out", OrderSide.Sell, 5, 1)); // far off the market
        Mark(book, 100, minute: 1);
        book.Now = Start.AddDays(1);
        book.Begin();
        Assert.Equal((9_505m, 1), (book.Days[FirstDay].Equity, book.Trades.Count));

        var restated = book.Correct(new FillCorrection("bust", "out", null, "Ada", "the broker took it back"));

        Assert.Equal(["fill:out"], restated.RemovedTrades.Select(trade => trade.Trade.TradeId));
        Assert.Empty(book.Trades);
        Assert.Equal((10_000m, 0), (book.Days[FirstDay].Equity, book.Book.ClosedTrades));
        Assert.Equal((5m, 10_000m), (book.Book.Positions[Nvidia].Quantity, book.Book.Equity.Amount));
        Assert.Equal(10_000m, book.Book.DayAnchor);
        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
    }

    [Fact]
    public void FillCorrection_WithAReplacement_PutsItInItsPlaceAndCanBeCorrectedAgain()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 5, 100));
        book.Take(Fill("wrong", OrderSide.Sell, 5, 1));
        book.Correct(new FillCorrection("one", "wrong", Fill("right", OrderSide.Sell, 5, 101), "Ada", "a typing error"));
        Assert.Equal((5m, 10_005m), (book.Book.RealisedProfit, book.Book.Cash));
        Assert.Equal(["fill:right"], book.Trades.Keys);

        book.Correct(new FillCorrection("two", "right", Fill("righter", OrderSide.Sell, 5, 102), "Ada", "another"));

        Assert.Equal((10m, 10_010m), (book.Book.RealisedProfit, book.Book.Cash));
        Assert.Equal(["fill:righter"], book.Trades.Keys);
        Assert.Empty(book.Book.Positions);
    }

    [Fact]
    public void Split_ThatComesAfterTradesInNewUnits_IsTakenAtItsTime()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 1, 1_200));
        book.Now = Start.AddMinutes(10);
        book.Take(Fill("new", OrderSide.Buy, 1, 120) with { At = Start.AddMinutes(9) });
        Mark(book, 120, minute: 10);
        Assert.NotEmpty(book.Book.LossHalts); // nine tenths seemed lost

        var outcome = book.Happen(BookEvent.Split("split", Start.AddMinutes(5), Nvidia, 10, 1, "Ada", "10 for 1"));

        Assert.Equal((1m, 10m), (outcome.QuantityBefore, outcome.QuantityAfter));
        var held = book.Book.Positions[Nvidia];
        Assert.Equal((11m, 120m, 1_320m, 120m), (held.Quantity, held.AverageEntryPrice, held.Cost, held.MarkPrice));
        Assert.Equal((10_000m, 10_000m), (book.Book.Equity.Amount, book.Book.PeakEquity));
        Assert.All(book.Book.LossHalts, halt => Assert.Contains("would not have latched", halt.Halt.Cause, StringComparison.Ordinal));

        book.Correct(new EventCorrection("fix", "split", "Ada", "there was none")); // whoever resets reads the last word
        Assert.All(book.Book.LossHalts, halt => Assert.EndsWith(
            "it would have latched after all (there was none). It stays until it is reset.", halt.Halt.Cause, StringComparison.Ordinal));
        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
    }

    /// <summary>The stop stood for a slip, and a true loss behind it stopped nothing.</summary>
    [Fact]
    public void Loss_BeyondTheLimitBesideAHaltThatWouldNotHaveLatched_Latches()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 40, 100));
        book.Take(Fill("slip", OrderSide.Sell, 40, 10));
        book.Correct(new FillCorrection("fix", "slip", null, "Ada", "never happened"));
        var corrected = Assert.Single(book.Book.LossHalts, halt => halt.Cause == HaltCause.EmergencyStop);
        Assert.True(corrected.IsCorrected);

        book.Now = book.Now.AddMinutes(1);
        book.Happen(BookEvent.Cash("fee", BookEventKind.Fee, book.Now, null, -3_000, "Ada", "a true one"));

        Assert.Equal(
            [true, false], book.Book.LossHalts.Where(halt => halt.Cause == HaltCause.EmergencyStop).Select(halt => halt.IsCorrected));
        var peak = book.Book.PeakEquity;
        book.Reset(corrected.Halt.HaltId);
        Assert.Equal(peak, book.Book.PeakEquity);
        Assert.False(Assert.Single(book.Book.LossHalts, halt => halt.Cause == HaltCause.EmergencyStop).IsCorrected);
        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
    }

    [Fact]
    public void ReverseSplit_WhoseMarkRaisedThePeak_TakesItBack()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 100, 10));
        book.Now = Start.AddMinutes(10);
        Mark(book, 100, minute: 10);
        Assert.Equal(19_000, book.Book.PeakEquity);

        book.Happen(BookEvent.Split("split", Start.AddMinutes(5), Nvidia, 1, 10, "Ada", "1 for 10"));

        Assert.Equal((10_000m, 10_000m), (book.Book.Equity.Amount, book.Book.PeakEquity));
    }

    [Fact]
    public void Dividend_OfAnEarlierDay_IsOnThatDay()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 10, 100));
        book.Now = Start.AddDays(1);
        book.Take(Fill("more", OrderSide.Buy, 10, 100) with { At = Start.AddDays(1) });

        var outcome = book.Happen(BookEvent.Dividend("div", Start.AddHours(2), Nvidia, 3, "Ada", "quarter"));

        Assert.Equal((10m, 30m), (outcome.QuantityBefore, outcome.Amount));
        Assert.Equal(10_030, book.Days[FirstDay].Equity);
        Assert.Equal(0.003m, book.Days[FirstDay].Return);
    }

    [Fact]
    public void Fee_InTheCoinThatIsBought_LeavesFewerUnits()
    {
        var book = Deposited();
        var fill = new Fill("in", null, "BTC/USDT", OrderSide.Buy, 0.1m, 60_000, 0.0001m, null, null, Start, null, "BTC");

        book.Take(fill);

        var held = book.Book.Positions["BTC/USDT"];
        Assert.Equal((0.0999m, 60_000m, 5_994m), (held.Quantity, held.AverageEntryPrice, held.Cost));
        Assert.Equal((4_000m, 6m, 9_994m), (book.Book.Cash, book.Book.Fees, book.Book.Equity.Amount));
        BookEventTests.AssertReconciles(book.Book);
    }

    [Fact]
    public void Fee_InAThirdCoin_NeedsARateAndARebateIsLessThanNothing()
    {
        var book = Deposited();
        var fill = new Fill("in", null, "BTC/USDT", OrderSide.Buy, 0.1m, 60_000, 0.01m, null, null, Start, null, "BNB");
        Assert.Contains(
            "no conversion to USD is known", Assert.Throws<InvalidRequestException>(() => book.Take(fill)).Message,
            StringComparison.Ordinal);

        book.Take(fill with { FeeCurrency = null, Fee = -1.5m });

        Assert.Equal((4_001.5m, -1.5m), (book.Book.Cash, book.Book.Fees));
    }

    [Fact]
    public void FillHash_OfAFillWithoutAFeeCurrency_IsWhatItWasBeforeThereWasOne() => Assert.Equal(
        "77b29f98eafb309d5be97b7cbf3ec21f",
        ContentHash.Of(Fill("f1", OrderSide.Buy, 1, 100)));

    [Fact]
    public void Price_BelowNothing_IsTakenWhereTheClassHasSuchPricesOnly()
    {
        var fill = new Fill("in", null, "CRUDE", OrderSide.Buy, 1, -37.63m, 0, null, null, Start, null);

        FillCheck.Check(fill, Start, negativePrices: true);
        Assert.Contains(
            "price is -37.63", Assert.Throws<InvalidRequestException>(() => FillCheck.Check(fill, Start)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>20 April 2020: who bought crude at -37.63 was paid for it, and earned 47.64 by the day after.</summary>
    [Fact]
    public void Position_BoughtBelowNothing_IsPaidForMarkedAndClosedAsAnyOther()
    {
        var book = new JournaledBook(setting: new BookContext(IsShadow: false, ShippedConfiguration.Value));
        book.Move(new CashFlow("start", 10_000, "Ada", "test"));

        book.Take(new Fill("in", null, "CRUDE", OrderSide.Buy, 1, -37.63m, 0, null, null, Start, null));
        Assert.Equal((10_037.63m, 10_000m), (book.Book.Cash, book.Book.Equity.Amount));
        var quote = new Quote("CRUDE", "oanda", Start.AddSeconds(30), -40.10m, -40.05m, null, null);
        Assert.Equal(-40.10m, Assert.Single(MarkRules.Of(book.Book, _ => quote, quote.At)).Price);
        book.Now = Start.AddMinutes(1);
        book.Mark(new PriceMark("CRUDE", 10.01m, null, book.Now, "test"));
        Assert.Equal(10_047.64m, book.Book.Equity.Amount);
        book.Take(new Fill("out", null, "CRUDE", OrderSide.Sell, 1, 10.01m, 0, null, null, book.Now, null));

        var trade = Assert.Single(book.Trades.Values);
        Assert.Equal((-37.63m, 10.01m, 47.64m, 10_047.64m), (trade.EntryPrice, trade.ExitPrice, book.Book.RealisedProfit, book.Book.Cash));
        BookEventTests.AssertReconciles(book.Book);
    }

    /// <summary>
    /// A dividend of 250 a unit, 0.25 meant, raised the peak for good; taking it back by hand latched the emergency stop.
    /// </summary>
    [Fact]
    public void EventCorrection_OfADividend_TakesPeakAndHaltsBackAndTheRightOneIsRecorded()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 20, 100));
        book.Happen(BookEvent.Dividend("slip", Start, Nvidia, 250, "Ada", "quarter"));
        Assert.Equal(15_000, book.Book.PeakEquity);
        book.Happen(BookEvent.Cash("undo", BookEventKind.Dividend, Start, Nvidia, -5_000, "Ada", "by hand"));
        Assert.Equal(HaltCause.EmergencyStop, Assert.Single(book.Book.LossHalts).Cause);

        var undone = book.Correct(new EventCorrection("fix-1", "undo", "Ada", "not by hand"));
        var restated = book.Correct(new EventCorrection("fix-2", "slip", "Ada", "0.25 meant"));
        book.Happen(BookEvent.Dividend("right", Start, Nvidia, 0.25m, "Ada", "quarter"));

        Assert.Equal([book.Book.LossHalts.Single().Halt.HaltId], undone.CorrectedHalts.AsEnumerable());
        Assert.Equal((10_000m, 10_000m), (restated.Figures.Equity.Amount, restated.Figures.PeakEquity));
        Assert.Equal((5m, 0m, 10_005m), (book.Book.Income, book.Book.Costs, book.Book.Equity.Amount));
        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
        BookEventTests.AssertReconciles(book.Book);
    }

    /// <summary>A split that the market had not had multiplied the equity, and nothing took it back.</summary>
    [Fact]
    public void EventCorrection_OfASplit_PutsUnitsPricesAndPeakBackAndSaysSoAtTheHalts()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 5, 100));
        var before = book.Book.Positions[Nvidia];
        book.Happen(BookEvent.Split("slip", Start, Nvidia, 10, 1, "Ada", "early"));
        Mark(book, 100, minute: 1); // somebody confirms it by hand
        Assert.Equal((14_500m, 50m), (book.Book.PeakEquity, book.Book.Positions[Nvidia].Quantity));
        Mark(book, 10, minute: 2);
        Assert.NotEmpty(book.Book.LossHalts);
        Mark(book, 100, minute: 3);
        book.Now = Start.AddMinutes(4);

        var restated = book.Correct(new EventCorrection("fix", "slip", "Ada", "the market has not had it"));

        var held = book.Book.Positions[Nvidia];
        Assert.Equal((before.Quantity, before.AverageEntryPrice, 100m), (held.Quantity, held.AverageEntryPrice, held.MarkPrice));
        Assert.Equal((10_000m, 10_000m), (book.Book.Equity.Amount, book.Book.PeakEquity));
        Assert.Empty(book.Book.UnitChanges);
        Assert.Equal(book.Book.Halts.Count(halt => halt.Halt.Cause.Contains("would not have latched", StringComparison.Ordinal)),
            restated.CorrectedHalts.Length);
        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
    }

    [Fact]
    public void EventCorrection_OfAnEventThatCameLate_IsAsIfItHadNeverCome()
    {
        var book = Deposited();
        book.Take(Fill("in", OrderSide.Buy, 10, 100));
        book.Now = Start.AddDays(1);
        book.Begin();
        var (cash, day) = (book.Book.Cash, book.Days[FirstDay]);
        book.Happen(BookEvent.Dividend("div", Start.AddHours(2), Nvidia, 3, "Ada", "quarter"));
        Assert.NotEqual(day, book.Days[FirstDay]);

        book.Correct(new EventCorrection("fix", "div", "Ada", "of another share"));
        book.Correct(new FillCorrection("bust", "in", null, "Ada", "and that one too"));

        Assert.Equal((10_000m, 0m, 10_000m), (book.Book.Cash, book.Book.Income, book.Days[FirstDay].Equity));
        Assert.Equal(9_000, cash);
        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
    }

    /// <summary>The order stood as partly filled again, and its reservation counted what was filled twice.</summary>
    [Fact]
    public void FillCorrection_WhoseReplacementNamesNoOrder_IsOfTheOrderOfTheWrongOne()
    {
        var book = Deposited();
        var order = new OrderRequest(
            "o1", TestConfiguration.Bitcoin.Id, OrderSide.Buy, 2, null, null, null, null, "trend", ReduceOnly: false);
        Assert.Equal(DecisionOutcome.Approved, book.Decide(order).Outcome);
        Fill Part(string id, decimal units, decimal price) =>
            new(id, "o1", TestConfiguration.Bitcoin.Id, OrderSide.Buy, units, price, 0, null, null, Start, "trend");
        book.Take(Part("f1", 1.5m, 100));
        book.Take(Part("f2", 0.5m, 100));
        Assert.Equal((OrderState.Filled, 0), (book.Book.OrderBook.Find("o1")!.State, book.Book.Reservations.Count));

        book.Correct(new FillCorrection(
            "fix", "f2", Part("f2b", 0.5m, 101) with { ClientOrderId = null, StrategyId = null }, "Ada", "its price"));

        var after = book.Book.OrderBook.Find("o1")!;
        Assert.Equal((OrderState.Filled, 2m, 0), (after.State, after.Filled, book.Book.Reservations.Count));
        Assert.Equal("trend", Assert.Single(book.Book.Trips.Values).Lot.StrategyId);
        book.Correct(new FillCorrection(
            "other", "f2b", Part("f2c", 0.5m, 101) with { ClientOrderId = "o2" }, "Ada", "of another order"));
        Assert.Equal(1.5m, book.Book.OrderBook.Find("o1")!.Filled);
    }

    private static JournaledBook Deposited()
    {
        var book = new JournaledBook();
        book.Move(new CashFlow("start", 10_000, "Ada", "test"));
        return book;
    }

    private static void Mark(JournaledBook book, decimal price, int minute) =>
        book.Mark(new PriceMark(Nvidia, price, null, Start.AddMinutes(minute), "test"));

    private static Fill Fill(string id, OrderSide side, decimal quantity, decimal price) =>
        new(id, null, Nvidia, side, quantity, price, 0, null, null, Start.AddMinutes(-1), null);
}
