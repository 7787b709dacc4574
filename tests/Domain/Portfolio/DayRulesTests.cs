using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>How a book's days end and begin: over closed markets, over time in which nothing ran, under a clock that was wrong.</summary>
public sealed class DayRulesTests
{
    private const string Share = "NVDA";
    private const string Coin = "BTC/USDT";

    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly BookContext Setting = new(IsShadow: false, TestConfiguration.Build() with
    {
        Classes =
        [
            .. TestConfiguration.Build().Classes.Select(
                known => known.Id == "stocks" ? known with { Hours = MarketHours.UsExchange } : known),
        ],
    });

    [Fact]
    public void Days_OfABookOfShares_AreTradingDays()
    {
        var (book, rows, parts) = Weeks(Share);

        Assert.Equal(15, rows.Length);
        Assert.DoesNotContain(rows, row => row.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        var report = Measure(rows, parts);
        Assert.Equal((252, 14, 14, 0), (report.PeriodsPerYear, report.Days, report.ProfitableDayStreak, report.FlatDays));
        Assert.Equal(rows[^1].Equity, book.LastDay!.Equity);
        Assert.Equal((double)(book.LastDay.Equity / 10_000), rows.Aggregate(1.0, (growth, row) => growth * (1 + (double)row.Return!)), 9);
    }

    [Fact]
    public void Days_OfABookOfCoins_AreCalendarDays()
    {
        var (_, rows, parts) = Weeks(Coin);

        Assert.Equal(21, rows.Length);
        Assert.Equal(365, Measure(rows, parts).PeriodsPerYear);
    }

    [Fact]
    public void Days_OfSharesBesideCoins_AreCalendarDays()
    {
        var book = Fill(Fill(Deposit(10_000), Monday.AddHours(15), Share, 1, 100), Monday.AddHours(15), Coin, 1, 100);
        book = Mark(book, Monday.AddDays(4).AddHours(20).AddMinutes(55), Share, 101); // five minutes before the close
        var saturday = Begin(Mark(book, Monday.AddDays(5).AddHours(12), Coin, 100), Monday.AddDays(6));

        Assert.Equal(Day(5), saturday.LastDay!.Day);
    }

    [Fact]
    public void Days_OfClosedMarkets_KeepTheirFlowsForTheNextRow()
    {
        var book = Begin(Fill(Deposit(10_000), Monday.AddHours(15), Share, 50, 100), Monday.AddDays(5).AddHours(1));
        book = Flow(book, Monday.AddDays(5).AddHours(3), 5_000);
        book = Begin(Begin(book, Monday.AddDays(6).AddHours(1)), Monday.AddDays(7).AddHours(1));
        book = Mark(book, Monday.AddDays(7).AddHours(16), Share, 110);

        var draft = Draft(book, Monday.AddDays(8).AddHours(1));
        var row = Assert.Single(draft.ToBatch().Days);

        Assert.Equal((Day(7), 15_500m, 5_000m), (row.Day, row.Equity, row.CashFlow));
        Assert.Equal(500m / 15_000, row.Return!.Value, 10);
        Assert.Equal(500, draft.ToBatch().Profits.Sum(part => part.Profit));
    }

    [Fact]
    public void CatchUp_DownOverAFall_TheFallIsOfItsOwnDayAndLatchesNothingToday()
    {
        var book = Fill(Deposit(10_000), Monday.AddHours(20), Coin, 90, 100);
        Dictionary<int, decimal> closes = new() { [1] = 100, [2] = 89, [3] = 89 };

        var (after, rows, _) = CatchUp(book, Monday.AddDays(3).AddHours(9), closes);

        Assert.Equal([(Day(0), 10_000m, true), (Day(1), 9_010m, true), (Day(2), 9_010m, true)],
            rows.Select(row => (row.Day, row.Equity, row.MadeUp)));
        Assert.Equal(-0.099m, rows[1].Return);
        Assert.Equal(0, after.Chain!.DayLossAt(after.Equity.Amount));
        Assert.Equal(9_010, after.DayAnchor);
        Assert.Empty(after.LossHalts);
        Assert.Equal(0.099m, after.Chain.DrawdownAt(after.Equity.Amount));
    }

    [Fact]
    public void CatchUp_NoPriceOfADay_ItsRowIsAbsentAndTheFirstFreshMarkIsTheDaysStart()
    {
        var book = Fill(Deposit(10_000), Monday.AddHours(20), Coin, 90, 100);

        var (after, rows, _) = CatchUp(book, Monday.AddDays(3).AddHours(9), []);
        Assert.Equal([Day(0)], rows.Select(row => row.Day)); // it was marked on that day
        Assert.Equal([Coin], after.Unpriced);

        var marked = Mark(after, Monday.AddDays(3).AddHours(9), Coin, 89);
        Assert.Equal(0, marked.Chain!.DayLossAt(marked.Equity.Amount));
        Assert.Equal(0.099m, marked.Chain.DrawdownAt(marked.Equity.Amount));
        Assert.Empty(marked.LossHalts);

        var fallen = Mark(marked, Monday.AddDays(3).AddHours(10), Coin, 80);
        Assert.Contains(fallen.Halts, halt => halt.Cause == HaltCause.DailyLoss);

        var row = Assert.Single(Draft(fallen, Monday.AddDays(4).AddMinutes(1)).ToBatch().Days);
        Assert.Equal(8_200m / 10_000 - 1, row.Return!.Value, 10); // the days without a row are in it
    }

    [Fact]
    public void CatchUp_NothingHeld_EachMissedDayHasItsRow()
    {
        var (_, rows, parts) = CatchUp(Deposit(10_000), Monday.AddDays(3).AddHours(9), []);

        Assert.Equal([(Day(0), false), (Day(1), true), (Day(2), true)], rows.Select(row => (row.Day, row.MadeUp)));
        Assert.Equal(3, parts.Length);
    }

    /// <summary>A clock that was a year ahead for a while wrote a row of each day of that year.</summary>
    [Fact]
    public void CatchUp_NothingHeldAndNothingStoredOfThoseDays_WritesNoDayAndLeavesThemToTheNextRow()
    {
        var book = Deposit(10_000);
        var draft = new BookDraft("main", book, Monday.AddDays(365));

        BookCommands.CatchUp(draft, Setting, (_, _) => null, _ => false);

        Assert.Empty(draft.ToBatch().Days);
        Assert.Single(draft.Events);
        Assert.Equal((Day(365), null, book.EquityDays), (draft.Book.Day, draft.Book.LastDay, draft.Book.EquityDays));
        var back = Draft(draft.Book, Monday.AddHours(12)).Book;
        var row = Assert.Single(Draft(back, Monday.AddDays(1).AddMinutes(1)).ToBatch().Days);
        Assert.Equal((Day(0), 10_000m, 10_000m), (row.Day, row.Equity, row.CashFlow));
    }

    [Fact]
    public void CatchUp_NothingHeld_RowsEndWithWhatIsStored()
    {
        var draft = new BookDraft("main", Deposit(10_000), Monday.AddDays(30));

        BookCommands.CatchUp(
            draft, Setting, (_, _) => null,
            midnight => Setting.Days.IsWitnessed([("crypto", Monday.AddDays(2).AddMinutes(-1))], midnight));

        Assert.Equal([Day(0), Day(1)], draft.ToBatch().Days.Select(row => row.Day));
        Assert.Equal(Day(30), draft.Book.Day);
    }

    [Theory]
    [InlineData("crypto", 4, 22, 5, false)] // Friday's last hours, at midnight: a price is good for one
    [InlineData("crypto", 4, 23, 5, true)]
    [InlineData("crypto", 4, 23, 6, false)]
    [InlineData("stocks", 4, 21, 7, true)] // over the weekend there is no newer price
    [InlineData("stocks", 4, 21, 8, false)]
    [InlineData("stocks", 9, 15, 8, true)] // it is newer
    public void IsWitnessed_APriceOfAnHour_TellsOfTimeUntilItsMarketOpensAgain(
        string classId, int day, int hour, int midnight, bool isWitnessed) => Assert.Equal(
        isWitnessed, Setting.Days.IsWitnessed([(classId, Monday.AddDays(day).AddHours(hour))], Monday.AddDays(midnight)));

    [Fact]
    public void CatchUp_AShareOverAWeekend_KeepsTheCloseOfFriday()
    {
        var friday = Monday.AddDays(4);
        var book = Fill(Deposit(10_000), friday.AddHours(20).AddMinutes(55), Share, 50, 100); // 15:55 in New York

        var (after, rows, _) = CatchUp(book, Monday.AddDays(7).AddHours(8), []);

        Assert.Equal([(Day(4), false)], rows.Select(row => (row.Day, row.MadeUp)));
        Assert.Empty(after.Unpriced);
        Assert.Equal(Day(7), after.Day);
    }

    [Fact]
    public void CatchUp_YearsLater_MakesUpForABoundedTime()
    {
        var (after, rows, _) = CatchUp(Deposit(10_000), Monday.AddDays(3_000), []);

        Assert.InRange(rows.Length, DayRules.DaysMax - 1, DayRules.DaysMax + 1);
        Assert.Equal(Day(3_000), after.Day);
    }

    [Fact]
    public void Begin_AfterAClockThatWasAYearAhead_PresentDaysGoOn()
    {
        var book = Fill(Deposit(10_000), Monday.AddHours(10), Coin, 90, 100);
        book = Begin(book, Monday.AddDays(365)); // for two minutes
        Assert.Equal(Day(365), book.Day);

        book = Mark(book, Monday.AddHours(11), Coin, 99);
        Assert.Equal(Day(0), book.Day);
        book = Begin(book, Monday.AddDays(1).AddMinutes(1));
        Assert.Equal((Day(1), Day(0), 9_910m), (book.Day!.Value, book.LastDay!.Day, book.DayAnchor));

        var fallen = Mark(book, Monday.AddDays(1).AddHours(1), Coin, 93);
        Assert.Contains(fallen.Halts, halt => halt.Cause == HaltCause.DailyLoss);
    }

    [Fact]
    public void Begin_AnotherSilosClockAMomentBehindMidnight_BeginsNothing()
    {
        var book = Begin(Fill(Deposit(10_000), Monday.AddHours(23), Coin, 1, 100), Monday.AddDays(1).AddSeconds(1));

        Assert.Equal(Day(1), Begin(book, Monday.AddDays(1).AddSeconds(-2)).Day);
    }

    private static (PortfolioBook Book, EquityPoint[] Rows, DayProfit[] Parts) Weeks(string assetId)
    {
        var (book, rows, parts) = (Deposit(10_000), new List<EquityPoint>(), new List<DayProfit>());
        book = Fill(book, Monday.AddHours(15), assetId, 10, 100);
        for (var day = 0; day < 21; day++)
        {
            var at = Monday.AddDays(day).AddHours(16);
            book = at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && assetId == Share ? book : Mark(book, at, assetId, 101 + day);
            var draft = Draft(book, Monday.AddDays(day + 1).AddMinutes(1));
            rows.AddRange(draft.ToBatch().Days);
            parts.AddRange(draft.ToBatch().Profits);
            book = draft.Book;
        }

        return (book, [.. rows], [.. parts]);
    }

    private static PerformanceReport Measure(EquityPoint[] rows, DayProfit[] parts) => PerformanceRules.Measure(
        new PerformanceRecord(new PerformanceQuery(60), rows[0].Day.AddDays(1), rows[^1].Day, [.. rows], []) { Profits = [.. parts] });

    private static (PortfolioBook Book, EquityPoint[] Rows, DayProfit[] Parts) CatchUp(
        PortfolioBook book, DateTimeOffset now, Dictionary<int, decimal> closes)
    {
        var draft = new BookDraft("main", book, now);
        BookCommands.CatchUp(draft, Setting, (id, instant) =>
            id == Coin && closes.TryGetValue((int)(instant - Monday).TotalDays, out var price)
                ? new Quote(id, "stored", instant, price, price, null, null)
                : null);
        return (draft.Book, [.. draft.ToBatch().Days], [.. draft.ToBatch().Profits]);
    }

    private static BookDraft Draft(PortfolioBook book, DateTimeOffset now)
    {
        var draft = new BookDraft("main", book, now);
        BookCommands.Begin(draft, Setting, []);
        return draft;
    }

    private static PortfolioBook Begin(PortfolioBook book, DateTimeOffset now) => Draft(book, now).Book;

    private static PortfolioBook Deposit(decimal amount) => Flow(new PortfolioBook(), Monday.AddMinutes(5), amount);

    private static PortfolioBook Flow(PortfolioBook book, DateTimeOffset at, decimal amount)
    {
        var draft = new BookDraft("main", book, at);
        MoneyCommands.Move(draft, new CashFlow($"flow-{at:yyyyMMddHHmm}", amount, "Ada", "test"), null, 0, Setting);
        return draft.Book;
    }

    private static PortfolioBook Fill(PortfolioBook book, DateTimeOffset at, string assetId, decimal quantity, decimal price)
    {
        var draft = new BookDraft("main", book, at);
        var fill = new Fill($"fill-{book.Head.Sequence}", null, assetId, OrderSide.Buy, quantity, price, 0, null, null, at, null);
        FillCommands.Take(draft, fill, null, 0, _ => null, Setting);
        return draft.Book;
    }

    private static PortfolioBook Mark(PortfolioBook book, DateTimeOffset at, string assetId, decimal price)
    {
        var draft = new BookDraft("main", book, at);
        MoneyCommands.Mark(draft, [new PriceMark(assetId, price, null, at, "test")], _ => null, Setting);
        return draft.Book;
    }

    private static DateOnly Day(int offset) => DateOnly.FromDateTime(Monday.UtcDateTime).AddDays(offset);
}
