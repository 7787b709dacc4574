using System.Text.Json.Nodes;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>A stored snapshot of a book is used only if it is the one that was taken of its journal.</summary>
public sealed class SnapshotSealTests
{
    /// <summary>More events than lie between two snapshots.</summary>
    private const int Flows = 510;

    [Fact]
    public async Task Load_SnapshotWithAnotherPeakAndWithoutItsHalt_IsReadFromTheJournal()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));
        await Task.WhenAll(Enumerable.Range(0, Flows).Select(number =>
            portfolio.RecordCashFlowAsync(new CashFlow($"flow-{number}", 1, "Ada", "more"))));
        var before = await portfolio.GetAsync();

        await cluster.DeactivateAsync(portfolio);
        var honest = await portfolio.GetAsync();
        var warned = Warnings(cluster);
        await cluster.DeactivateAsync(portfolio);
        cluster.World.Storage.Rewrite(StateNames.Portfolio, state =>
        {
            var book = state["book"]!; // a snapshot was taken
            Assert.NotEmpty(book["halts"]!.AsArray());
            (book["halts"], book["peakEquity"]) = (new JsonArray(), 1);
        });
        var forged = await portfolio.GetAsync();

        Assert.Empty(warned);
        Assert.Equal(before, honest with { Book = before.Book });
        Assert.Equal((before.PeakEquity, before.Book!.Mode), (forged.PeakEquity, forged.Book!.Mode));
        Assert.Equal(before.Book.Halts.Single().HaltId, Assert.Single(forged.Book.Halts).HaltId);
        Assert.Contains("is not as it was sealed", Assert.Single(Warnings(cluster)), StringComparison.Ordinal);
    }

    /// <summary>Each import wrote the book into the state without its seal: every start then warned of tampering.</summary>
    [Fact]
    public async Task Load_AfterImportsAndEachOtherKindOfWrite_IsAsItWasSealed()
    {
        await using var cluster = await StartAsync(deposit: 0);
        var portfolio = cluster.Portfolio();
        await ImportAsync(cluster, [.. EquityRecords.Of(new DateOnly(2024, 1, 1), 10_000, 10_100)]);
        await AssertLoadsAsync();
        await ImportAsync(cluster);
        await AssertLoadsAsync();
        await portfolio.RecordCashFlowAsync(new CashFlow("deposit", 10, "Ada", "more"));
        await portfolio.RecordFillAsync(Fill("f1", null, 1, 100));
        await portfolio.RecordEventAsync(BookEvent.Dividend("d1", TimeProvider.System.GetUtcNow(), Asset, 3, "Ada", "staking"));
        await AssertLoadsAsync();
        await portfolio.CorrectEventAsync(new EventCorrection("fix", "d1", "Ada", "of another coin"));
        await portfolio.HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));
        await ImportAsync(cluster, new EquityPoint(new DateOnly(2024, 1, 3), 10_200, 0));
        await AssertLoadsAsync();

        async Task AssertLoadsAsync()
        {
            var before = await portfolio.GetAsync();
            await cluster.DeactivateAsync(portfolio);
            var after = await portfolio.GetAsync();
            Assert.Equal((before.Equity, before.PeakEquity, before.Book!.Cash), (after.Equity, after.PeakEquity, after.Book!.Cash));
            Assert.Empty(Warnings(cluster));
        }
    }

    private static async Task ImportAsync(GrainCluster cluster, params EquityPoint[] days)
    {
        var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await import.BeginAsync(new ImportTarget(ImportKind.Equity, "main", "Ada"));
        if (days.Length > 0)
        {
            await import.AddEquityAsync(0, [.. days]);
        }

        await import.CommitAsync();
    }

    private static string[] Warnings(GrainCluster cluster) => [.. cluster.World.Log.Of(2119).Select(line => line.Text)];
}
