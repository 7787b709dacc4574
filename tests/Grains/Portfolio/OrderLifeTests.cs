using OrleansAssets.Assets;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>What becomes of an order after it was approved, on a clock that tests set.</summary>
public sealed class OrderLifeTests
{
    [Fact]
    public async Task Order_ReportedWorking_HoldsItsRoomUntilItsEndIsReported()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Limit("resting", 10));
        var working = await portfolio.ReportOrderAsync(Report(cluster, "resting", OrderState.Working) with { VenueOrderId = "b-1" });

        await LaterAsync(cluster, TimeSpan.FromHours(1));
        var second = await portfolio.CheckOrderAsync(Limit("second", 10));
        var open = await portfolio.GetOrdersAsync(new OrderQuery(OpenOnly: true, null, 10));
        var page = await portfolio.FindOrdersAsync(new OrderQuery(OpenOnly: false, null, 1));
        var after = await portfolio.FindOrdersAsync(new OrderQuery(OpenOnly: false, null, 1, "resting"));
        await Assert.ThrowsAsync<NotFoundException>(() => portfolio.FindOrdersAsync(new OrderQuery(false, null, 1, "nobody's")));
        await Assert.ThrowsAsync<NotFoundException>(() => portfolio.FindOrdersAsync(new OrderQuery(false, $"{Asset}X", 1)));
        await portfolio.ReportOrderAsync(Report(cluster, "resting", OrderState.Cancelled));
        var third = await portfolio.CheckOrderAsync(Limit("third", 10));

        Assert.Equal((OrderState.Working, "b-1", null), (working.State, working.VenueOrderId, working.Until));
        Assert.Equal(DecisionOutcome.Rejected, second.Outcome);
        Assert.Equal(["resting"], open.Select(order => order.ClientOrderId));
        Assert.Equal(("resting", null), (Assert.Single(page.Orders).ClientOrderId, page.Next));
        Assert.Empty(after.Orders);
        Assert.Equal(DecisionOutcome.Approved, third.Outcome);
        Assert.Equal(OrderState.Rejected, (await portfolio.GetOrderAsync("second")).State);
        await Assert.ThrowsAsync<NotFoundException>(() => portfolio.GetOrderAsync("unheard-of"));
    }

    /// <summary>It may rest at the broker whether anybody says so or not.</summary>
    [Theory]
    [InlineData(TimeInForce.Gtc, 48)]
    [InlineData(TimeInForce.Day, 1)]
    [InlineData(null, 48)]
    public async Task Order_WithALimitThatNobodyReports_HoldsItsRoomByItsTimeInForce(TimeInForce? timeInForce, int hours)
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        cluster.World.Clock.Advance(TimeSpan.FromDays(1) - cluster.World.Clock.GetUtcNow().TimeOfDay);
        await LaterAsync(cluster, TimeSpan.FromMinutes(1));
        var first = await portfolio.CheckOrderAsync(Limit("resting", 10) with { TimeInForce = timeInForce });

        await LaterAsync(cluster, TimeSpan.FromHours(hours));
        var second = await portfolio.CheckOrderAsync(Limit("second", 10));
        await portfolio.ReleaseAsync(first.ReservationId!, "never placed");
        var third = await portfolio.CheckOrderAsync(Limit("third", 10));

        Assert.Equal(DecisionOutcome.Approved, first.Outcome);
        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.AssetMaxPosition), (second.Outcome, second.BindingRule));
        Assert.Equal(DecisionOutcome.Approved, third.Outcome);
        Assert.Equal("never placed", (await portfolio.GetOrderAsync("resting")).Remark);
    }

    [Fact]
    public async Task Order_InPlaceOfOneOfTheOtherSideOrAsset_IsRefused()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Limit("resting", 1));

        foreach (var other in new[]
        {
            Limit("sale", 1) with { Side = OrderSide.Sell, Replaces = "resting" },
            Limit("share", 1) with { AssetId = "NVDA", Replaces = "resting" },
        })
        {
            var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.CheckOrderAsync(other));
            Assert.Contains("cannot replace 'resting' (buy BTC/USDT)", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(OrderState.Approved, (await portfolio.GetOrderAsync("resting")).State);
    }

    [Fact]
    public async Task Order_OfADay_EndsAMinuteAfterItsSession()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Limit("resting", 10) with { TimeInForce = TimeInForce.Day });
        await portfolio.ReportOrderAsync(Report(cluster, "resting", OrderState.Working));
        var now = cluster.World.Clock.GetUtcNow();

        cluster.World.Clock.Advance(now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime + TimeSpan.FromSeconds(59));
        var before = await portfolio.GetOrderAsync("resting");
        cluster.World.Clock.Advance(TimeSpan.FromSeconds(2));
        var after = await portfolio.GetOrderAsync("resting");

        Assert.Equal((OrderState.Working, OrderState.Expired), (before.State, after.State));
        Assert.Equal("its time in force was over", after.Remark);
    }

    [Fact]
    public async Task Order_AskedForAgain_IsAnsweredAsRepeatedWithItsStandingNow()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var first = await portfolio.CheckOrderAsync(Buy("lapsing", 1));
        var again = await portfolio.CheckOrderAsync(Buy("lapsing", 1));
        await LaterAsync(cluster, TimeSpan.FromSeconds(61));
        var lapsed = await portfolio.CheckOrderAsync(Buy("lapsing", 1));
        await portfolio.CheckOrderAsync(Buy("filled", 1));
        await portfolio.RecordFillAsync(Fill("f1", "filled", 1, 100));
        await portfolio.CheckOrderAsync(Buy("halted", 1));
        await portfolio.HaltAsync(new HaltRequest(HaltScope.AssetClass, "crypto", TradingMode.Halted, "Ada", "news"));

        var halted = await portfolio.CheckOrderAsync(Buy("halted", 1));

        Assert.Null(first.Standing);
        Assert.Equal((OrderState.Approved, true), (again.Standing!.State, again.Standing.MayBePlaced));
        Assert.Equal(
            (first.DecisionId, OrderState.Expired, false), (lapsed.DecisionId, lapsed.Standing!.State, lapsed.Standing.MayBePlaced));
        Assert.Equal(OrderState.Filled, (await portfolio.CheckOrderAsync(Buy("filled", 1))).Standing!.State);
        Assert.Equal(
            (DecisionOutcome.Approved, OrderState.Approved, false), (halted.Outcome, halted.Standing!.State, halted.Standing.MayBePlaced));
        Assert.Equal("crypto", halted.Standing.Halt!.ScopeId);
        Assert.True((await portfolio.ReplayDecisionAsync(first.DecisionId)).Identical);
    }

    [Fact]
    public async Task Exit_OfTheWholeWhileAnotherRests_IsRejected()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("entry", 10));
        await portfolio.RecordFillAsync(Fill("f1", "entry", 10, 100));
        var exit = Limit("exit-1", 10) with { Side = OrderSide.Sell, LimitPrice = 110 };
        Assert.Equal(DecisionOutcome.Approved, (await portfolio.CheckOrderAsync(exit)).Outcome);
        await portfolio.ReportOrderAsync(Report(cluster, "exit-1", OrderState.Working));

        await LaterAsync(cluster, TimeSpan.FromHours(1));
        var second = await portfolio.CheckOrderAsync(exit with { ClientOrderId = "exit-2" });

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.ExitSize), (second.Outcome, second.BindingRule));
        Assert.Contains("replace one of the exits under way", second.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_ThatReplacesAnother_TakesItsRoomAndItsFills()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Limit("old", 10));
        await portfolio.ReportOrderAsync(Report(cluster, "old", OrderState.Working));

        var decided = await portfolio.CheckOrderAsync(Limit("new", 8) with { Replaces = "old" });
        await portfolio.RecordFillAsync(Fill("f1", "old", 3, 99));

        var (old, its) = (await portfolio.GetOrderAsync("old"), await portfolio.GetOrderAsync("new"));
        Assert.Equal(DecisionOutcome.Approved, decided.Outcome);
        Assert.Equal((OrderState.Replaced, "new"), (old.State, old.ReplacedBy));
        Assert.Equal((OrderState.PartlyFilled, 3m, "old"), (its.State, its.Filled, its.Replaces));
        Assert.Equal(5, Assert.Single((await portfolio.GetAsync()).Book!.Reservations).SignedQuantity);
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.CheckOrderAsync(Limit("third", 1) with { Replaces = "old" }));
    }

    [Fact]
    public async Task Report_OfWhatCannotBe_IsRefusedAndLateOnesChangeNothing()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("one", 1));
        await portfolio.RecordFillAsync(Fill("f1", "one", 1, 100));
        await portfolio.CheckOrderAsync(Buy("two", 1));
        var cancelled = Report(cluster, "two", OrderState.Cancelled);
        await portfolio.ReportOrderAsync(cancelled);
        var journal = (await portfolio.GetAsync()).Book!.Journal;

        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.ReportOrderAsync(Report(cluster, "one", OrderState.Cancelled)));
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.ReportOrderAsync(Report(cluster, "two", OrderState.Filled)));
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.ReportOrderAsync(Report(cluster, "two", (OrderState)99)));
        await Assert.ThrowsAsync<NotFoundException>(() => portfolio.ReportOrderAsync(Report(cluster, "none", OrderState.Working)));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.CheckOrderAsync(Buy("dated", 1) with { TimeInForce = TimeInForce.Gtd }));
        await portfolio.ReportOrderAsync(cancelled);
        var late = await portfolio.ReportOrderAsync(
            cancelled with { State = OrderState.Working, At = cancelled.At - TimeSpan.FromSeconds(30) });

        Assert.Equal(OrderState.Cancelled, late.State);
        Assert.Equal(journal, (await portfolio.GetAsync()).Book!.Journal);
    }

    private static OrderRequest Limit(string id, decimal quantity) => Buy(id, quantity) with { LimitPrice = 100 };

    private static OrderReport Report(GrainCluster cluster, string id, OrderState state) =>
        new(id, state, cluster.World.Clock.GetUtcNow(), null, null, null);

    /// <summary>Time passes, and the price is quoted anew.</summary>
    private static Task LaterAsync(GrainCluster cluster, TimeSpan by)
    {
        cluster.World.Clock.Advance(by);
        return cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(Asset)).RecordQuoteAsync(
            new Quote(Asset, "ccxt_binance", cluster.World.Clock.GetUtcNow(), 100, 100, 1, 1), "quotes");
    }
}
