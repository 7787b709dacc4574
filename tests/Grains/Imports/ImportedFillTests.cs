using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A broker's fill is told by a file and live: it counts once.</summary>
public sealed class ImportedFillTests
{
    private static readonly DateTimeOffset At = TimeProvider.System.GetUtcNow().AddHours(-3);

    [Fact]
    public async Task RecordFill_ThatAnImportBrought_CountsOnceAndIsRefusedWithOtherContent()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.QuoteAsync(100);
        var portfolio = cluster.Portfolio();
        await ImportAsync(
            cluster, InFile("X1", OrderSide.Buy, 10, 1), InFile("X2", OrderSide.Sell, 10, 2), InFile("X3", OrderSide.Buy, 10, 3));
        Assert.Equal(10, await HeldAsync(portfolio));

        var again = await portfolio.RecordFillAsync(Told("X3", OrderSide.Buy, 10));
        var other = await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.RecordFillAsync(Told("X3", OrderSide.Buy, 10) with { Price = 101 }));

        Assert.Equal((true, 10m), (again.Repeated, again.Quantity));
        Assert.Contains("came by an import as buy 10 BTC/USDT at 100", other.Message, StringComparison.Ordinal);
        Assert.Equal(10, await HeldAsync(portfolio));
        await portfolio.RecordFillAsync(Told("X4", OrderSide.Buy, 5)); // what is new is taken, and the filter knows the old ones still
        Assert.True((await portfolio.RecordFillAsync(Told("X1", OrderSide.Buy, 10))).Repeated);
        await cluster.DeactivateAsync(portfolio);
        Assert.True((await portfolio.RecordFillAsync(Told("X2", OrderSide.Sell, 10))).Repeated);
        Assert.Equal(15, await HeldAsync(portfolio));
    }

    [Fact]
    public async Task Correct_AFillThatAnImportBrought_IsAsIfItHadNotBeen()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.QuoteAsync(100);
        var portfolio = cluster.Portfolio();
        await ImportAsync(
            cluster, InFile("X1", OrderSide.Buy, 10, 1), InFile("X2", OrderSide.Sell, 10, 2), InFile("X3", OrderSide.Buy, 10, 3));

        var dry = await portfolio.DryCorrectFillAsync(Correction("c1", "X2", null));
        Assert.Equal((10m, 0L), (await HeldAsync(portfolio), dry.Sequence));
        var first = await portfolio.CorrectFillAsync(Correction("c1", "X2", null)); // it was never sold
        Assert.Equal((20m, dry.Cash), (await HeldAsync(portfolio), first.Cash));
        Assert.Equal(0, await ClosedAsync(cluster));

        await portfolio.RecordFillAsync(Told("X4", OrderSide.Buy, 5)); // with a record of its own too, by what it began with
        var right = new Fill("X3b", null, PortfolioCluster.Asset, OrderSide.Buy, 6, 100, 0, null, null, default, null);
        await portfolio.CorrectFillAsync(Correction("c2", "X3", right));
        Assert.Equal(21, await HeldAsync(portfolio));

        Assert.True((await portfolio.CorrectFillAsync(Correction("c2", "X3", right))).Repeated);
        await cluster.DeactivateAsync(portfolio);
        Assert.True((await portfolio.CorrectFillAsync(Correction("c1", "X2", null))).Repeated);
        Assert.Contains("was corrected before", await RefusedAsync("c3", "X2", null), StringComparison.Ordinal);
        Assert.Contains(
            "give the replacement its own", await RefusedAsync("c4", "X4", Told("X1", OrderSide.Buy, 4)), StringComparison.Ordinal);
        Assert.Contains("of no order", await RefusedAsync("c5", "X1", right with { ClientOrderId = "o1" }), StringComparison.Ordinal);
        await ImportAsync(
            cluster, InFile("X1", OrderSide.Buy, 10, 1), InFile("X2", OrderSide.Sell, 10, 2), InFile("X3", OrderSide.Buy, 10, 3));
        Assert.Equal(21, await HeldAsync(portfolio)); // the same file does not bring it back
        Assert.True((await portfolio.RecordFillAsync(Told("X3b", OrderSide.Buy, 6))).Repeated);

        async Task<string> RefusedAsync(string id, string wrong, Fill? with) => (await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.CorrectFillAsync(Correction(id, wrong, with)))).Message;
    }

    /// <summary>The journal has it before the tables do: where the silo is lost in between, saying it again finishes it.</summary>
    [Fact]
    public async Task Correct_AnImportedFillWhoseTablesCouldNotBeWritten_IsFinishedByItsRepetition()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.QuoteAsync(100);
        var portfolio = cluster.Portfolio();
        await ImportAsync(cluster, InFile("X1", OrderSide.Buy, 10, 1), InFile("X2", OrderSide.Sell, 10, 2));
        cluster.World.Faults.FailAlways("take back");

        await Assert.ThrowsAnyAsync<Exception>(() => portfolio.CorrectFillAsync(Correction("c1", "X2", null)));
        Assert.Equal(1, await ClosedAsync(cluster));
        cluster.World.Faults.Stop();
        var again = await portfolio.CorrectFillAsync(Correction("c1", "X2", null));

        Assert.True(again.Repeated);
        Assert.Equal(0, await ClosedAsync(cluster));
        Assert.Equal(10, await HeldAsync(portfolio));
    }

    private static FillCorrection Correction(string id, string wrong, Fill? right) => new(id, wrong, right, "Ada", "a slip");

    private static Task<int> ClosedAsync(GrainCluster cluster) =>
        cluster.World.Ledger.CountClosedTradesAsync("main", CancellationToken.None);

    [Fact]
    public async Task Commit_FillsThatABookOfItsOwnLacks_AreNamedAndCanBeRecorded()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.QuoteAsync(100);
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Told("X1", OrderSide.Buy, 4));

        var counts = await ImportAsync(cluster, InFile("X3", OrderSide.Buy, 10, 3));
        var missing = await HeldAsync(portfolio);
        var recorded = await portfolio.RecordFillAsync(Told("X3", OrderSide.Buy, 10));

        Assert.Equal((0L, 1L, 4m), (counts.Inserted, counts.Unbooked, missing));
        Assert.Equal("line 3 'X3', buy 10 BTC/USDT at 100", counts.UnbookedRows);
        Assert.Equal((false, 14m), (recorded.Repeated, recorded.Quantity));
    }

    [Fact]
    public async Task Commit_FillsThatAreHardToBelieve_AreRefusedUntilTheyAreConfirmed()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.Portfolio().RecordCashFlowAsync(new CashFlow("d1", 1_000, "Ada", "capital"));
        var target = new ImportTarget(ImportKind.Fills, "main", "Ada");

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => CommitAsync(target));
        var counts = await CommitAsync(target with { Confirmed = true });

        Assert.Contains(
            "a fill is hard to believe. line 2 'X2', buy 100 BTC/USDT at 100: it is worth 10,000 USD", refused.Message,
            StringComparison.Ordinal);
        Assert.Equal((1L, 2L), (counts.Doubted, counts.Unbooked));
        Assert.StartsWith("line 2 'X2'", counts.DoubtedRows, StringComparison.Ordinal);

        async Task<ImportCounts> CommitAsync(ImportTarget one)
        {
            var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
            await import.BeginAsync(one);
            await import.AddFillsAsync(0, [InFile("X1", OrderSide.Buy, 1, 1), InFile("X2", OrderSide.Buy, 100, 2)]);
            return await import.CommitAsync();
        }
    }

    private static async Task<ImportCounts> ImportAsync(GrainCluster cluster, params ImportedFill[] fills)
    {
        var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await import.BeginAsync(new ImportTarget(ImportKind.Fills, "main", "Ada"));
        await import.AddFillsAsync(0, [.. fills]);
        var other = await Assert.ThrowsAsync<InvalidRequestException>(
            () => import.AddFillsAsync(0, [.. fills.Select(fill => fill with { Price = 1 })]));
        Assert.Contains("sent with other rows before", other.Message, StringComparison.Ordinal);
        return await import.CommitAsync();
    }

    private static async Task<decimal> HeldAsync(IPortfolioGrain portfolio) =>
        Assert.Single((await portfolio.GetAsync()).Book!.Positions).Quantity;

    private static ImportedFill InFile(string id, OrderSide side, decimal quantity, int line) => new(
        id, PortfolioCluster.Asset, null, side, quantity, 100, null, 0, null, At.AddMinutes(line), line, line);

    private static Fill Told(string id, OrderSide side, decimal quantity) =>
        PortfolioCluster.Fill(id, null, quantity, 100, side) with { At = At.AddMinutes(9), Confirmed = true };
}
