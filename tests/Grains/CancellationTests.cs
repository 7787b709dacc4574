using OrleansAssets.DataSources;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Imports;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>
/// A call that its client gives up stops where it stands in the silo, at the store or at the vendor, and leaves the grain free.
/// </summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Measure_Cancelled_StopsAtTheLedger()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = cluster.Grains.GetGrain<IPerformanceGrain>(Keys.Performance("main"));
        var ledger = cluster.World.Faults.Block("equity");

        await CancelAsync(ledger, token => grain.MeasureAsync(new PerformanceQuery(30), token));
    }

    [Fact]
    public async Task FindTrades_Cancelled_StopsAtTheLedger()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = cluster.Grains.GetGrain<IPerformanceGrain>(Keys.Performance("main"));
        var ledger = cluster.World.Faults.Block("trades");

        await CancelAsync(ledger, token => grain.FindTradesAsync(new TradeQuery(5), token));
    }

    [Fact]
    public async Task Evaluate_Cancelled_StopsAtTheLedgerAndFreesThePhase()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var phase = cluster.Phase(TestConfiguration.Build().Phases[1].Id);
        var ledger = cluster.World.Faults.Block("equity");

        await CancelAsync(ledger, token => phase.EvaluateAsync(token));

        // It does not interleave: an answer says that the evaluation has ended.
        Assert.Empty(await phase.GetHistoryAsync(1).WaitAsync(Deadline));
    }

    [Fact]
    public async Task GetStatus_Cancelled_StopsAtTheCount()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var market = cluster.World.Faults.Block("count");

        await CancelAsync(market, token => cluster.Catalogue.GetStatusAsync(token));
    }

    [Fact]
    public async Task AddEquity_Cancelled_StopsAtTheStageAndTheImportCanBeAborted()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await import.BeginAsync(new ImportTarget(ImportKind.Equity, "main", "Ada"));
        var stage = cluster.World.Faults.Block("stage");

        await CancelAsync(stage, token => import.AddEquityAsync(0, [new EquityPoint(new DateOnly(2024, 1, 1), 1000, 0)], token));
        await import.AbortAsync().WaitAsync(Deadline);

        Assert.Equal(0, cluster.World.Ledger.StagedBatches);
    }

    [Fact]
    public async Task DryCommit_Cancelled_StopsAtTheLedgerAndTheImportStaysOpen()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await import.BeginAsync(new ImportTarget(ImportKind.Fills, "main", "Ada"));
        var ledger = cluster.World.Faults.Block("dry");

        await CancelAsync(ledger, token => import.DryCommitAsync(token));

        await import.AbortAsync().WaitAsync(Deadline); // it does not interleave: an answer says that the dry run has ended
    }

    [Fact]
    public async Task Commit_CancelledWhileItsRowsAreLookedAt_StopsAtTheLedgerAndPublishesNothing()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await import.BeginAsync(new ImportTarget(ImportKind.Fills, "main", "Ada"));
        var ledger = cluster.World.Faults.Block("doubts");

        await CancelAsync(ledger, token => import.CommitAsync(token));

        await import.AbortAsync().WaitAsync(Deadline); // refused of one that is committed
    }

    [Fact]
    public async Task Activate_CancelledWhileItIsMeasured_StopsAtTheLedgerAndBeginsNothing()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync();
        var phase = cluster.Phase("phase_1_stocks");
        var ledger = cluster.World.Faults.Block("equity");

        await CancelAsync(ledger, token => phase.ActivateAsync(new ActivationRequest("Ada", "earned"), token));

        // An activation does not interleave: an answer says that it has ended.
        Assert.Empty(await phase.GetHistoryAsync(1).WaitAsync(Deadline));
        Assert.Equal(PhaseStatus.Inactive, (await phase.GetAsync()).Status);
    }

    [Fact]
    public async Task Drill_CancelledBeforeTheHalt_EndsAndHaltsNothing()
    {
        await using var cluster = await GrainCluster.StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var drill = new HaltDrill(cluster.Grains, TestConfiguration.Build(), TimeProvider.System); // whose grain would not even be called

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => drill.RunAsync("main", "Ada", cancelled.Token).WaitAsync(Deadline));

        Assert.Empty((await cluster.Portfolio(Keys.DrillPortfolio("main")).GetModeAsync()).Halts);
    }

    [Fact]
    public async Task Check_Cancelled_StopsAtTheVendorAndIsNoFailureOfIt()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var before = await cluster.CollectAsync();
        var vendor = cluster.Vendor.Blockade = new Blockade();

        await CancelAsync(vendor, token => cluster.Source.CheckAsync(token));
        cluster.Vendor.Blockade = null;
        var after = await cluster.Source.GetAsync();
        var next = await cluster.Source.CheckAsync().WaitAsync(Deadline);

        Assert.Equal((DataSourceStatus.Healthy, 0, before.LastFailureAt), (after.Status, after.ConsecutiveFailures, after.LastFailureAt));
        Assert.Equal(before.Usage[0].UsedUnits + 1, after.Usage[0].UsedUnits);
        Assert.Equal(CheckVerdict.Ok, next.Verdict);
    }

    /// <summary>Calls, waits until the call stands at the blockade, cancels it, and waits until it is gone from there.</summary>
    private static async Task CancelAsync(Blockade blockade, Func<CancellationToken, Task> call)
    {
        using var cancellation = new CancellationTokenSource();
        var calling = call(cancellation.Token);
        await blockade.Reached.WaitAsync(Deadline);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling.WaitAsync(Deadline));
        await blockade.Cancelled.WaitAsync(Deadline);
    }
}
