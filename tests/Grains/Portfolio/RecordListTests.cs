using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>What a portfolio was told and decided, page by page.</summary>
public sealed class RecordListTests
{
    [Fact]
    public async Task Fills_OneOfThemCorrected_TellBothAndWhichStands()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("f1", null, 1, 100, fee: 1));
        await portfolio.RecordFillAsync(Fill("f2", null, 1, 101));
        await portfolio.CorrectFillAsync(new FillCorrection("c1", "f1", Fill("f1b", null, 2, 100), "Ada", "a typing error"));
        await portfolio.CorrectFillAsync(new FillCorrection("c2", "f2", null, "Ada", "never was"));

        var page = await portfolio.FindFillsAsync(new RecordQuery(10));

        Assert.Equal(["f1b", "f2", "f1"], page.Fills.Select(one => one.Fill.FillId));
        var (right, never, wrong) = (page.Fills[0], page.Fills[1], page.Fills[2]);
        Assert.Equal(("f1", null), (right.Replaces, right.TakenBack));
        Assert.Equal(("c2", "Ada", "never was", null), (
            never.TakenBack!.CorrectionId, never.TakenBack.By, never.TakenBack.Reason, never.TakenBack.ReplacedBy));
        Assert.Equal(("c1", "f1b", right.Sequence), (
            wrong.TakenBack!.CorrectionId, wrong.TakenBack.ReplacedBy, wrong.TakenBack.Sequence));
        Assert.Equal((100m, 1m, 1m), (wrong.Price, wrong.Fee, wrong.QuantityAfter));
        Assert.Equal(("USD", null), (page.Currency, page.Next));
    }

    [Fact]
    public async Task Fills_PageByPage_AreEachToldOnceAndOfWhatIsAskedFor()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        for (var number = 1; number <= 5; number++)
        {
            await portfolio.RecordFillAsync(Fill($"f{number}", null, 1, 100));
        }

        var told = new List<string>();
        long? before = null;
        do
        {
            var page = await portfolio.FindFillsAsync(new RecordQuery(2, before, Asset));
            told.AddRange(page.Fills.Select(one => one.Fill.FillId));
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal(["f5", "f4", "f3", "f2", "f1"], told);
        Assert.Empty((await portfolio.FindFillsAsync(new RecordQuery(10, AssetId: "NVDA"))).Fills);
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(5, (await portfolio.FindFillsAsync(new RecordQuery(10, From: now.AddHours(-1), Until: now.AddHours(1)))).Fills.Length);
        Assert.Empty((await portfolio.FindFillsAsync(new RecordQuery(10, From: now.AddHours(1)))).Fills);
        Assert.Empty((await portfolio.FindFillsAsync(new RecordQuery(10, Until: now.AddHours(-1)))).Fills);
    }

    [Fact]
    public async Task Correction_AfterAPageWasRead_IsToldByTheNextReading()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("f1", null, 1, 100));
        Assert.Null(Assert.Single((await portfolio.FindFillsAsync(new RecordQuery(10))).Fills).TakenBack);

        await portfolio.CorrectFillAsync(new FillCorrection("c1", "f1", null, "Ada", "never was"));

        Assert.Equal("c1", Assert.Single((await portfolio.FindFillsAsync(new RecordQuery(10))).Fills).TakenBack?.CorrectionId);
    }

    [Fact]
    public async Task FlowsAndEvents_AsTheyWereTold_AreListedAndWhatWasTakenBackSaysSo()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordCashFlowAsync(new CashFlow("out-1", -500, "Ada", "rent"));
        var now = TimeProvider.System.GetUtcNow();
        await portfolio.RecordEventAsync(BookEvent.Cash("fee-1", BookEventKind.Fee, now, null, -3, "Ada", "data"));
        await portfolio.RecordEventAsync(BookEvent.Cash("fee-2", BookEventKind.Fee, now, null, -4, "Ada", "data"));
        await portfolio.CorrectEventAsync(new EventCorrection("c1", "fee-1", "Ada", "twice"));

        var flows = await portfolio.FindCashFlowsAsync(new RecordQuery(10));
        var events = await portfolio.FindEventsAsync(new RecordQuery(10));

        Assert.Equal([("out-1", -500m, "Ada", "rent"), ("deposit-1", 10_000m, "Ada", "start")],
            flows.Flows.Select(one => (one.FlowId, one.Amount, one.By, one.Reason)));
        Assert.Equal([("fee-2", -4m, null), ("fee-1", -3m, "c1")],
            events.Events.Select(one => (one.Event.EventId, one.Amount, one.TakenBack?.CorrectionId)));
        Assert.Empty((await portfolio.FindEventsAsync(new RecordQuery(10, AssetId: Asset))).Events);
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.FindCashFlowsAsync(new RecordQuery(10, AssetId: Asset)));
    }

    [Fact]
    public async Task Decisions_ByOutcomeRuleAndStrategy_AreFoundAmongAll()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var approved = await portfolio.CheckOrderAsync(Buy("one") with { StrategyId = "trend" });
        await portfolio.HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "a test"));
        var refused = await portfolio.CheckOrderAsync(Buy("two") with { StrategyId = "swing" });

        var all = await portfolio.FindDecisionsAsync(new DecisionQuery(10));
        var rejected = await portfolio.FindDecisionsAsync(new DecisionQuery(
            10, AssetId: Asset, ClassId: "crypto", Outcome: DecisionOutcome.Rejected, BindingRule: RuleCodes.TradingHalt));
        var swing = await portfolio.FindDecisionsAsync(new DecisionQuery(10, StrategyId: "swing"));
        var older = await portfolio.FindDecisionsAsync(new DecisionQuery(1, all.Decisions[0].Sequence));

        Assert.Equal([refused.DecisionId, approved.DecisionId], all.Decisions.Select(one => one.DecisionId));
        Assert.Equal(refused.DecisionId, Assert.Single(rejected.Decisions).DecisionId);
        Assert.Equal(("two", "crypto", DecisionOutcome.Rejected, RuleCodes.TradingHalt), (
            swing.Decisions[0].ClientOrderId, swing.Decisions[0].ClassId, swing.Decisions[0].Outcome, swing.Decisions[0].BindingRule));
        Assert.Equal(approved.DecisionId, Assert.Single(older.Decisions).DecisionId);
        Assert.Empty((await portfolio.FindDecisionsAsync(new DecisionQuery(10, StrategyId: "tren"))).Decisions);
    }

    [Fact]
    public async Task Question_ThatMakesNoSense_IsRefusedWithEachFault()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        var now = TimeProvider.System.GetUtcNow();

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.FindFillsAsync(new RecordQuery(0, 0, "", now, now)));
        var unknown = await Assert.ThrowsAsync<NotFoundException>(
            () => portfolio.FindDecisionsAsync(new DecisionQuery(1, BindingRule: "TRADING_HAL")));

        Assert.Equal(["most", "before", "from", "assetId"], refused.Places.Select(place => place.Place));
        Assert.Contains($"'{RuleCodes.TradingHalt}'", unknown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotFoundException>(() => cluster.Portfolio("nobody").FindFillsAsync(new RecordQuery(1)));
    }
}
