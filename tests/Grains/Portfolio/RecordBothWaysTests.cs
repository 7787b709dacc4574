using System.Globalization;
using OrleansAssets.Imports;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>
/// One record of real prices by both ways, through the grains: told live by fills, flows and marks day by day, and imported as the files of
/// fills and daily equity that a broker would have written. The files are computed here, by plain arithmetic.
/// </summary>
public sealed class RecordBothWaysTests
{
    private const int Days = 70;
    private const decimal Quantity = 0.05m;
    private static readonly DateTimeOffset First = new(2025, 5, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<int, decimal> Flows = new() { [0] = 10_000, [20] = 5_000, [45] = -3_000 };

    [SharedPricesFact]
    public async Task Record_LiveAndImported_HasTheSameReturnsDrawdownAndVerdict()
    {
        var prices = Prices();
        await using var live = await LiveAsync(prices);
        await using var imported = await ImportedAsync(prices);

        var (told, taken) = (await PortfolioCluster.Portfolio(live).GetAsync(), await PortfolioCluster.Portfolio(imported).GetAsync());
        var expected = (EquityAt(prices, Days - 1), Days, Days / 2);
        Assert.Equal(expected, (told.Equity!.Value, told.EquityDays, told.ClosedTrades));
        Assert.Equal(expected, (taken.Equity!.Value, taken.EquityDays, taken.ClosedTrades));
        Assert.Equal(told.Drawdown!.Value, taken.Drawdown!.Value, 1e-9);
        PerformanceQuery[] queries = [new(60), new(60, "crypto"), new(60, AssetId: PortfolioCluster.Asset)];
        foreach (var query in queries)
        {
            AssertSame(await MeasureAsync(live, query), await MeasureAsync(imported, query));
        }

        AssertSame(await live.Phase("phase_1_stocks").EvaluateAsync(), await imported.Phase("phase_1_stocks").EvaluateAsync());
    }

    private static void AssertSame(PerformanceReport one, PerformanceReport other)
    {
        Assert.Equal(
            (one.Days, one.ProfitableDays, one.LosingDays, one.FlatDays, one.ProfitableDayStreak, one.ClosedTrades, one.WinningTrades),
            (other.Days, other.ProfitableDays, other.LosingDays, other.FlatDays, other.ProfitableDayStreak, other.ClosedTrades,
                other.WinningTrades));
        Assert.Equal(60, one.Days);
        Near(one.TotalReturn, other.TotalReturn);
        Near(one.MaxDrawdown, other.MaxDrawdown);
        Near(one.Volatility, other.Volatility);
        Near(one.Sharpe, other.Sharpe);
        Near(one.Sortino, other.Sortino);
        Assert.Equal(one.Profit, other.Profit, 6);
        Assert.True(one.MaxDrawdown < -0.001 && one.TotalReturn is > 0.001 or < -0.001, $"{one}");
    }

    private static void AssertSame(Readiness one, Readiness other)
    {
        Assert.Equal(one.Verdict, other.Verdict);
        Assert.Equal(one.EvidenceUntil, other.EvidenceUntil);
        Assert.Equal(
            one.Requirements.Select(rule => (rule.Name, rule.Met, rule.Verdict, rule.SampleSize)),
            other.Requirements.Select(rule => (rule.Name, rule.Met, rule.Verdict, rule.SampleSize)));
        Assert.All(one.Requirements.Zip(other.Requirements), pair => Near(pair.First.Current, pair.Second.Current));
        Assert.Equal((false, true), (one.IsImported, other.IsImported)); // whose it is, is said
    }

    private static void Near(double? one, double? other)
    {
        Assert.Equal(one is null, other is null);
        Assert.InRange(Math.Abs((one - other) ?? 0), 0, 1e-9 * Math.Max(1, Math.Abs(one ?? 0)));
    }

    private static async Task<GrainCluster> LiveAsync((decimal Open, decimal Close)[] prices)
    {
        var cluster = await StartAsync(First);
        var portfolio = PortfolioCluster.Portfolio(cluster);
        for (var day = 0; day < Days; day++)
        {
            Advance(day, hours: 0, minutes: 1);
            if (Flows.TryGetValue(day, out var amount))
            {
                await portfolio.RecordCashFlowAsync(new CashFlow($"flow-{day}", amount, "Ada", "capital"));
            }

            await MarkAsync(day == 0 ? prices[0].Open : prices[day - 1].Close); // the day begins; nothing has moved yet
            foreach (var fill in Fills(prices).Where(fill => fill.At.Date == First.AddDays(day).Date))
            {
                Advance(day, fill.At.Hour, minutes: 0);
                await portfolio.HoldAsync(new Fill(
                    fill.FillId, null, fill.AssetId, fill.Side, fill.Quantity, fill.Price, fill.Fee, null, null, fill.At, null));
            }

            Advance(day, hours: 23, minutes: 58);
            await MarkAsync(prices[day].Close);
        }

        Advance(Days, hours: 0, minutes: 1);
        await GrainCluster.TickAsync(portfolio, "portfolio");
        return cluster;

        void Advance(int day, int hours, int minutes) =>
            cluster.World.Clock.Advance(First.AddDays(day).AddHours(hours).AddMinutes(minutes) - cluster.World.Clock.GetUtcNow());

        Task MarkAsync(decimal price) =>
            portfolio.MarkAsync([new PriceMark(PortfolioCluster.Asset, price, null, cluster.World.Clock.GetUtcNow(), "test")]);
    }

    private static async Task<GrainCluster> ImportedAsync((decimal Open, decimal Close)[] prices)
    {
        var cluster = await StartAsync(First.AddDays(Days).AddMinutes(1));
        var fills = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await fills.BeginAsync(new ImportTarget(ImportKind.Fills, "main", "Ada"));
        await fills.AddFillsAsync(0, [.. Fills(prices)]);
        await fills.CommitAsync();
        var equity = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await equity.BeginAsync(new ImportTarget(ImportKind.Equity, "main", "Ada"));
        await equity.AddEquityAsync(0,
        [
            .. Enumerable.Range(0, Days).Select(day => new EquityPoint(
                DateOnly.FromDateTime(First.AddDays(day).UtcDateTime), EquityAt(prices, day), Flows.GetValueOrDefault(day))),
        ]);
        await equity.CommitAsync();
        return cluster;
    }

    private static Task<GrainCluster> StartAsync(DateTimeOffset now)
    {
        var world = new GrainWorld();
        world.Clock.Advance(now - world.Clock.GetUtcNow());
        return GrainCluster.StartAsync(world: world);
    }

    private static async Task<PerformanceReport> MeasureAsync(GrainCluster cluster, PerformanceQuery query) =>
        await cluster.Grains.GetGrain<IPerformanceGrain>(Keys.Performance("main")).MeasureAsync(query);

    /// <summary>Bought at the open of every other day, at eight, and sold at the close of the day after, at eleven at night.</summary>
    private static IEnumerable<ImportedFill> Fills((decimal Open, decimal Close)[] prices) => Enumerable.Range(0, Days).Select(day =>
    {
        var (side, price, hour) = day % 2 == 0 ? (OrderSide.Buy, prices[day].Open, 8) : (OrderSide.Sell, prices[day].Close, 23);
        return new ImportedFill(
            $"f{day}", PortfolioCluster.Asset, null, side, Quantity, price, null, Fee(price), null, First.AddDays(day).AddHours(hour),
            day + 2, day);
    });

    private static decimal EquityAt((decimal Open, decimal Close)[] prices, int last)
    {
        var (cash, held) = (0m, 0m);
        for (var day = 0; day <= last; day++)
        {
            cash += Flows.GetValueOrDefault(day);
            var (units, price) = day % 2 == 0 ? (Quantity, prices[day].Open) : (-Quantity, prices[day].Close);
            (cash, held) = (cash - (units * price) - Fee(price), held + units);
        }

        return cash + (held * prices[last].Close);
    }

    private static decimal Fee(decimal price) => Math.Round(Quantity * price * 0.001m, 4);

    private static (decimal Open, decimal Close)[] Prices() =>
    [
        .. File.ReadLines(Path.Combine(SharedPricesFactAttribute.Folder, "BTCUSDT_1d.csv")).Skip(1).Select(line => line.Split(','))
            .SkipWhile(cells => !cells[0].StartsWith("2025-05-01", StringComparison.Ordinal)).Take(Days)
            .Select(cells => (
                decimal.Parse(cells[1], CultureInfo.InvariantCulture), decimal.Parse(cells[4], CultureInfo.InvariantCulture))),
    ];
}
