using System.Collections.Immutable;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

/// <summary>A book that began with an import and takes another one: its worth since, its day and its units are not set back.</summary>
public sealed class ImportSequelTests
{
    private const string Coin = "BTC/USDT";
    private const string Share = "NVDA";

    private static readonly Position Coins = new(Coin, "crypto", TradeSide.Long, 40, 95, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly Position Shares = new(Share, "stocks", TradeSide.Long, 10, 100, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly JournaledBook _book = new();

    [Fact]
    public void Import_OfTheSameRowsAndTrades_WritesNothing()
    {
        Begin(Row(23, 10_000));
        var events = _book.Events.Count;

        _book.TakeImport([Row(22, 10_000), Row(23, 10_000)], [Coins]);

        Assert.Equal(events, _book.Events.Count);
        AssertLost(equity: 9_600, by: 0.04m);
    }

    [Fact]
    public void Import_OfOneMoreTrade_LeavesTheLossOfTheDayAndWhatWasMarked()
    {
        Begin(Row(23, 10_000));

        _book.TakeImport([Row(22, 10_000), Row(23, 10_000)], [Coins, Shares], closedTrades: 1, ImportKind.Trades);
        AssertLost(equity: 9_600, by: 0.04m);
        Assert.Equal((90m, false), (_book.Book.Positions[Coin].MarkPrice, _book.Book.Positions[Coin].Unmarked));
        _book.Mark(new PriceMark(Share, 120, null, _book.Now, "test")); // its first mark is what its cost is
        AssertLost(equity: 9_600, by: 0.04m);

        _book.Mark(new PriceMark(Coin, 87, null, _book.Now, "test"));
        Assert.Contains(_book.Book.Halts, halt => halt.Cause == HaltCause.DailyLoss);
        Assert.Equal(_book.Book, _book.Folded(), (one, other) => JournaledBook.TextOf(one) == JournaledBook.TextOf(other));
        EndDay();
        Assert.Equal(-520, _book.Profits.Where(part => part.Key.Day == Row(24, 0).Day).Sum(part => part.Value));
        AssertBalanced();
    }

    [Fact]
    public void Import_OfOneMoreDay_AddsWhatTheBookLostSince()
    {
        Begin(Row(22, 10_000));

        _book.TakeImport([Row(22, 10_000), Row(23, 10_100)], [Coins]);

        AssertLost(equity: 9_700, by: 400m / 10_100);
        Assert.Equal((10_100m, 10_100m), (_book.Book.PeakEquity, _book.Book.DayAnchor));
        EndDay();
        Assert.Equal((9_700m, Round((9_700m / 10_100) - 1)), (_book.Days[Row(24, 0).Day].Equity, Round(_book.Days[Row(24, 0).Day].Return)));
        AssertBalanced();
    }

    [Fact]
    public void Import_OfAnotherRecord_TakesItsDrawdown()
    {
        Begin(Row(23, 10_000));

        _book.TakeImport([Row(20, 110_000), Row(23, 100_000)], [Coins]);

        Assert.Equal(99_600, _book.Book.Equity.Amount);
        Assert.Equal(1 - (99_600m / 110_000), _book.Book.Chain!.DrawdownAt(99_600), 9);
        AssertBalanced();
    }

    /// <summary>A file whose last row is of today, read again as the day goes on.</summary>
    [Fact]
    public void Import_OfTheDayUnderWayToldAnew_LatchesItsLoss()
    {
        Begin(Row(24, 10_000));
        Assert.Empty(_book.Book.LossHalts);

        _book.TakeImport([Row(22, 10_000), Row(24, 9_400)], [Coins]);

        Assert.Equal(9_400, _book.Book.Equity.Amount);
        Assert.Contains(_book.Book.Halts, halt => halt.Cause == HaltCause.DailyLoss);
        _book.Mark(new PriceMark(Coin, 89, null, _book.Now, "test"));
        Assert.Equal(9_360, _book.Book.Equity.Amount); // from the mark that it had
        AssertBalanced();
    }

    [Fact]
    public void Import_AfterASplit_LeavesTheUnits()
    {
        _book.TakeImport([Row(22, 10_000), Row(23, 10_000)], [Shares]);
        _book.Mark(new PriceMark(Share, 100, null, _book.Now, "test"));
        _book.Now = _book.Now.AddMinutes(1);
        _book.Happen(BookEvent.Split("s", _book.Now, Share, 10, 1, "Ada", "10 for 1"));

        _book.TakeImport([Row(22, 10_000), Row(23, 10_000)], [Shares], closedTrades: 1, ImportKind.Trades);
        _book.Now = _book.Now.AddMinutes(1);
        _book.Mark(new PriceMark(Share, 11, null, _book.Now, "test"));

        Assert.Equal((100m, 10_100m), (_book.Book.Positions[Share].Quantity, _book.Book.Equity.Amount));
        AssertBalanced();
    }

    /// <summary>It belongs to its time, though an import told the same again in between.</summary>
    [Fact]
    public void Split_ToldAfterAnImportOfTheSame_CountsAtItsTime()
    {
        _book.TakeImport([Row(22, 10_000), Row(23, 10_000)], [Shares]);
        _book.Begin();
        _book.Mark(new PriceMark(Share, 100, null, _book.Now, "test"));
        var split = _book.Now.AddMinutes(1);
        _book.Now = _book.Now.AddMinutes(2);
        _book.Mark(new PriceMark(Share, 10, null, _book.Now, "test")); // 9 % lost, as nobody knows
        _book.TakeImport([Row(22, 10_000), Row(23, 10_000)], [Shares], closedTrades: 1, ImportKind.Trades);
        _book.Now = _book.Now.AddMinutes(1);

        _book.Happen(BookEvent.Split("s", split, Share, 10, 1, "Ada", "10 for 1"));

        Assert.Equal((100m, 10_000m), (_book.Book.Positions[Share].Quantity, _book.Book.Equity.Amount));
        Assert.Equal(0, _book.Book.Chain!.DrawdownAt(10_000));
        AssertBalanced();
    }

    [Fact]
    public void Import_ThatClosesATrade_KeepsWhatTheDayLostByIt()
    {
        Begin(Row(23, 10_000));

        _book.TakeImport([Row(22, 10_000), Row(23, 10_000)], [], closedTrades: 1, ImportKind.Trades);

        Assert.Empty(_book.Book.Positions);
        AssertLost(equity: 9_600, by: 0.04m);
        EndDay();
        Assert.Equal(-400, _book.Profits[(Row(24, 0).Day, Coin, null)]);
        AssertBalanced();
    }

    /// <summary>Marked at 100 first, and then at 90 on the 24th.</summary>
    private void Begin(EquityPoint last)
    {
        _book.TakeImport([Row(22, 10_000), .. last.Day == Row(22, 0).Day ? [] : new[] { last }], [Coins]);
        _book.Begin();
        _book.Mark(new PriceMark(Coin, 100, null, _book.Now, "test"));
        if (last.Day < Row(24, 0).Day)
        {
            _book.Now = _book.Now.AddMinutes(1);
            _book.Mark(new PriceMark(Coin, 90, null, _book.Now, "test"));
            AssertLost(equity: 9_600, by: 0.04m);
        }
        else
        {
            _book.Mark(new PriceMark(Coin, 90, null, _book.Now, "test"));
            _book.TakeImport([Row(22, 10_000), last], [Coins]);
        }
    }

    private void EndDay()
    {
        _book.Now = _book.Now.AddDays(1);
        _book.Begin();
    }

    private void AssertLost(decimal equity, decimal by)
    {
        Assert.Equal(equity, _book.Book.Equity.Amount);
        Assert.Equal(by, _book.Book.Chain!.DayLossAt(equity), 9);
    }

    private void AssertBalanced() => Assert.Equal(
        _book.Book.Flows + _book.Book.RealisedProfit - _book.Book.Fees + _book.Book.Income - _book.Book.Costs,
        _book.Book.Cash + _book.Book.Positions.Values.Sum(held => held.Cost));

    private static decimal? Round(decimal? value) => value is { } known ? Math.Round(known, 12) : null;

    private static EquityPoint Row(int day, decimal equity) => new(new DateOnly(2026, 11, day), equity, 0);
}
