using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>What happens at the broker and nobody approved; and stops.</summary>
public sealed class UnapprovedFillTests
{
    [Fact]
    public async Task Fill_ThatNobodyApproved_IsTakenNamedAndReduceOnlyUntilAnOperatorHasSeenIt()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();

        var answer = await portfolio.RecordFillAsync(Fill("stray", null, 5, 100));
        var refused = await portfolio.CheckOrderAsync(Buy("more", 1));
        var exit = await portfolio.CheckOrderAsync(Buy("less", 1) with { Side = OrderSide.Sell });
        var book = (await portfolio.GetAsync()).Book!;
        await Assert.ThrowsAsync<NotFoundException>(
            () => portfolio.AcceptFillAsync(new FillAcceptance("other", "Ada", "checked at the broker")));
        var accepted = await portfolio.AcceptFillAsync(new FillAcceptance("stray", "Ada", "a manual trade"));

        Assert.Contains("it names no order", answer.Irregularity, StringComparison.Ordinal);
        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.TradingHalt), (refused.Outcome, refused.BindingRule));
        Assert.Equal(DecisionOutcome.Approved, exit.Outcome);
        Assert.Equal(IrregularityKind.Unapproved, Assert.Single(book.Unseen).Kind);
        Assert.Equal(5, Assert.Single(book.Positions).Quantity);
        Assert.Equal(Assert.Single(book.Halts).HaltId, Assert.Single(accepted.Lifted));
        Assert.Empty(accepted.Waiting);
        Assert.Equal(DecisionOutcome.Approved, (await portfolio.CheckOrderAsync(Buy("again", 1))).Outcome);
        Assert.Equal(
            ["unapproved", "halt", "accepted", "reset"],
            cluster.World.Audit.Entries("portfolio/main").Select(entry => entry.Kind)
                .Where(kind => kind is "unapproved" or "halt" or "accepted" or "reset"));
    }

    /// <summary>A unit was approved and filled, and corrected to ten, to the other side or another asset: nobody was told.</summary>
    [Theory]
    [InlineData(1, null)] // another price
    [InlineData(10, IrregularityKind.Overfill)]
    [InlineData(-1, IrregularityKind.WrongSide)]
    public async Task Replacement_OfAFill_IsHeldAgainstTheOrderAsTheFillThatItIs(int units, IrregularityKind? kind)
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("o", 1));
        await portfolio.RecordFillAsync(Fill("wrong", "o", 1, 100));
        var right = Fill("right", null, Math.Abs(units), 101) with { Side = units > 0 ? OrderSide.Buy : OrderSide.Sell };

        await portfolio.CorrectFillAsync(new FillCorrection("fix", "wrong", right, "Ada", "as the broker has it"));

        var book = (await portfolio.GetAsync()).Book!;
        Assert.Equal(kind, book.Unseen.Select(one => (IrregularityKind?)one.Kind).SingleOrDefault());
        Assert.Equal(kind is null ? 0 : 1, book.Halts.Count(halt => halt is { Scope: HaltScope.Asset, Mode: TradingMode.ReduceOnly }));
        Assert.Equal(units, Assert.Single(book.Positions).Quantity);
    }

    /// <summary>Two units were approved, and five filled in the units of a split that never was.</summary>
    [Fact]
    public async Task CorrectEvent_OfASplitInWhoseUnitsAnOrderWasFilled_TellsThatMoreIsFilledThanWasApproved()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("o", 2));
        await portfolio.RecordFillAsync(Fill("f1", "o", 1, 100));
        var split = BookEvent.Split("s", TimeProvider.System.GetUtcNow(), Asset, 10, 1, "Ada", "of another share");
        await portfolio.RecordEventAsync(split with { Confirmed = true });
        var filled = await portfolio.RecordFillAsync(Fill("f2", "o", 5, 10) with { Confirmed = true });
        Assert.Null(filled.Irregularity);

        await portfolio.CorrectEventAsync(new EventCorrection("fix", "s", "Ada", "of another share"));

        var book = (await portfolio.GetAsync()).Book!;
        var found = Assert.Single(book.Unseen);
        Assert.Equal((IrregularityKind.Overfill, "o"), (found.Kind, found.Id));
        Assert.Contains("was approved for 2 in the units that hold now, of which 6 are filled", found.Text, StringComparison.Ordinal);
        Assert.Contains(book.Halts, halt => halt is { Scope: HaltScope.Asset, Mode: TradingMode.ReduceOnly });
    }

    /// <summary>What was bought and what was moved while a split stood that never was is as without it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CorrectEvent_OfASplit_LeavesStopsInTheUnitsThatHold(bool isMoved)
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("o", 2));
        await portfolio.RecordFillAsync(Fill("f1", "o", 1, 100));
        var before = Assert.Single((await portfolio.GetAsync()).Book!.Positions);
        var split = BookEvent.Split("s", TimeProvider.System.GetUtcNow(), Asset, 10, 1, "Ada", "of another share");
        await portfolio.RecordEventAsync(split with { Confirmed = true });
        if (isMoved)
        {
            await portfolio.MoveStopAsync(new StopMove(Asset, 9.5m, null, false, "Ada", "nearer"));
        }
        else
        {
            await portfolio.RecordFillAsync(Fill("f2", "o", 0.1m, 100) with { Confirmed = true });
        }

        await portfolio.CorrectEventAsync(new EventCorrection("fix", "s", "Ada", "of another share"));

        var held = Assert.Single((await portfolio.GetAsync()).Book!.Positions);
        Assert.Equal((isMoved ? 95 : before.StopPrice, before.TargetPrice), (held.StopPrice, held.TargetPrice));
        await cluster.DeactivateAsync(portfolio); // told again from the journal
        var again = Assert.Single((await portfolio.GetAsync()).Book!.Positions);
        Assert.Equal((held.StopPrice, held.TargetPrice), (again.StopPrice, again.TargetPrice));
    }

    /// <summary>No broker executes a limit order beyond its limit, and what was approved was approved for a strategy.</summary>
    [Theory]
    [InlineData("at the limit", 100, "a", null)]
    [InlineData("beyond it", 103, "a", IrregularityKind.BeyondLimit)]
    [InlineData("of another", 100, "b", IrregularityKind.WrongStrategy)]
    public async Task Fill_BeyondTheLimitOrOfAnotherStrategyThanItsOrder_IsNoneThatWasApproved(
        string id, int price, string strategy, IrregularityKind? kind)
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("o", 2) with { LimitPrice = 100, StrategyId = "a" });

        await portfolio.RecordFillAsync(Fill(id, "o", 1, price) with { StrategyId = strategy });

        Assert.Equal(kind, (await portfolio.GetAsync()).Book!.Unseen.Select(one => (IrregularityKind?)one.Kind).SingleOrDefault());
    }

    [Fact]
    public async Task Fill_OfAnotherAssetThanItsOrder_IsNoneThatWasApproved()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("o", 2));

        var answer = await portfolio.RecordFillAsync(Fill("f", "o", 1, 100) with { AssetId = "NVDA" });

        Assert.Contains($"order 'o' is of {Asset}", answer.Irregularity, StringComparison.Ordinal);
        Assert.Equal(IrregularityKind.WrongAsset, Assert.Single((await portfolio.GetAsync()).Book!.Unseen).Kind);
    }

    /// <summary>An exit of what was held was approved; by the time of its fill less was.</summary>
    [Fact]
    public async Task Fill_OfAnExitThatIsMoreThanIsHeld_TurnsThePositionAndIsTold()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.HoldAsync(Fill("in", null, 2, 100));
        Assert.Equal(DecisionOutcome.Approved, (await portfolio.CheckOrderAsync(Buy("exit", 2) with { Side = OrderSide.Sell })).Outcome);
        await portfolio.HoldAsync(Fill("by hand", null, 1, 100, OrderSide.Sell));

        var answer = await portfolio.RecordFillAsync(Fill("f", "exit", 2, 100, OrderSide.Sell));

        Assert.Contains("was an exit, and more was executed than is held", answer.Irregularity, StringComparison.Ordinal);
        Assert.Equal(-1, answer.Quantity);
        Assert.Equal(IrregularityKind.TurnedPosition, Assert.Single((await portfolio.GetAsync()).Book!.Unseen).Kind);
    }

    [Fact]
    public async Task Fill_OfNearlyAllEquityWhileHalted_IsTakenNamedToldAndStaysUnseenAfterTheHalt()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var halt = await portfolio.HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));

        var answer = await portfolio.RecordFillAsync(Fill("stray", null, 95, 100)); // of 10,000
        await portfolio.ResetAsync(new ResetRequest(halt.HaltId, "Ada", "over"));

        Assert.Equal((95m, false), (answer.Quantity, answer.Repeated));
        Assert.NotNull(answer.Irregularity);
        Assert.Contains("unvetted_fill portfolio/main stray", cluster.World.Outbox.Standing);
        var left = Assert.Single((await portfolio.GetModeAsync()).Halts);
        Assert.Equal((HaltScope.Asset, Asset, TradingMode.ReduceOnly), (left.Scope, left.ScopeId, left.Mode));
        Assert.Equal(DecisionOutcome.Rejected, (await portfolio.CheckOrderAsync(Buy("more", 1))).Outcome);
    }

    [Fact]
    public async Task Fill_OfAnOrderThatWasNotApprovedSo_SaysInWhatWay()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("one", 2));
        await portfolio.CheckOrderAsync(Buy("two", 2));
        await portfolio.ReportOrderAsync(new OrderReport("two", OrderState.Cancelled, cluster.World.Clock.GetUtcNow(), null, null, null));

        var whole = await portfolio.RecordFillAsync(Fill("f1", "one", 2, 100));
        var stop = await portfolio.RecordFillAsync(Fill("f2", "one", 0.25m, 92, OrderSide.Sell));
        var market = await portfolio.RecordFillAsync(Fill("f2b", "one", 0.25m, 100, OrderSide.Sell));
        var over = await portfolio.RecordFillAsync(Fill("f3", "one", 1, 100));
        var ended = await portfolio.RecordFillAsync(Fill("f4", "two", 1, 100));
        var wrong = await portfolio.RecordFillAsync(Fill("f5", "two", 1.2m, 100, OrderSide.Sell));
        await portfolio.RecordFillAsync(Fill("f6", null, 2, 92, OrderSide.Sell)); // at the stop
        await portfolio.ReportOrderAsync(new OrderReport("two", OrderState.Working, cluster.World.Clock.GetUtcNow(), null, null, null));

        Assert.Null(whole.Irregularity);
        Assert.Null(stop.Irregularity);
        Assert.Contains("is to buy", market.Irregularity, StringComparison.Ordinal); // an exit at any other price is an order of its own
        Assert.Contains("approved for 2, of which 2 were filled before", over.Irregularity, StringComparison.Ordinal);
        Assert.Contains("had ended (cancelled", ended.Irregularity, StringComparison.Ordinal);
        Assert.Contains("is to buy", wrong.Irregularity, StringComparison.Ordinal);
        Assert.Equal(
            [
                IrregularityKind.WrongSide, IrregularityKind.Overfill, IrregularityKind.AfterEnd, IrregularityKind.WrongSide,
                IrregularityKind.Revived,
            ],
            (await portfolio.GetAsync()).Book!.Unseen.Select(one => one.Kind));
    }

    [Fact]
    public async Task Fill_ThatNobodyWouldBelieve_NeedsASecondWord()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var large = Fill("large", null, 500, 100);

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordFillAsync(large));
        Assert.Empty((await portfolio.GetAsync()).Positions);
        await portfolio.RecordFillAsync(large with { Confirmed = true });
        var repeated = await portfolio.RecordFillAsync(large);

        Assert.Contains("more than 2 times the equity", refused.Message, StringComparison.Ordinal);
        Assert.True(repeated.Repeated);
    }

    [Fact]
    public async Task Stop_OfWhatIsAdded_DoesNotMoveTheStopOfAllAndIsMovedByCommand()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.CheckOrderAsync(Buy("one", 8) with { StopPrice = 92, TargetPrice = 130 });
        await portfolio.RecordFillAsync(Fill("f1", "one", 8, 100));
        await portfolio.CheckOrderAsync(Buy("two", 1) with { StopPrice = 99.5m, TargetPrice = 110 });
        await portfolio.RecordFillAsync(Fill("f2", "two", 1, 100));
        var added = Assert.Single((await portfolio.GetAsync()).Book!.Positions);

        var nearer = await portfolio.MoveStopAsync(new StopMove(Asset, 96, null, ClearTarget: true, "Ada", "trailed"));
        var reached = await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.MoveStopAsync(new StopMove(Asset, 101, null, false, "Ada", "a slip")));
        var far = await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.MoveStopAsync(new StopMove(Asset, 80, null, false, "Ada", "hope")));
        await portfolio.HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));
        var halted = await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.MoveStopAsync(new StopMove(Asset, 94, null, false, "Ada", "room")));

        Assert.Equal(((decimal?)92, (decimal?)130), (added.StopPrice, added.TargetPrice));
        Assert.Equal(((decimal?)96, 36m, 2_500m), (nearer.StopPrice, nearer.Heat, nearer.HeatLimit));
        Assert.Null(nearer.TargetPrice);
        Assert.Contains("is reached already", reached.Message, StringComparison.Ordinal);
        Assert.Contains("set it at 92 or nearer", far.Message, StringComparison.Ordinal);
        Assert.Contains("would risk more while halt-", halted.Message, StringComparison.Ordinal);
        Assert.Equal(96, Assert.Single((await portfolio.GetAsync()).Book!.Positions).StopPrice);
        await Assert.ThrowsAsync<NotFoundException>(
            () => portfolio.MoveStopAsync(new StopMove("NVDA", 94, null, false, "Ada", "not held")));
    }
}
