using OrleansAssets.Accounts;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Imports;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>All portfolios as one: a misspelt one is refused, and what halts one by its losses, or the account, halts all.</summary>
public sealed class AccountTests
{
    private static readonly PortfolioCreation Creation = new("Ada", "another strategy");

    [Fact]
    public async Task Halt_OfAMisspeltPortfolio_IsRefusedWithTheNearestAndMakesNone()
    {
        await using var cluster = await StartAsync();
        var misspelt = cluster.Portfolio("mian");
        Func<Task>[] changes =
        [
            () => misspelt.HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "stop")),
            () => misspelt.ResetAsync(new ResetRequest("halt-1", "Ada", "go on")),
            () => misspelt.RecordFillAsync(Fill("f1", null, 1, 100)),
            () => misspelt.RecordCashFlowAsync(new CashFlow("d1", 100, "Ada", "start")),
            () => misspelt.CheckOrderAsync(Buy("o1")),
            () => cluster.Grains.GetGrain<IPerformanceGrain>(Keys.Performance("mian")).MeasureAsync(new PerformanceQuery(60)),
            () => cluster.Grains.GetGrain<IPerformanceGrain>(Keys.Performance("mian")).FindTradesAsync(new TradeQuery(60)),
            () => misspelt.GetAsync(),
            () => misspelt.GetModeAsync(),
            () => misspelt.WatchModeAsync(TimeSpan.FromSeconds(1)).FirstAsync().AsTask(),
            () => misspelt.ValidateAsync(),
            () => misspelt.WhatIfAsync([]),
            () => misspelt.DryCheckOrderAsync(Buy("o1")),
            () => misspelt.GetOrdersAsync(new OrderQuery(OpenOnly: false, null, 10)),
            () => misspelt.GetOrderAsync("o1"),
            () => Import(cluster).BeginAsync(new ImportTarget(ImportKind.Fills, "mian", "Ada")),
            () => Import(cluster).BeginAsync(new ImportTarget(ImportKind.Equity, "mian", "Ada")),
            () => cluster.Portfolio("mian.drill").HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "stop")),
        ];
        foreach (var change in changes)
        {
            var refusal = await Assert.ThrowsAsync<NotFoundException>(change);
            Assert.Contains("The nearest is 'main'", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["main"], (await cluster.Catalogue.GetPortfoliosAsync()).Select(one => one.PortfolioId));
        Assert.Equal(0, (await cluster.World.Journal.GetHeadAsync("mian", CancellationToken.None)).Sequence);
    }

    [Fact]
    public async Task Create_UnderANameThatOnlyItsCapitalsTellFromAnother_IsRefused()
    {
        await using var cluster = await StartAsync();

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(
            () => cluster.Portfolio("MAIN").CreateAsync(new PortfolioCreation("Ada", "test")));

        Assert.Contains("cannot be called 'MAIN' beside 'main'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["main"], (await cluster.Catalogue.GetPortfoliosAsync()).Select(one => one.PortfolioId));
    }

    /// <summary>The first minutes of an installation: nobody made the portfolio that is meant where none is named.</summary>
    [Fact]
    public async Task Get_ThePortfolioOfAFreshInstallation_IsEmptyAndNormal()
    {
        await using var cluster = await StartAsync(deposit: 0);

        Assert.Null((await cluster.Portfolio().GetAsync()).Equity);
        Assert.Equal(TradingMode.Normal, (await cluster.Portfolio().GetModeAsync()).Mode);
        Assert.Empty(await cluster.Portfolio().GetOrdersAsync(new OrderQuery(OpenOnly: false, null, 10)));
    }

    [Theory]
    [InlineData("portfolio/mian", "The nearest is 'portfolio/main'")]
    [InlineData("phase/phase_1_stock", "'phase/phase_1_stocks'")]
    public async Task Audit_OfAMisspeltStream_IsRefusedWithTheNearest(string stream, string nearest)
    {
        await using var cluster = await StartAsync();
        var audit = cluster.Grains.GetGrain<IAuditGrain>(Keys.Audit);

        var verified = await Assert.ThrowsAsync<NotFoundException>(() => audit.VerifyAsync(stream, AuditPosition.Start));
        var read = await Assert.ThrowsAsync<NotFoundException>(() => audit.GetLastAsync(stream, 10));
        var followed = await Assert.ThrowsAsync<NotFoundException>(() => audit.ReadAsync(stream, 0, 10));
        var found = await Assert.ThrowsAsync<NotFoundException>(() => audit.FindAsync(new AuditQuery(stream, [], null, 10)));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => audit.FindAsync(new AuditQuery(Keys.Portfolio("main"), ["halts"], null, 10)));

        Assert.All([verified, read, followed, found], refusal => Assert.Contains(nearest, refusal.Message, StringComparison.Ordinal));
        Assert.Empty(await audit.GetLastAsync(Keys.Phase("phase_1_stocks"), 10)); // known, and has nothing to tell yet
    }

    [Fact]
    public async Task Create_APortfolio_IsKnownFromThenOnAndAfterARestart()
    {
        await using var cluster = await StartAsync();
        await cluster.Portfolio("spare").CreateAsync(Creation);
        await cluster.Portfolio("spare").CreateAsync(Creation); // changes nothing
        await cluster.DeactivateAsync(cluster.Portfolio("spare"));
        await cluster.Portfolio("spare").RecordCashFlowAsync(new CashFlow("d1", 5_000, "Ada", "start"));

        Assert.Equal(["main", "spare"], (await cluster.Catalogue.GetPortfoliosAsync()).Select(one => one.PortfolioId));
        var entries = await cluster.World.Journal.ReadAsync("spare", 0, 10, CancellationToken.None);
        Assert.Equal(("created", "Ada"), (entries[0].Kind, entries[0].Actor));
        foreach (var name in new[] { "main.shadow.stocks", "a b", new string('x', 41) })
        {
            await Assert.ThrowsAsync<InvalidRequestException>(() => cluster.Portfolio(name).CreateAsync(Creation));
        }
    }

    [Theory]
    [InlineData("\u200b\u202e", "(nothing readable was said)")]
    [InlineData("\ud83d\ude80 stop", "\ud83d\ude80 stop")]
    [InlineData("stop\u0000 \n now", "stop now")]
    public async Task Halt_WithWordsThatCannotBeKept_HaltsWithCleanOnes(string reason, string kept)
    {
        await using var cluster = await StartAsync();

        var request = new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada\u0007", reason);
        var halt = await cluster.Portfolio().HaltAsync(request);

        Assert.Equal(kept, halt.Cause);
        Assert.Equal(TradingMode.Halted, (await cluster.Portfolio().GetModeAsync()).Mode);
    }

    [Fact]
    public async Task Halt_OfTheAccount_StopsAllAndThoseThatAreMadeLater()
    {
        await using var cluster = await StartAsync();
        await cluster.Portfolio("spare").CreateAsync(Creation);
        var halt = await Account(cluster).HaltAsync("Ada", "the exchange is on fire");
        Assert.Equal(halt.HaltId, (await Account(cluster).HaltAsync("Ada", "the exchange is on fire")).HaltId); // said twice
        Assert.Equal(TradingMode.Halted, (await cluster.Portfolio("late").CreateAsync(Creation)).Book?.Mode); // before anybody tells it
        await GrainCluster.TickAsync(Account(cluster), "account");
        var echo = Assert.Single((await cluster.Portfolio("late").GetModeAsync()).Halts);
        var refused = await Assert.ThrowsAsync<InvalidRequestException>(
            () => cluster.Portfolio("late").ResetAsync(new ResetRequest(echo.HaltId, "Ada", "it is over")));
        Assert.Contains($"assets account reset {halt.HaltId}", refused.Message, StringComparison.Ordinal);

        foreach (var id in new[] { "main", "spare", "late" })
        {
            Assert.Equal(TradingMode.Halted, (await cluster.Portfolio(id).GetModeAsync()).Mode);
        }

        Assert.Equal([$"halt {Keys.Account} {halt.HaltId}"], cluster.World.Outbox.Standing); // one for all three
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => Account(cluster).ResetAsync(new ResetRequest("account-halt-9", "Ada", "over")));
        var own = await cluster.Portfolio("spare").HaltAsync(
            new HaltRequest(HaltScope.Portfolio, null, TradingMode.ReduceOnly, "Bob", "my own"));

        var view = await Account(cluster).ResetAsync(new ResetRequest(halt.HaltId, "Ada", "the fire is out"));

        Assert.Empty(view.Halts);
        Assert.Equal(
            [TradingMode.Normal, TradingMode.Normal, TradingMode.ReduceOnly],
            view.Portfolios.OrderBy(one => one.PortfolioId, StringComparer.Ordinal).Select(one => one.Mode).Order());
        Assert.Equal(own.HaltId, Assert.Single((await cluster.Portfolio("spare").GetModeAsync()).Halts).HaltId);
        Assert.DoesNotContain($"halt {Keys.Account} {halt.HaltId}", cluster.World.Outbox.Standing);
    }

    /// <summary>What several have to agree to is not passed by with another portfolio, made before or after.</summary>
    [Fact]
    public async Task Create_UnderAConfigurationThatNobodyAgreedTo_IsReduceOnlyUntilTheyDo()
    {
        var agreed = TestConfiguration.Build() with
        {
            Approvals = new ApprovalSettings(EmergencyReset: 1, WithinHours: 24) { LimitChange = 2 },
        };
        var world = new GrainWorld();
        await using (var before = await StartAsync(world: world, configuration: agreed))
        {
            Assert.Equal(TradingMode.Normal, (await before.Portfolio().GetModeAsync()).Mode); // the very first
            await before.Portfolio("early").CreateAsync(Creation);
        }

        await using var cluster = await GrainCluster.StartAsync(
            agreed with { Risk = agreed.Risk with { EmergencyStopDrawdown = 0.9m }, Approvals = ApprovalSettings.Default }, world);

        Assert.Equal(TradingMode.ReduceOnly, (await cluster.Portfolio("late").CreateAsync(Creation)).Book?.Mode);
        foreach (var id in new[] { "main", "early", "late" })
        {
            var halt = Assert.Single((await cluster.Portfolio(id).GetModeAsync()).Halts);
            Assert.Contains("until 2 operators reset this halt", halt.Cause, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Mark_OnePortfolioLosesItsDay_HaltsTheOthersOnceAndNotAgainAfterAReset()
    {
        await using var cluster = await StartAsync();
        await cluster.Portfolio("spare").CreateAsync(Creation);
        await cluster.Portfolio("spare").RecordCashFlowAsync(new CashFlow("d1", 30_000, "Ada", "start"));
        await cluster.Portfolio().RecordFillAsync(Fill("f1", null, 100, 100));
        await cluster.Portfolio().MarkAsync([new PriceMark(Asset, 92, null, TimeProvider.System.GetUtcNow(), "test")]);
        await GrainCluster.TickAsync(Account(cluster), "account"); // the nudge may have come first: it is the same

        var view = await Account(cluster).GetAsync();
        var halt = Assert.Single(view.Halts);
        Assert.Equal(["spare"], halt.Portfolios.Keys); // main is halted by itself
        Assert.Contains("Portfolio main has halted", halt.Cause, StringComparison.Ordinal);
        Assert.Equal((39_200m, 0.02m, 0.02m), (view.Equity, view.DayLoss, view.Drawdown));
        Assert.Equal(0.01877551m, view.Heat); // 100 at 92 with a stop 8 % below: 736 of 39,200
        Assert.Equal(new ClassShare("crypto", 9_200, 0.23469388m), Assert.Single(view.Classes));

        await Account(cluster).ResetAsync(new ResetRequest(halt.HaltId, "Ada", "spare may go on"));
        await GrainCluster.TickAsync(Account(cluster), "account");
        Assert.Equal(TradingMode.Normal, (await cluster.Portfolio("spare").GetModeAsync()).Mode);
        Assert.Equal(TradingMode.Halted, (await cluster.Portfolio().GetModeAsync()).Mode);
    }

    /// <summary>A portfolio made after the stop of a lone one traded on for a minute: there had been no other to halt.</summary>
    [Fact]
    public async Task Create_AfterTheOnlyPortfolioHaltedByItself_IsHaltedFromTheBeginning()
    {
        await using var cluster = await StartAsync();
        await cluster.Portfolio().RecordFillAsync(Fill("f1", null, 100, 100));
        await cluster.Portfolio().MarkAsync([new PriceMark(Asset, 92, null, TimeProvider.System.GetUtcNow(), "test")]);
        Assert.Empty((await Account(cluster).GetAsync()).Halts);

        await cluster.Portfolio("spare").CreateAsync(Creation);
        await Poll.UntilAsync( // the account looks at once, and nobody waits for it
            async () => (await cluster.Portfolio("spare").GetModeAsync()).Mode == TradingMode.Halted, TimeSpan.FromSeconds(20),
            () => "spare is not halted before the next minute");

        var halt = Assert.Single((await Account(cluster).GetAsync()).Halts);
        Assert.Contains("Portfolio main has halted", halt.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Halt_CrashBetweenTwoPortfolios_IsFinishedByTheNextMinute()
    {
        await using var cluster = await StartAsync();
        await cluster.Portfolio("spare").CreateAsync(Creation);
        cluster.World.Faults.FailAlways("append"); // of the portfolios' journals
        Assert.Empty((await Account(cluster).HaltAsync("Ada", "stop")).Portfolios);
        cluster.World.Faults.Stop();
        await cluster.DeactivateAsync(Account(cluster));

        // Not a minute goes by in which a portfolio that was not told trades on.
        var order = await cluster.Portfolio().CheckOrderAsync(Buy("o1"));
        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.TradingHalt), (order.Outcome, order.BindingRule));
        Assert.Contains("assets account reset account-halt-1", order.Remedy, StringComparison.Ordinal);

        await GrainCluster.TickAsync(Account(cluster), "account");

        Assert.Equal(2, Assert.Single((await Account(cluster).GetAsync()).Halts).Portfolios.Count);
        Assert.Equal(TradingMode.Halted, (await cluster.Portfolio("spare").GetModeAsync()).Mode);
    }

    /// <summary>What stops everything must not itself be stopped by one book that nobody can read.</summary>
    [Fact]
    public async Task Halt_WhereAPortfolioCannotBeRead_IsInForceInTheOthersAndNamesThatOne()
    {
        await using var cluster = await StartAsync();
        await cluster.BreakAsync("broken");
        await cluster.Portfolio("spare").CreateAsync(Creation);

        var halt = await Account(cluster).HaltAsync("Ada", "stop");

        Assert.Equal(["main", "spare"], halt.Portfolios.Keys);
        Assert.Equal(TradingMode.Halted, (await cluster.Portfolio("late").CreateAsync(Creation)).Book?.Mode);
        Assert.Equal(DecisionOutcome.Rejected, (await cluster.Portfolio("spare").CheckOrderAsync(Buy("o1"))).Outcome);
        foreach (var glances in new[] { (await Account(cluster).GetAsync()).Portfolios, await cluster.Catalogue.GetPortfoliosAsync() })
        {
            var unread = Assert.Single(glances, one => one.Fault is not null);
            Assert.Equal(("broken", TradingMode.Halted, null), (unread.PortfolioId, unread.Mode, unread.Equity));
            Assert.Contains("The journal of portfolio 'broken' is broken", unread.Fault, StringComparison.Ordinal);
            Assert.Equal(["broken", "late", "main", "spare"], glances.Select(one => one.PortfolioId));
        }

        var view = await Account(cluster).ResetAsync(new ResetRequest(halt.HaltId, "Ada", "over"));

        Assert.Empty(view.Halts);
        Assert.EndsWith("Where a portfolio does not answer it is lifted as soon as it does.", view.Remark, StringComparison.Ordinal);
        Assert.Equal(TradingMode.Normal, (await cluster.Portfolio("spare").GetModeAsync()).Mode);
    }

    private static IImportGrain Import(GrainCluster cluster) => cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));

    private static IAccountGrain Account(GrainCluster cluster) => cluster.Grains.GetGrain<IAccountGrain>(Keys.Account);
}
