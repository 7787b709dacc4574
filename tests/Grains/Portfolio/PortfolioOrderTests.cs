using System.Text.Json;
using OrleansAssets.Audit;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

public sealed class PortfolioOrderTests
{
    [Fact]
    public async Task CheckOrder_64CallersWithRoomFor10_ApprovesExactly10()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();

        var decisions = await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => portfolio.CheckOrderAsync(Buy($"order-{caller}"))));

        Assert.Equal(10, decisions.Count(decision => decision.Outcome == DecisionOutcome.Approved));
        Assert.Equal(54, decisions.Count(decision => decision.Outcome == DecisionOutcome.Rejected));
        var book = (await portfolio.GetAsync()).Book;
        Assert.Equal(10, book?.Reservations.Sum(held => held.SignedQuantity));
    }

    [Fact]
    public async Task CheckOrder_CallersDuringAWrite_ShareTheNextOne()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var release = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        cluster.World.Journal.BeforeAppend = () =>
        {
            reached.TrySetResult();
            return release.Task;
        };
        var before = cluster.World.Journal.Appends;

        var first = portfolio.CheckOrderAsync(Buy("first", 0.01m));
        await reached.Task;
        var others = Enumerable.Range(0, 20).Select(caller => portfolio.HaltAsync(
            new HaltRequest(HaltScope.Asset, "ETH/USDT", TradingMode.ReduceOnly, $"Ada {caller}", "news"))).ToArray();
        // Reads do not wait for the write, and see nothing of it. They are sent after the halts: nearly all of those are queued by now.
        Assert.Empty((await portfolio.GetAsync()).Book!.Reservations);
        Assert.False(first.IsCompleted);
        release.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.InRange(cluster.World.Journal.Appends - before, 2, 3); // what was on its way yet shares the one after
        Assert.Equal(20, (await portfolio.GetModeAsync()).Halts.Length);
    }

    [Fact]
    public async Task CheckOrder_SameIdAgain_AnswersTheSameDecisionAndReservesOnce()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var first = await portfolio.CheckOrderAsync(Buy("one", 2.0m));

        var again = await portfolio.CheckOrderAsync(Buy("one", 2.00m));

        Assert.Equal(first.DecisionId, again.DecisionId);
        Assert.Equal(first.InputHash, again.InputHash);
        Assert.Single((await portfolio.GetAsync()).Book!.Reservations);
        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.CheckOrderAsync(Buy("one", 3)));
        Assert.Contains("'one' was used for another order", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckOrder_SameIdAfterItWasForgotten_IsFoundInTheDatabase()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var first = await portfolio.CheckOrderAsync(Buy("old", 0.001m));
        await FillTheMemoryAsync(portfolio, "newer");

        Assert.Equal(first.DecisionId, (await portfolio.CheckOrderAsync(Buy("old", 0.001m))).DecisionId);
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.CheckOrderAsync(Buy("old", 0.002m)));
    }

    [Fact]
    public async Task CheckOrder_NewIdsAfterOthersWereForgotten_AskTheDatabaseHardlyEver()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await FillTheMemoryAsync(portfolio, "older");
        var before = cluster.World.Journal.IdQuestions;

        for (var order = 0; order < 100; order++)
        {
            await portfolio.CheckOrderAsync(Buy($"newer-{order}", 0.001m));
        }

        Assert.InRange(cluster.World.Journal.IdQuestions - before, 0, 20); // Until the recorded ids are read, each asks.
    }

    [Fact]
    public async Task CheckOrder_SameIdOfAnEarlierActivation_IsFoundThoughTheBookHasForgottenIt()
    {
        var world = new GrainWorld();
        OrderDecision first;
        await using (var earlier = await StartAsync(world: world))
        {
            first = await earlier.Portfolio().CheckOrderAsync(Buy("old", 0.001m));
            await FillTheMemoryAsync(earlier.Portfolio(), "newer");
        }

        await using var later = await GrainCluster.StartAsync(world: world);
        for (var order = 0; order < 50; order++)
        {
            await later.Portfolio().CheckOrderAsync(Buy($"newest-{order}", 0.001m)); // The recorded ids are read by then.
        }

        Assert.Equal(first.DecisionId, (await later.Portfolio().CheckOrderAsync(Buy("old", 0.001m))).DecisionId);
    }

    [Fact]
    public async Task CheckOrder_AFloodOfRejections_IsAnsweredAndNotStoredAndExitsPass()
    {
        var risk = TestConfiguration.Risk with { Orders = OrderLimits.Default with { RejectionsPerMinute = 3 } };
        await using var cluster = await StartAsync(configuration: TestConfiguration.Build() with { Risk = risk });
        var portfolio = cluster.Portfolio();
        await portfolio.HoldAsync(Fill("held", null, 1, 100));

        var decisions = new List<OrderDecision>();
        for (var order = 0; order < 10; order++)
        {
            decisions.Add(await portfolio.CheckOrderAsync(Buy($"refused-{order}", assetId: "XYZ")));
        }

        var good = await portfolio.CheckOrderAsync(Buy("good"));
        var exit = await portfolio.CheckOrderAsync(Buy("exit") with { Side = OrderSide.Sell });
        var none = await portfolio.CheckOrderAsync(Buy("exit-2") with { Side = OrderSide.Sell }); // all is being closed already
        cluster.World.Clock.Advance(TimeSpan.FromMinutes(2));
        var later = await portfolio.CheckOrderAsync(Buy("refused-9", assetId: "XYZ"));

        Assert.Equal(3, decisions.Count(decision => decision.DecisionId != OrderDecision.NotStoredId));
        Assert.All(decisions, decision => Assert.Equal(DecisionOutcome.Rejected, decision.Outcome));
        Assert.Equal((OrderDecision.NotStoredId, RuleCodes.RejectionRateMinute), (good.DecisionId, good.BindingRule));
        Assert.Equal(DecisionOutcome.Approved, exit.Outcome);
        Assert.Equal((OrderDecision.NotStoredId, DecisionOutcome.Rejected), (none.DecisionId, none.Outcome));
        Assert.NotEqual(OrderDecision.NotStoredId, later.DecisionId);
        Assert.Null(later.Standing); // its id was free
        Assert.Equal(5, cluster.World.Audit.Entries("portfolio/main").Count(entry => entry.Kind == "decision"));
    }

    [Fact]
    public async Task Decision_Replayed_IsTheSameToTheByte()
    {
        await using var cluster = await StartAsync();
        var decision = await cluster.Portfolio().CheckOrderAsync(Buy("one", 50));

        var replay = await cluster.Portfolio().ReplayDecisionAsync(decision.DecisionId);

        Assert.True(replay.Identical);
        Assert.Equal(DecisionOutcome.Reduced, replay.Decision.Outcome);
        await Assert.ThrowsAsync<NotFoundException>(() => cluster.Portfolio().GetDecisionAsync("main:999999"));
        await Assert.ThrowsAsync<NotFoundException>(() => cluster.Portfolio().GetDecisionAsync("other:1"));
    }

    [Fact]
    public async Task Release_Reservation_GivesItsRoomBackOnce()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var decision = await portfolio.CheckOrderAsync(Buy("one", 10));

        Assert.Equal(DecisionOutcome.Rejected, (await portfolio.CheckOrderAsync(Buy("two"))).Outcome);
        Assert.True((await portfolio.ReleaseAsync(decision.ReservationId!, "cancelled")).Released); // approved: there is one
        Assert.False((await portfolio.ReleaseAsync(decision.ReservationId!, "cancelled")).Released);
        Assert.Equal(DecisionOutcome.Approved, (await portfolio.CheckOrderAsync(Buy("three"))).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckOrder_WriteFails_IsNeitherShownNorLost(bool afterEffect)
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        cluster.World.Faults.Start(failAt: 0, afterEffect);

        await Assert.ThrowsAnyAsync<Exception>(() => portfolio.CheckOrderAsync(Buy("one")));
        cluster.World.Faults.Stop();
        var again = await portfolio.CheckOrderAsync(Buy("one"));

        Assert.Equal(DecisionOutcome.Approved, again.Outcome);
        Assert.Single((await portfolio.GetAsync()).Book!.Reservations);
        Assert.Single(cluster.World.Audit.Entries("portfolio/main"), entry => entry.Kind == "decision");
    }

    [Fact]
    public async Task Restart_Always_TellsTheSameBook()
    {
        var first = await StartAsync();
        await first.Portfolio().CheckOrderAsync(Buy("one", 3));
        await first.Portfolio().RecordFillAsync(Fill("fill-1", "one", 2, 101, fee: 0.5m));
        await first.Portfolio().HaltAsync(new HaltRequest(HaltScope.AssetClass, "crypto", TradingMode.ReduceOnly, "Ada", "news"));
        var before = (await first.Portfolio().GetAsync()).Book!;
        await first.DisposeAsync();

        await using var second = await GrainCluster.StartAsync(world: first.World);
        var after = (await second.Portfolio().GetAsync()).Book!;

        Assert.Equal(before.Journal, after.Journal);
        Assert.Equal(JsonSerializer.Serialize(before), JsonSerializer.Serialize(after));
    }

    [Fact]
    public async Task Journal_OfAll_IsWholeAndRemembered()
    {
        await using var cluster = await StartAsync();
        await cluster.Portfolio().CheckOrderAsync(Buy("one"));
        var audit = cluster.Grains.GetGrain<IAuditGrain>(Keys.Audit);

        var check = await audit.VerifyAsync("portfolio/main", AuditPosition.Start);

        Assert.Null(check.Fault);
        Assert.True(check.AtEnd);
        Assert.Equal((await cluster.Portfolio().GetAsync()).Book!.Journal, check.Until);
    }

    [Fact]
    public async Task CheckOrder_HostileInput_IsRefusedAndChangesNothing()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var before = (await portfolio.GetAsync()).Book!.Journal;
        var huge = new string('x', 10_000_000);
        OrderRequest[] orders =
        [
            Buy(huge), Buy(""), Buy("a\u0000b"), Buy("negative", -1), Buy("zero", 0), Buy("enormous", decimal.MaxValue),
            Buy("asset", 1, huge),
            Buy("both") with { Notional = 5 }, Buy("neither") with { Quantity = null }, Buy("price") with { LimitPrice = -5 },
            Buy("side") with { Side = (OrderSide)7 },
        ];

        foreach (var order in orders)
        {
            await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.CheckOrderAsync(order));
        }

        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordFillAsync(Fill("f", null, -1, 5)));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.RecordFillAsync(Fill("f", null, decimal.MaxValue, decimal.MaxValue)));
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordFillAsync(Fill(huge, null, 1, 5)));
        await Assert.ThrowsAsync<NotFoundException>(() => portfolio.RecordFillAsync(Fill("f", null, 1, 5) with { AssetId = "NOSUCH" }));
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordFillAsync(Fill("f", null, 1, 5) with { Currency = "JPY" }));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.RecordCashFlowAsync(new CashFlow("w", -20_000, "Ada", "too much")));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.RecordCashFlowAsync(new CashFlow("deposit-1", 5, "Ada", "start")));
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.ResetAsync(new ResetRequest("halt-1", "Ada", "none is there")));
        await Assert.ThrowsAsync<InvalidRequestException>(() =>
            portfolio.HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Normal, "Ada", "no halt")));
        await Assert.ThrowsAsync<NotFoundException>(() => portfolio.ReleaseAsync("main:77", "unknown"));
        Assert.Equal(before, (await portfolio.GetAsync()).Book!.Journal);
    }

    /// <summary>More orders than a book remembers the ids of, a hundred at once: a decision waits for some seconds at most.</summary>
    private static async Task FillTheMemoryAsync(IPortfolioGrain portfolio, string name)
    {
        foreach (var some in Enumerable.Range(0, 600).Chunk(100))
        {
            await Task.WhenAll(some.Select(order => portfolio.CheckOrderAsync(Buy($"{name}-{order}", 0.001m))));
        }
    }
}
