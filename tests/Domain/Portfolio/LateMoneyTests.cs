using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// What came in or went out and is told after prices or money moved is taken at its time: equity, peak and drawdown are what they would
/// have been.
/// </summary>
public sealed class LateMoneyTests
{
    private const int Cases = 2_000;

    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Told last, the interest hid the drawdown that the fee after it had made.</summary>
    [Fact]
    public void Interest_ToldAfterAFeeThatCameLater_HidesNoDrawdown()
    {
        var book = Funded();
        book.Now = Start.AddMinutes(38);
        Cash(book, "fee", BookEventKind.Fee, -400, default);
        Cash(book, "interest", BookEventKind.Interest, 400, Start.AddMinutes(29));

        Assert.Equal((10_000m, 10_400m), (book.Book.Equity.Amount, book.Book.PeakEquity));
        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
    }

    /// <summary>Told last, the fee made a drawdown from a peak that never was.</summary>
    [Fact]
    public void Fee_ToldAfterInterestThatCameLater_MakesNoDrawdown()
    {
        var book = Funded();
        book.Now = Start.AddMinutes(38);
        Cash(book, "interest", BookEventKind.Interest, 500, default);
        Cash(book, "fee", BookEventKind.Fee, -300, Start.AddMinutes(28));

        Assert.Equal((10_200m, 10_200m), (book.Book.Equity.Amount, book.Book.PeakEquity));
    }

    [Fact]
    public void Dividend_ToldAfterThePriceFell_RaisesThePeakOfItsTime()
    {
        var book = Funded();
        book.Take(new Fill("in", null, "NVDA", OrderSide.Buy, 10, 100, 0, null, null, Start, null));
        book.Now = Start.AddMinutes(30);
        book.Mark(new PriceMark("NVDA", 90, null, book.Now, "test"));

        book.Happen(BookEvent.Cash("div", BookEventKind.Dividend, Start.AddMinutes(10), "NVDA", 100, "Ada", "test"));

        Assert.Equal((10_000m, 10_100m), (book.Book.Equity.Amount, book.Book.PeakEquity));
    }

    /// <summary>Brokers tell within minutes in any order: nothing is told anew for it.</summary>
    [Fact]
    public void Interest_ToldWithinFiveMinutes_CountsFromWhenItIsTold()
    {
        var book = Funded();
        book.Now = Start.AddMinutes(5);
        Cash(book, "fee", BookEventKind.Fee, -400, default);
        Cash(book, "interest", BookEventKind.Interest, 400, Start.AddSeconds(1));

        Assert.Equal(10_000, book.Book.PeakEquity);
        Assert.DoesNotContain(book.Events, Amendments.Is);
    }

    /// <summary>A deposit at 10:10, told after what was bought with it has doubled: growth is of the capital that worked.</summary>
    [Fact]
    public void Deposit_ToldLate_IsCapitalFromItsTimeOn()
    {
        var (inTime, late) = (Funded(), Funded());
        foreach (var book in new[] { inTime, late })
        {
            var isLate = book == late;
            book.Take(new Fill("in", null, "NVDA", OrderSide.Buy, 50, 100, 0, null, null, Start, null));
            book.Now = Start.AddMinutes(10);
            var flow = new CashFlow("more", 10_000, "Ada", "test") { At = book.Now };
            if (!isLate)
            {
                book.Move(flow);
            }

            book.Now = Start.AddMinutes(20);
            book.Mark(new PriceMark("NVDA", 200, null, book.Now, "test"));
            book.Now = Start.AddMinutes(30);
            book.Mark(new PriceMark("NVDA", 150, null, book.Now, "test"));
            if (isLate)
            {
                Assert.Equal((22_500m, 25_000m), (book.Move(flow).Equity, book.Book.PeakEquity));
                Assert.NotEqual(0, book.Move(flow).Sequence); // said twice
            }
        }

        Assert.Equal((22_500m, 25_000m), (inTime.Book.Equity.Amount, inTime.Book.PeakEquity));
        Assert.Equal(inTime.Book.Chain, late.Book.Chain);
        Assert.Equal(20_000, late.Book.Flows);
        Assert.Equal(JournaledBook.TextOf(late.Book), JournaledBook.TextOf(late.Folded()));
    }

