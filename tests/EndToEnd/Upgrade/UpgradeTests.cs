using System.Net;
using System.Text.RegularExpressions;
using Npgsql;
using OrleansAssets.Audit;
using OrleansAssets.Client;
using OrleansAssets.DataSources;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Storage;

namespace OrleansAssets.Tests.EndToEnd.Upgrade;

/// <summary>
/// A silo of this version over the database of an earlier one: it starts, adds what it needs, and has everything that was there. Figures
/// are those that the earlier version's own console said.
/// </summary>
public sealed partial class UpgradeTests : IDisposable
{
    private const int MatchMs = 1_000;

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_OverTheDatabaseOfAnEarlierVersion_HasAllOfItAndSaysNoFault()
    {
        await using var earlier = await EarlierDatabase.RestoreAsync();
        await using var silo = SiloProcess.LaunchWith(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__assets"] = earlier.ConnectionString },
            _data.Path, "--open-gateway"); // its callers typed their names, and say the same again
        await silo.WaitForLineAsync("Applied the migration 0050");
        await silo.WaitForLineAsync("Ready: ");
        await using var client = await ConnectedClient.ConnectAsync(
            options => options.Gateway = new IPEndPoint(IPAddress.Loopback, silo.RunFile.GatewayPort));

        await AssertBookAsync(client.Portfolio);
        await AssertIdsAsync(client.Portfolio);
        await AssertDecisionsAsync(client.Portfolio);
        await AssertRecordAsync(client.Assets);
        await AssertGateAsync(client.Assets);
        await AssertCollectionAsync(client.Assets);
        await AssertAuditAsync(client.Assets.Audit);
        await AssertModeAsync(earlier.ConnectionString);

        Assert.DoesNotMatch(Fault(), silo.Log);
    }

    private static async Task AssertBookAsync(IPortfolioGrain portfolio)
    {
        var view = await portfolio.GetAsync();
        var book = view.Book!; // it has events

        Assert.Equal((19_195.81551m, 19_749.75m, 26.23919m, 3.61m), (book.Cash, book.Flows, book.RealisedProfit, book.Fees));
        Assert.Equal(2, view.ClosedTrades);
        Assert.Equal(
            [("BTC/USDT", 0.0045m, 61_236.373333333333m), ("NVDA", 2m, 150.5m)],
            book.Positions.Select(held => (held.AssetId, held.Quantity, held.AverageEntryPrice)));
        var halt = Assert.Single(book.Halts);
        Assert.Equal(
            ("halt-24", "ETH/USDT", TradingMode.ReduceOnly, "no shorts of ether"), (halt.HaltId, halt.ScopeId, halt.Mode, halt.Cause));
    }

    /// <summary>What was said then and is said again under its id is known, and not taken twice.</summary>
    private static async Task AssertIdsAsync(IPortfolioGrain portfolio)
    {
        var deposit = await portfolio.RecordCashFlowAsync(new CashFlow("start", 20_000, "ann", "first deposit"));
        var decision = await portfolio.CheckOrderAsync(
            new OrderRequest("o-1", "BTC/USDT", OrderSide.Buy, null, 500, null, null, null, "swing", ReduceOnly: false));

        Assert.True(deposit.Repeated);
        Assert.Equal(("main:5", "main:5"), (decision.DecisionId, decision.ReservationId));
    }

    private static async Task AssertDecisionsAsync(IPortfolioGrain portfolio)
    {
        (string Id, DecisionOutcome Outcome)[] decisions =
        [
            ("main:5", DecisionOutcome.Approved), ("main:10", DecisionOutcome.Reduced), ("main:11", DecisionOutcome.Rejected),
            ("main:15", DecisionOutcome.Rejected), ("main:16", DecisionOutcome.Rejected), ("main:17", DecisionOutcome.Approved),
            ("main:18", DecisionOutcome.Approved), ("main:22", DecisionOutcome.Rejected),
        ];
        foreach (var (id, outcome) in decisions)
        {
            var replay = await portfolio.ReplayDecisionAsync(id);

            Assert.True(replay.Identical, $"{id} was {replay.Decision} and is {replay.Replayed} now.");
            Assert.Equal((id, outcome), (replay.Decision.DecisionId, replay.Decision.Outcome));
        }
    }

