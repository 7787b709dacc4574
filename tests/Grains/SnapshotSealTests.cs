using System.Text.Json.Nodes;
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

    private static string[] Warnings(GrainCluster cluster) => [.. cluster.World.Log.Of(2119).Select(line => line.Text)];
}