    [Fact]
    public void Withdrawal_OfYesterdayToldToday_RevisesItsDay()
    {
        var book = Funded();
        book.Now = Start.AddDays(1);
        book.Begin();
        var day = DayRules.DayOf(Start);
        Assert.Equal((10_000m, 10_000m), (book.Days[day].Equity, book.Days[day].CashFlow));

        book.Move(new CashFlow("out", -4_000, "Ada", "rent") { At = Start.AddHours(2) });

        Assert.Equal((6_000m, 6_000m), (book.Days[day].Equity, book.Days[day].CashFlow));
        Assert.Equal((6_000m, 6_000m), (book.Book.Equity.Amount, book.Book.DayAnchor));
    }

    [Fact]
    public void Withdrawal_OfATimeAtWhichThereWasNotSoMuch_IsRefused()
    {
        var book = Funded();
        book.Now = Start.AddHours(1);
        book.Move(new CashFlow("more", 10_000, "Ada", "test"));

        var refused = Assert.Throws<InvalidRequestException>(
            () => book.Move(new CashFlow("out", -15_000, "Ada", "rent") { At = Start.AddMinutes(30) }));

        Assert.Contains("cannot have been withdrawn at 2026-11-24", refused.Message, StringComparison.Ordinal);
        Assert.Equal(20_000, book.Book.Cash);
    }

    [Fact]
    public void Flow_OfATimeAhead_IsRefused()
    {
        var flow = new CashFlow("in", 1, "Ada", "test") { At = Start.AddMinutes(6) };

        Assert.Contains(
            "that is not ahead", Assert.Throws<InvalidRequestException>(() => FillCheck.Check(flow, Start)).Message,
            StringComparison.Ordinal);
        FillCheck.Check(flow, Start.AddMinutes(1));
    }

    [Fact]
    public void Flow_UnderAKnownIdAndOfAnotherTime_IsRefused()
    {
        var book = Funded();
        book.Move(new CashFlow("in", 1, "Ada", "test") { At = Start });

        book.Move(new CashFlow("in", 1, "Ada", "test") { At = Start.ToOffset(TimeSpan.FromHours(2)) });
        Assert.Throws<InvalidRequestException>(() => book.Move(new CashFlow("in", 1, "Ada", "test") { At = Start.AddSeconds(-1) }));
        Assert.Equal(10_001, book.Book.Cash);
    }

    /// <summary>What was executed with money that is told after it counts from its own time on.</summary>
    [Fact]
    public void Deposit_OfBeforeTheFirstOne_IsTheFirstMoney()
    {
        var book = Funded();
        book.Now = Start.AddMinutes(30);
        book.Move(new CashFlow("before", 5_000, "Ada", "test") { At = Start.AddHours(-2) });

        book.Take(new Fill("in", null, "NVDA", OrderSide.Buy, 10, 100, 0, null, null, Start.AddHours(-1), null));

        Assert.Equal((Start.AddHours(-1), 14_000m), (book.Book.Positions["NVDA"].OpenedAt, book.Book.Cash));
        Assert.Null(book.Events.OfType<FillRecorded>().Single().CountsAt);
        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
    }

    /// <summary>
    /// Prices, fills, cash flows, interest, fees, dividends and financing of a day, of which each that is no price and no fill may be told
    /// hours late: the book is that of the day on which all were told as they happened.
    /// </summary>
    [Fact]
    public void Money_OfADay_ToldInAnyOrder_GivesTheBookOfTheOrderInWhichItMoved()
    {
        var late = 0;
        Laws.Hold(Cases, choices =>
        {
            var day = new MoneyDay(choices);
            var (expected, actual) = (day.Told(inOrder: true), day.Told(inOrder: false));

            BookEventTests.AssertReconciles(actual.Book);
            Assert.Equal(FiguresOf(expected), FiguresOf(actual));
            Assert.Equal(expected.Days, actual.Days);
            Assert.Equal(ProfitsOf(expected), ProfitsOf(actual));
            Assert.Equal(JournaledBook.TextOf(actual.Book), JournaledBook.TextOf(actual.Folded()));
            late += actual.Events.Any(Amendments.Is) ? 1 : 0;
        });

        Assert.True(late > Laws.Held(Cases) / 3, $"{late} had something that was late");
    }