    /// <summary>What was imported, and what is measured from it.</summary>
    private static async Task AssertRecordAsync(OrleansAssetsClient assets)
    {
        var report = await assets.Performance("paper-record").MeasureAsync(new PerformanceQuery(60, AsOf: new DateOnly(2025, 6, 30)));
        var held = Assert.Single((await assets.Portfolio("paper-record").GetAsync()).Positions);

        Assert.Equal((60, 40, 20), (report.Days, report.ProfitableDays, report.LosingDays));
        Assert.Equal((2, 1), (report.ClosedTrades, report.WinningTrades));
        Assert.Equal(7.8799452251496245, report.Sharpe!.Value, 9);
        Assert.Equal(-0.008000954418805106, report.MaxDrawdown!.Value, 12);
        Assert.Equal(("NVDA", 10m, 120m), (held.AssetId, held.Quantity, held.AverageEntryPrice));
    }

    /// <summary>Whether the forced activation has run out since, or not: it is in the log as it was asked for.</summary>
    private static async Task AssertGateAsync(OrleansAssetsClient assets)
    {
        var first = (await assets.Phase("phase_0_crypto").GetHistoryAsync(10))[^1];
        var forced = (await assets.Phase("phase_1_stocks").GetHistoryAsync(10))[^1];
        var enabled = await assets.Asset("GME").GetAsync();

        Assert.Equal(("activated", "configuration", "active from the start"), (first.Action, first.By, first.Notes));
        Assert.Equal(
            ("activated", "ann", "rehearsal of the first widening", ReadinessVerdict.InsufficientEvidence),
            (forced.Action, forced.By, forced.Notes, forced.Verdict));
        Assert.Equal((true, "bob"), (enabled.Enabled, enabled.EnabledBy));
    }

    /// <summary>Feeds go on from where they stood.</summary>
    private static async Task AssertCollectionAsync(OrleansAssetsClient assets)
    {
        var days = await assets.Feed(new FeedId("ccxt_binance", "BTC/USDT", "candles-1d")).GetAsync();
        var hours = await assets.Feed(new FeedId("ccxt_binance", "ETH/USDT", "candles-1h")).GetAsync();

        Assert.Equal(new DateTimeOffset(2023, 11, 28, 0, 0, 0, TimeSpan.Zero), days.FirstAt);
        Assert.True(days.Watermark >= new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero) && days.Rows >= 1_095, $"{days}");
        Assert.True(hours.Watermark >= new DateTimeOffset(2026, 11, 27, 2, 0, 0, TimeSpan.Zero) && hours.Rows >= 2_160, $"{hours}");
    }

    private static async Task AssertAuditAsync(IAuditGrain audit)
    {
        var streams = await audit.GetStreamsAsync();
        Assert.Subset(
            streams.Select(stream => stream.Name).ToHashSet(StringComparer.Ordinal),
            new HashSet<string>(StringComparer.Ordinal)
            {
                "asset/GME", "asset/TSLA", "phase/phase_0_crypto", "phase/phase_1_stocks", "portfolio/main", "portfolio/main.drill",
                "portfolio/paper-record",
            });
        foreach (var stream in streams)
        {
            var check = await audit.VerifyAsync(stream.Name, AuditPosition.Start);

            Assert.Equal((true, null), (check.AtEnd, check.BrokenAt));
        }
    }

    /// <summary>It was a sandbox's, as its sources say.</summary>
    private static async Task AssertModeAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        Assert.Equal(["sandbox|sources"], await Rows.ReadAsync(database, "SELECT mode, basis FROM installation"));
    }

    [GeneratedRegex(@"^\d\d:\d\d:\d\d (Error|Critical) .*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Fault();
}
