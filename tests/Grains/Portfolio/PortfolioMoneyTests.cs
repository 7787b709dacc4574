using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

public sealed class PortfolioMoneyTests
{
    [Fact]
    public async Task RecordFill_PartialThenWhole_UsesUpTheReservationAndMakesThePosition()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("one", 3));

        await portfolio.RecordFillAsync(Fill("f1", "one", 1, 100));
        Assert.Equal(2, Assert.Single((await portfolio.GetAsync()).Book!.Reservations).SignedQuantity);
        var answer = await portfolio.RecordFillAsync(Fill("f2", "one", 2, 106));

        Assert.Equal(104, answer.AverageEntryPrice);
        Assert.Equal("a stablecoin counts as a dollar while no rate of it is known", answer.RateSource);
        var book = (await portfolio.GetAsync()).Book!;
        Assert.Empty(book.Reservations);
        Assert.Equal(3, Assert.Single(book.Positions).Quantity);
        Assert.Equal(10_000 - 312, book.Cash);
    }

    [Fact]
    public async Task RecordFill_Again_AnswersTheSameAndOtherContentIsRefused()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var fill = Fill("f1", null, 1, 100, fee: 1);
        var first = await portfolio.RecordFillAsync(fill);

        var again = await portfolio.RecordFillAsync(fill);

        Assert.Equal(first with { Repeated = true }, again);
        Assert.Equal(1, (await portfolio.GetAsync()).Book!.Fees);
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordFillAsync(fill with { Price = 101 }));
    }

    [Fact]
    public async Task RecordCashFlow_OfTheDayBefore_IsTakenAtItsTimeOnceAndRevisesItsDay()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var left = cluster.World.Clock.GetUtcNow().AddMinutes(1);
        cluster.World.Clock.Advance(TimeSpan.FromDays(1));
        await cluster.QuoteAsync(100);
        await GrainCluster.TickAsync(portfolio, "portfolio");
        var flow = new CashFlow("late", -4_000, "Ada", "rent") { At = left };

        var answer = await portfolio.RecordCashFlowAsync(flow);
        var again = await portfolio.RecordCashFlowAsync(flow);

        Assert.Equal((6_000m, 1, false), (answer.Cash, answer.RevisedDays, answer.Repeated));
        Assert.Equal((answer.Sequence, true), (again.Sequence, again.Repeated));
        Assert.Equal(6_000, (await portfolio.GetAsync()).Equity);
        await cluster.DeactivateAsync(portfolio);
        Assert.Equal((6_000m, 6_000m), ((await portfolio.GetAsync()).Equity, (await portfolio.GetAsync()).Book!.Flows));
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordCashFlowAsync(flow with { At = left.AddMinutes(1) }));
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordCashFlowAsync(
            new CashFlow("ahead", 1, "Ada", "test") { At = cluster.World.Clock.GetUtcNow().AddMinutes(6) }));
    }

    [Fact]
    public async Task RecordFill_ThatCloses_WritesTheTradeOnceWithItsProfit()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("in", null, 4, 100, fee: 4));

        var answer = await portfolio.RecordFillAsync(Fill("out", null, 1, 120, OrderSide.Sell, fee: 1));

        Assert.Equal(20, answer.RealisedProfit);
        Assert.Equal(0, (await portfolio.GetAsync()).ClosedTrades); // 3 are still held: no round trip yet
        await portfolio.RecordFillAsync(Fill("rest", null, 3, 120, OrderSide.Sell, fee: 3));
        var now = TimeProvider.System.GetUtcNow();
        var trade = Assert.Single(await cluster.World.Ledger.GetKnownTradesAsync(
            "main", now.AddDays(-1), now.AddDays(1), knownAt: null, CancellationToken.None));
        Assert.Equal(("fill:rest", 4m, 100m, 120m, 8m), (trade.TradeId, trade.Quantity, trade.EntryPrice, trade.ExitPrice, trade.Fees));
        Assert.Equal(1, (await portfolio.GetAsync()).ClosedTrades);
    }

    [Fact]
    public async Task Mark_BeyondTheEmergencyStop_LatchesInTheSameTransactionAndStays()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.HoldAsync(Fill("in", null, 90, 100));
        var appends = cluster.World.Journal.Appends;

        await portfolio.MarkAsync([new PriceMark(Asset, 70, null, TimeProvider.System.GetUtcNow(), "desk")]);

        Assert.Equal(1, cluster.World.Journal.Appends - appends);
        var mode = await portfolio.GetModeAsync();
        Assert.Equal(TradingMode.Halted, mode.Mode);
        Assert.Equal(2, mode.Halts.Length); // 27 % below the peak, and 27 % in a day
        await portfolio.MarkAsync([new PriceMark(Asset, 200, null, TimeProvider.System.GetUtcNow(), "desk")]);
        Assert.Equal(TradingMode.Halted, (await portfolio.GetModeAsync()).Mode);
        var refused = await portfolio.CheckOrderAsync(Buy("after", 0.001m));
        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.TradingHalt), (refused.Outcome, refused.BindingRule));
        var exit = await portfolio.CheckOrderAsync(Buy("exit", 90) with { Side = OrderSide.Sell });
        Assert.Equal(DecisionOutcome.Approved, exit.Outcome);
    }

    [Fact]
    public async Task Reset_OfTheVeryHalt_ReanchorsAndDoesNotLatchAgain()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.HoldAsync(Fill("in", null, 90, 100));
        await portfolio.MarkAsync([new PriceMark(Asset, 70, null, TimeProvider.System.GetUtcNow(), "desk")]);
        var halts = (await portfolio.GetModeAsync()).Halts;

        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.ResetAsync(new ResetRequest("halt-99999", "Ada", "wrong")));
        var first = await portfolio.ResetAsync(new ResetRequest(halts[0].HaltId, "Ada", "looked into"));
        Assert.Equal(TradingMode.Halted, first.Mode);
        var second = await portfolio.ResetAsync(new ResetRequest(halts[1].HaltId, "Ada", "looked into"));

        Assert.Equal(TradingMode.Normal, second.Mode);
        Assert.Equal((7_300m, 7_300m), (second.PeakEquity, second.DayAnchor));
        await portfolio.MarkAsync([new PriceMark(Asset, 69.9m, null, TimeProvider.System.GetUtcNow(), "desk")]);
        Assert.Equal(TradingMode.Normal, (await portfolio.GetModeAsync()).Mode);
    }

    [Fact]
    public async Task CheckOrder_InAShadowPortfolio_IsFilledByTheNextQuoteAndTouchesNothingElse()
    {
        await using var cluster = await StartAsync();
        await cluster.QuoteAsync(100, "NVDA");
        var id = Keys.ShadowPortfolio("main", "stocks");
        var shadow = cluster.Portfolio(id);

        var decision = await shadow.CheckOrderAsync(Buy("one", 2, "NVDA"));

        Assert.True(decision.IsShadow);
        Assert.True(decision.Outcome == DecisionOutcome.Approved, $"{decision.BindingRule}: {decision.Rules[0].Explanation}");
        Assert.Empty((await shadow.GetAsync()).Book!.Positions); // the quote is older than the decision
        await cluster.QuoteAsync(100, "NVDA");
        await GrainCluster.TickAsync(shadow, "portfolio");
        await GrainCluster.TickAsync(shadow, "portfolio"); // a quote is used once
        Assert.Equal(1m, Assert.Single((await shadow.GetAsync()).Book!.Positions).Quantity); // its size
        await cluster.QuoteAsync(100, "NVDA");
        await GrainCluster.TickAsync(shadow, "portfolio");
        var book = (await shadow.GetAsync()).Book!;
        var held = Assert.Single(book.Positions);
        Assert.Equal((2m, 100m * 1.0005m), (held.Quantity, held.AverageEntryPrice));
        Assert.Empty(book.Reservations);
        Assert.Equal(10_000m - (200 * 1.0005m) - (200 * 1.0005m * 0.001m), book.Cash);
        Assert.Empty((await cluster.Portfolio().GetAsync()).Book!.Positions);
        await Assert.ThrowsAsync<InvalidRequestException>(() => shadow.CheckOrderAsync(Buy("two")));
    }

    [Fact]
    public async Task Drill_Always_MeasuresAndRecordsWithoutTouchingTheBook()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();

        var report = await portfolio.DrillAsync("Ada");

        Assert.True(report.Passed, report.ToString());
        Assert.Equal(2, report.ApprovedBefore);
        var view = await portfolio.GetAsync();
        Assert.Equal(report, view.Book!.LastDrill);
        Assert.Equal(TradingMode.Normal, view.Book.Mode);
        Assert.Empty(view.Positions);
        Assert.True((await portfolio.DrillAsync("Ada")).Passed);
    }

    [Fact]
    public async Task Drill_NoOrderWouldBeApproved_IsRefusedAsItWouldProveNothing()
    {
        await using var cluster = await StartAsync();
        cluster.World.Clock.Advance(TimeSpan.FromDays(2)); // The quotes are old by then.
        var portfolio = cluster.Portfolio();

        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.DrillAsync("Ada"));

        Assert.Contains("A drill needs an order that is approved", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(RuleCodes.PriceFresh, refusal.Message, StringComparison.Ordinal);
        Assert.Null((await portfolio.GetAsync()).Book?.LastDrill);
    }
}
