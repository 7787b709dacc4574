using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>Of which time a fill and an event are: told without one, told late, told of before the book began.</summary>
public sealed class FillTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly BookContext Setting = new(IsShadow: false, TestConfiguration.Build());

    /// <summary>Who leaves the time out, as a console does, says the same thing again a minute later.</summary>
    [Fact]
    public void FillAndEvent_WithoutATime_AreRepeatedWheneverTheyAreToldAgain()
    {
        var journal = new JournaledBook();
        var fee = BookEvent.Cash("fee", BookEventKind.Fee, default, null, -5, "Ada", "test");
        var first = journal.Now;
        journal.Move(new CashFlow("start", 10_000, "Ada", "test"));
        journal.Take(Fill("in", OrderSide.Buy, 1, 100, default));
        journal.Happen(fee);
        var told = JournaledBook.TextOf(journal.Book);

        journal.Now = first.AddMinutes(1);
        journal.Take(Fill("in", OrderSide.Buy, 1, 100, default));
        var again = EventCommands.Take(new BookDraft("main", journal.Book, journal.Now), fee, null, 0, _ => null, Setting);

        Assert.Null(again?.Event);
        Assert.Equal(told, JournaledBook.TextOf(journal.Book));
        Assert.Equal(first, journal.Book.Positions["BTC/USDT"].OpenedAt);
        Assert.Throws<InvalidRequestException>(() => journal.Take(Fill("in", OrderSide.Buy, 1, 101, default)));
    }

    /// <summary>
    /// Sold at 110 yesterday and told today, when the price is 120: yesterday's row is revised, and today earns on what was kept.
    /// </summary>
    [Fact]
    public void Fill_ToldTheDayAfter_IsOfItsDay()
    {
        var journal = new JournaledBook();
        var yesterday = journal.Now;
        journal.Move(new CashFlow("start", 1_000, "Ada", "test"));
        journal.Take(Fill("in", OrderSide.Buy, 2, 100, yesterday));
        journal.Now = yesterday.AddMinutes(5);
        journal.Mark(new PriceMark("BTC/USDT", 110, null, journal.Now, "test"));
        journal.Now = yesterday.AddHours(10);
        journal.Mark(new PriceMark("BTC/USDT", 90, null, journal.Now, "test"));
        journal.Now = yesterday.AddDays(1);
        journal.Mark(new PriceMark("BTC/USDT", 120, null, journal.Now, "test"));
        var day = DateOnly.FromDateTime(yesterday.UtcDateTime);
        var told = journal.Days[day].Equity;

        journal.Take(Fill("out", OrderSide.Sell, 1, 110, yesterday.AddMinutes(6)));

        Assert.Equal((980, 1_000), (told, journal.Days[day].Equity)); // 1 at 90, and 10 that was made
        Assert.Equal((1_030, 910), (journal.Book.Equity.Amount, journal.Book.Cash));
        Assert.Equal(1, journal.Book.Positions["BTC/USDT"].Quantity);
        Assert.Equal(1_000, journal.Book.DayAnchor);
        Assert.Equal(JournaledBook.TextOf(journal.Book), JournaledBook.TextOf(journal.Folded()));
    }

    /// <summary>The import puts its equity in the place of all that was: what is told of a time before it would be lost.</summary>
    [Fact]
    public void FillAndEvent_OfBeforeTheImportThatTheBookBeganWith_AreNotLost()
    {
        var journal = new JournaledBook();
        journal.TakeImport(new EquityPoint(DateOnly.FromDateTime(Start.UtcDateTime).AddDays(-3), 1_000, 0));
        journal.Begin();
        journal.Now = Start.AddDays(1);
        journal.Begin();

        journal.Happen(BookEvent.Cash("i", BookEventKind.Interest, Start.AddDays(-1), null, 5, "Ada", "told late"));
        journal.Take(Fill("in", OrderSide.Buy, 1, 100, Start.AddHours(-1)));
        journal.Happen(BookEvent.Cash("j", BookEventKind.Interest, Start.AddHours(1), null, 2, "Ada", "told late"));

        Assert.Equal((907m, 7m, 1_007m), (journal.Book.Cash, journal.Book.Income, journal.Book.Equity.Amount));
        Assert.Equal(1_007m, journal.Days[DateOnly.FromDateTime(Start.UtcDateTime)].Equity);
        Assert.Equal(JournaledBook.TextOf(journal.Book), JournaledBook.TextOf(journal.Folded()));
    }

    /// <summary>
    /// A broker tells a day that nobody heard, fill by fill: each is told from a mark before its time (the book itself asserts that this
    /// says the same as from the beginning), and after a correction from the beginning again.
    /// </summary>
    [Fact]
    public void Fills_ToldLateInARow_AreToldFromAMarkUntilSomethingIsCorrected()
    {
        var journal = new JournaledBook();
        journal.Move(new CashFlow("start", 10_000, "Ada", "test"));
        for (var minute = 0; minute < 20; minute++)
        {
            journal.Now = Start.AddMinutes(minute);
            journal.Take(Fill($"f{minute}", minute % 2 == 0 ? OrderSide.Buy : OrderSide.Sell, 1, 100 + minute, journal.Now));
        }

        journal.Now = Start.AddDays(1);
        journal.Begin();
        foreach (var minute in new[] { 15, 12, 18, 3 })
        {
            journal.Take(Fill($"late{minute}", OrderSide.Buy, 2, 99, Start.AddMinutes(minute).AddSeconds(5)));
        }

        Assert.Equal(2, journal.MarksUsed); // all but the first, and the last, which is before the marks that are kept
        journal.Correct(new FillCorrection("c", "f2", null, "Ada", "test"));
        journal.Take(Fill("again", OrderSide.Buy, 2, 99, Start.AddMinutes(17)));
        Assert.Equal(2, journal.MarksUsed);
        journal.Take(Fill("once more", OrderSide.Sell, 2, 99, Start.AddMinutes(17)));
        Assert.Equal(3, journal.MarksUsed);
        Assert.Equal(JournaledBook.TextOf(journal.Book), JournaledBook.TextOf(journal.Folded()));
    }

    /// <summary>
    /// A book is funded two minutes before midnight; what was executed before that and after it, told after midnight, and not in its
    /// order: trade, day and profit are of the day, as if all had been told in time.
    /// </summary>
    [Fact]
    public void Fills_OfBeforeTheFirstMoney_ToldAfterMidnight_AgreeWithTheirDay()
    {
        var funded = new DateTimeOffset(2026, 11, 24, 23, 58, 32, TimeSpan.Zero);
        Fill[] fills =
        [
            Fill("in", OrderSide.Buy, 10, 100, funded.AddSeconds(-12)), Fill("out", OrderSide.Sell, 10, 99, funded.AddSeconds(-2)),
            Fill("more", OrderSide.Buy, 5, 98, funded.AddSeconds(18)),
        ];
        var inTime = Funded(funded);
        Array.ForEach(fills, inTime.Take);
        inTime.Now = funded.AddSeconds(140);
        inTime.Begin();

        var late = Funded(funded);
        late.Now = funded.AddSeconds(140);
        late.Begin();
        Array.ForEach([.. fills.Reverse()], late.Take);

        var day = DateOnly.FromDateTime(funded.UtcDateTime);
        Assert.Equal((9_990m, -10m), (late.Days[day].Equity, late.Book.RealisedProfit));
        Assert.Equal(inTime.Days[day].Equity, late.Days[day].Equity);
        Assert.Equal(inTime.Profits, late.Profits);
        Assert.Equal(-10m, late.Profits[(day, "BTC/USDT", null)]);
        var trade = Assert.Single(late.Trades.Values);
        Assert.Equal((TradeSide.Long, day), (trade.Side, DateOnly.FromDateTime(trade.ClosedAt!.Value.UtcDateTime)));
        Assert.Equal(inTime.Trades, late.Trades);
        Assert.Equal(JournaledBook.TextOf(late.Book), JournaledBook.TextOf(late.Folded()));
    }

    /// <summary>What was executed days before the book had money counts, and closes its trade, on the day on which it had some.</summary>
    [Fact]
    public void Fills_OfDaysBeforeTheFirstMoney_CountOnItsDay()
    {
        var journal = Funded(Start);
        journal.Take(Fill("in", OrderSide.Buy, 1, 100, Start.AddDays(-3)));
        journal.Take(Fill("out", OrderSide.Sell, 1, 90, Start.AddDays(-2)));
        journal.Now = Start.AddDays(1);
        journal.Begin();

        var day = DateOnly.FromDateTime(Start.UtcDateTime);
        var trade = Assert.Single(journal.Trades.Values);
        Assert.Equal((Start.AddDays(-3), Start), (trade.OpenedAt, trade.ClosedAt!.Value)); // it is closed
        Assert.Equal((9_990m, -10m), (journal.Days[day].Equity, journal.Profits[(day, "BTC/USDT", null)]));
    }

    /// <summary>Bought at noon, sold at half past, bought again: one trade is closed, in whatever order a bridge tells it.</summary>
    [Fact]
    public void Fills_OfADayInAnotherOrder_CloseTheTradeThatWasClosed()
    {
        var journal = Funded(Start);
        journal.Now = Start.AddHours(4);
        journal.Take(Fill("in", OrderSide.Buy, 100, 180, Start.AddHours(2)));
        journal.Take(Fill("again", OrderSide.Buy, 100, 190, Start.AddHours(3)));
        journal.Take(Fill("out", OrderSide.Sell, 100, 185, Start.AddHours(2.5)));

        Assert.Equal((500m, 190m), (journal.Book.RealisedProfit, journal.Book.Positions["BTC/USDT"].AverageEntryPrice));
        Assert.Equal(("fill:out", 1), (Assert.Single(journal.Trades.Values).TradeId, journal.Book.ClosedTrades));
        Assert.Equal(1, journal.BooksUsed);
    }

    /// <summary>A clock that was a year ahead leaves no fill that everything else is earlier than.</summary>
    [Fact]
    public void IsLate_AfterAClockThatWasAYearAhead_OneInTimeIsNot()
    {
        var journal = Funded(Start);
        journal.Now = Start.AddYears(1);
        journal.Take(Fill("ahead", OrderSide.Buy, 1, 100, journal.Now));
        journal.Now = Start.AddMinutes(1);
        journal.Take(Fill("now", OrderSide.Buy, 1, 100, journal.Now));

        Assert.DoesNotContain(journal.Events, Amendments.Is);
    }

    private static JournaledBook Funded(DateTimeOffset at)
    {
        var journal = new JournaledBook { Now = at };
        journal.Move(new CashFlow("start", 10_000, "Ada", "test"));
        return journal;
    }

    private static Fill Fill(string id, OrderSide side, decimal quantity, decimal price, DateTimeOffset at) =>
        new(id, null, "BTC/USDT", side, quantity, price, 0, null, null, at, null);
}