    // A row that a late telling revised to nothing is one that was never written.
    private static IEnumerable<KeyValuePair<(DateOnly Day, string AssetId, string? StrategyId), decimal>> ProfitsOf(JournaledBook told) =>
        told.Profits.Where(row => row.Value != 0).OrderBy(row => row.Key.Day).ThenBy(row => row.Key.AssetId, StringComparer.Ordinal);

    private static object FiguresOf(JournaledBook told)
    {
        var (book, chain) = (told.Book, PortfolioFold.ChainOf(told.Book));
        return (book.Cash, book.Equity, book.PeakEquity, book.DayAnchor, book.Flows, book.Income, book.Costs, book.UnreportedFlows,
            chain.DrawdownAt(book.Equity.Amount), chain.DayLossAt(book.Equity.Amount));
    }

    private static JournaledBook Funded()
    {
        var book = new JournaledBook { Now = Start };
        book.Move(new CashFlow("start", 10_000, "Ada", "test"));
        return book;
    }

    private static void Cash(JournaledBook book, string id, BookEventKind kind, decimal amount, DateTimeOffset at) =>
        book.Happen(BookEvent.Cash(id, kind, at, null, amount, "Ada", "test"));

    /// <summary>A day whose steps are of an instant of their own each, and when each was told.</summary>
    private sealed class MoneyDay
    {
        private const int StepsMax = 25;

        private readonly List<(DateTimeOffset At, DateTimeOffset ToldAt, Action<JournaledBook> Do)> _steps = [];

        public MoneyDay(Choices choices)
        {
            var at = Start;
            for (var step = 0; step < StepsMax && choices.Next(20) > 0; step++)
            {
                at = at.AddSeconds(choices.Next(301, 1_500)); // nearer to one another the order of telling counts
                var (id, amount) = ($"id-{step}", choices.Next(1, 50) * 10m);
                switch (choices.Next(5))
                {
                    case 0:
                        var mark = new PriceMark("BTC/USDT", choices.Next(50, 150), null, at, "test");
                        choices.Tell($"{at:HH:mm:ss} BTC/USDT is worth {mark.Price}");
                        _steps.Add((at, at, book => book.Mark(mark)));
                        break;
                    case 1:
                        var fill = new Fill(
                            id, null, "BTC/USDT", choices.Next(3) == 2 ? OrderSide.Sell : OrderSide.Buy, choices.Next(1, 4),
                            choices.Next(50, 150), choices.Next(0, 200) / 100m, null, null, at, null);
                        choices.Tell($"{at:HH:mm:ss} {fill.Side} {fill.Quantity} at {fill.Price}, fee {fill.Fee}");
                        _steps.Add((at, at, book => book.Take(fill)));
                        break;
                    case 2:
                        var flow = new CashFlow(id, choices.Next(2) == 0 ? amount : -amount / 10, "Ada", "test") { At = at };
                        Late(choices, at, $"flow {flow.Amount}", book => book.Move(flow));
                        break;
                    default:
                        var kind = choices.Next(4) switch
                        {
                            0 => BookEventKind.Interest, 1 => BookEventKind.Fee, 2 => BookEventKind.Dividend, _ => BookEventKind.Financing,
                        };
                        var one = BookEvent.Cash(
                            id, kind, at, kind is BookEventKind.Dividend or BookEventKind.Financing ? "BTC/USDT" : null,
                            kind == BookEventKind.Fee || choices.Next(3) == 2 ? -amount : amount, "Ada", "test");
                        Late(choices, at, $"{kind} {one.Amount}", book => book.Happen(one));
                        break;
                }
            }
        }

        public JournaledBook Told(bool inOrder)
        {
            var book = Funded();
            foreach (var (at, toldAt, act) in _steps.OrderBy(step => inOrder ? step.At : step.ToldAt))
            {
                book.Now = inOrder ? at : toldAt;
                act(book);
            }

            foreach (var day in new[] { 1, 2 })
            {
                book.Now = Start.AddDays(day);
                book.Begin();
            }

            return book;
        }

        private void Late(Choices choices, DateTimeOffset at, string what, Action<JournaledBook> act)
        {
            var toldAt = at.AddSeconds(choices.Next(3) switch { 0 => 0, 1 => choices.Next(1, 2_000), _ => choices.Next(1, 30_000) });
            choices.Tell($"{at:HH:mm:ss} {what}, told {toldAt:MM-dd HH:mm:ss}");
            _steps.Add((at, toldAt, act));
        }
    }
}
