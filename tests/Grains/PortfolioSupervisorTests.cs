using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Supervision;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class PortfolioSupervisorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5, 100, 100, null)]
    [InlineData(5, 100, 92, PositionAdviceKind.PassedStop)]
    [InlineData(5, 100, 130, PositionAdviceKind.ReachedTarget)]
    [InlineData(-5, 100, 100, null)]
    [InlineData(-5, 100, 131, PositionAdviceKind.PassedStop)]
    [InlineData(-5, 100, 91, PositionAdviceKind.ReachedTarget)]
    [InlineData(15, 100, 100, PositionAdviceKind.DriftedLimit)]
    public void Of_Position_AdvisesWhatShouldBeClosed(double units, double entry, double mark, PositionAdviceKind? expected)
    {
        var isLong = units > 0;
        var book = Holding((decimal)units, (decimal)entry, (decimal)mark, isLong ? 92 : 130, isLong ? 130 : 92);

        var advice = SupervisorRules.Of(book, TestConfiguration.Build(), Now);

        PositionAdviceKind? found = advice.Length == 0 ? null : Assert.Single(advice).Kind;
        Assert.Equal(expected, found);
        Assert.All(advice, one => Assert.Equal(isLong ? OrderSide.Sell : OrderSide.Buy, one.Side));
        Assert.All(advice, one => Assert.Equal(5, one.Quantity));
    }

    [Fact]
    public void Of_ExitUnderWayAndOldMark_AdvisesTheRestAndALook()
    {
        var book = Holding(5, 100, 90, 92, null);
        book = book with
        {
            Reservations = book.Reservations.Add(
                "main:9", new Reservation("main:9", "exit", "BTC/USDT", "crypto", -3, 90, null, Now.AddMinutes(1))),
        };

        var advice = SupervisorRules.Of(book, TestConfiguration.Build(), Now.AddDays(2));

        Assert.Equal(
            [(PositionAdviceKind.PassedStop, 2m), (PositionAdviceKind.StaleMark, 0m)], advice.Select(one => (one.Kind, one.Quantity)));
        Assert.StartsWith("sell 2 BTC/USDT: it is at 90 and its stop is at 92", advice[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Supervise_WhatWasAdvisedBefore_IsToldOnceAndTakenBackWhenItIsOver()
    {
        var context = new BookContext(IsShadow: false, TestConfiguration.Build());
        var draft = new BookDraft("main", Holding(5, 100, 90, 92, null), Now);

        BookCommands.Supervise(draft, context);
        BookCommands.Supervise(draft, context);
        var told = draft.Book.Advice;
        var over = new BookDraft("main", draft.Book with { Positions = draft.Book.Positions.Clear() }, Now);
        BookCommands.Supervise(over, context);

        Assert.Single(draft.Events);
        Assert.Equal(PositionAdviceKind.PassedStop, Assert.Single(told).Kind);
        Assert.Empty(over.Book.Advice);
    }

    private static PortfolioBook Holding(decimal units, decimal entry, decimal mark, decimal? stop, decimal? target) => new()
    {
        Cash = 10_000 - (units * mark),
        Positions = new PortfolioBook().Positions.Add("BTC/USDT", new BookPosition(
            "BTC/USDT", "crypto", units, entry, units * entry, false, mark, Now, 1, "test", stop, Now.AddHours(-1), 0, null, false)
        {
            TargetPrice = target,
        }),
    };
}
