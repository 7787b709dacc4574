using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Support;

/// <summary>Worlds in which phases are earned, and many like phases for a fault in each.</summary>
internal static class PhaseCases
{
    private static DateOnly Yesterday => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);

    /// <summary>A configuration of like phases <c>case_0</c>, ..., each with a class and two assets of its own.</summary>
    public static AssetsConfiguration Of(int count)
    {
        var indices = Enumerable.Range(0, count).ToImmutableArray();
        var requirements = TestConfiguration.StockRequirements.RemoveAt(0);
        return TestConfiguration.Build() with
        {
            Classes = [.. indices.Select(index => TestConfiguration.Class($"class_{index}", false, 0.4m, 1m))],
            Assets =
            [
                .. indices.Select(index => TestConfiguration.Asset($"A{index}", $"class_{index}", $"case_{index}", false)),
                .. indices.Select(index => TestConfiguration.Asset($"B{index}", $"class_{index}", $"case_{index}", false)),
            ],
            Phases =
            [
                .. indices.Select(index => TestConfiguration.Phase(
                    $"case_{index}", index, [], requirements, [$"class_{index}"],
                        [$"A{index}", $"B{index}"]) with { MinimumCapital = 100m }),
            ],
        };
    }

    public static async Task<GrainCluster> StartEarnedAsync(AssetsConfiguration? configuration = null, GrainWorld? world = null)
    {
        var cluster = await GrainCluster.StartAsync(configuration, world);
        await EarnAsync(cluster);
        return cluster;
    }

    public static async Task EarnAsync(GrainCluster cluster)
    {
        cluster.World.Sources.Status["alpaca"] = DataSourceStatus.Healthy;
        await ImportAsync(cluster, EquityRecords.Good(Yesterday, 60));
    }

    /// <summary>Two losing days for one that wins, from the same start.</summary>
    public static Task LoseAsync(GrainCluster cluster) => ImportAsync(
        cluster, EquityRecords.Good(Yesterday, 60).Select((point, day) => point with { Equity = 10_000m - (50m * day) }));

    /// <summary>A good record whose last day ends so far below its peak.</summary>
    public static Task FallAsync(GrainCluster cluster, decimal drawdown)
    {
        var points = EquityRecords.Good(Yesterday, 60).ToArray();
        points[^1] = points[^1] with { Equity = Math.Round(points.Max(point => point.Equity) * (1 - drawdown), 2) };
        return ImportAsync(cluster, points);
    }

    public static async Task HoldAsync(GrainCluster cluster, string assetId, bool isClosed, string portfolioId = "main")
    {
        var at = TimeProvider.System.GetUtcNow().AddDays(-1);
        var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        if (portfolioId != Keys.DefaultPortfolioId)
        {
            await cluster.Grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(portfolioId)).CreateAsync(new PortfolioCreation("alice", "test"));
        }

        await import.BeginAsync(new ImportTarget(ImportKind.Trades, portfolioId, "alice"));
        await import.AddTradesAsync(0,
            [new Trade("t1", assetId, null, TradeSide.Long, 2m, at, 100m, isClosed ? at.AddHours(1) : null, isClosed ? 101m : null, 0m)]);
        await import.CommitAsync();
    }

    /// <summary>An import that counts as the book's own record, traded in bitcoin: so that no operator is needed to agree to it.</summary>
    private static async Task ImportAsync(GrainCluster cluster, IEnumerable<EquityPoint> points)
    {
        var at = TimeProvider.System.GetUtcNow().AddDays(-70);
        cluster.World.Ledger.Record(
            [new Trade("own", "BTC/USDT", null, TradeSide.Long, 1, at, 100, at.AddDays(69), 100, 0, RecordProvenance.Own)]);
        cluster.World.Ledger.Record(points.Select(point => point with { Provenance = RecordProvenance.Own }));
        await TakeAsync(cluster, points);
    }

    /// <summary>An import as it comes.</summary>
    public static async Task TakeAsync(GrainCluster cluster, IEnumerable<EquityPoint> points)
    {
        var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await import.BeginAsync(new ImportTarget(ImportKind.Equity, "main", "alice"));
        await import.AddEquityAsync(0, [.. points]);
        await import.CommitAsync();
    }
}
