using Microsoft.Extensions.Logging;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>
/// What stops trading, lets it go on, opens or closes it, and what moves money, is a line of the silo's log: once, when it is written.
/// </summary>
public sealed class TradingLogTests
{
    private const int Halted = 2110;
    private const int HaltedItself = 2111;
    private const int Reset = 2112;
    private const int ResetFrom = 2113;
    private const int PaidIn = 2114;
    private const int PaidOut = 2115;
    private const int Phase = 2301;

    [Fact]
    public async Task CashFlow_InAndOut_EachIsOneLineWithAmountAndId()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordCashFlowAsync(new CashFlow("rent-7", -250.5m, "Bob", "rent"));
        await portfolio.RecordCashFlowAsync(new CashFlow("rent-7", -250.5m, "Bob", "rent")); // a repetition moves nothing

        Assert.Equal(
            [new LogLine(PaidIn, LogLevel.Information, "Portfolio main: 10,000 USD paid in by Ada (deposit-1): start")],
            cluster.World.Log.Of(PaidIn));
        Assert.Equal(
            [new LogLine(PaidOut, LogLevel.Information, "Portfolio main: 250.5 USD paid out by Bob (rent-7): rent")],
            cluster.World.Log.Of(PaidOut));
    }

    [Fact]
    public async Task Halt_OfAClass_IsAWarningAndItsResetALine()
    {
        await using var cluster = await StartAsync();
        var halt = await cluster.Portfolio().HaltAsync(
            new HaltRequest(HaltScope.AssetClass, "crypto", TradingMode.ReduceOnly, "Ada", "news"));
        await cluster.Portfolio().ResetAsync(new ResetRequest(halt.HaltId, "Bob", "it is over"));

        Assert.Equal(
            [
                new LogLine(Halted, LogLevel.Warning, $"Portfolio main: REDUCE_ONLY for class crypto by Ada ({halt.HaltId}): news"),
                new LogLine(Reset, LogLevel.Information, $"Portfolio main: {halt.HaltId} reset by Bob: it is over"),
            ],
            cluster.World.Log.Of(Halted, HaltedItself, Reset, ResetFrom));
    }

    [Fact]
    public async Task Mark_ADayThatLosesAQuarter_TellsOfBothLatchesWithTheirFigures()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("f1", null, 90, 100));
        await portfolio.MarkAsync([new PriceMark(Asset, 70, null, TimeProvider.System.GetUtcNow(), "test")]);

        // Nobody approved the fill: that is told by a line of its own.
        var lines = cluster.World.Log.Of(HaltedItself).Where(line => !line.Text.Contains("REDUCE_ONLY", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Equal(LogLevel.Warning, line.Level));
        Assert.All(lines, line => Assert.Contains(
            "HALTED for portfolio main until an operator resets halt-", line.Text, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Text.Contains("is 27 % below its peak of 10,000 USD", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Text.Contains("is 27 % below the day's start of 10,000 USD", StringComparison.Ordinal));

        foreach (var halt in (await portfolio.GetModeAsync()).Halts)
        {
            await portfolio.ResetAsync(new ResetRequest(halt.HaltId, "Ada", "seen"));
        }

        var resets = cluster.World.Log.Of(ResetFrom);
        Assert.Contains(resets, line => line.Text.Contains("the peak is 7,300.00 USD from now on: seen", StringComparison.Ordinal));
        Assert.Contains(resets, line => line.Text.Contains("the day's start is 7,300.00 USD from now on: seen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Halt_ThatIsNotWritten_LeavesNoLine()
    {
        await using var cluster = await StartAsync();
        var request = new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news");
        cluster.World.Faults.FailAlways("append");
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Portfolio().HaltAsync(request));
        Assert.Empty(cluster.World.Log.Of(Halted));

        cluster.World.Faults.Stop();
        await cluster.Portfolio().HaltAsync(request);

        Assert.Single(cluster.World.Log.Of(Halted));
    }

    [Fact]
    public async Task Activate_ByEvidence_IsALineAndItsEndAWarning()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync();
        var phase = cluster.Phase("phase_1_stocks");
        await phase.ActivateAsync(new ActivationRequest("alice", "it is time"));
        await phase.DeactivateAsync(new DeactivationRequest("bob", "a pause of the desk"));

        var lines = cluster.World.Log.Of(Phase);
        Assert.Contains(lines, line => line.Level == LogLevel.Information
            && line.Text.StartsWith("Phase phase_1_stocks: activated by alice: it is time (", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Level == LogLevel.Warning
            && line.Text.StartsWith("Phase phase_1_stocks: deactivation_asked by bob: a pause of the desk (", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Text.StartsWith("Phase phase_1_stocks: deactivated by bob", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Activate_Forced_IsAWarningThatSaysSo()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var force = new ForceRequest("the desk needs stocks now", cluster.World.Clock.GetUtcNow().AddDays(3));
        await cluster.Phase("phase_1_stocks").ActivateAsync(new ActivationRequest("alice", null, force));

        var line = Assert.Single(
            cluster.World.Log.Of(Phase), line => line.Text.StartsWith("Phase phase_1_stocks: activated", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.StartsWith(
            "Phase phase_1_stocks: activated without the evidence by alice: the desk needs stocks now (", line.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_OverrideExpired_WarnsOfTheDemotion()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var force = new ForceRequest("the desk needs stocks now", cluster.World.Clock.GetUtcNow().AddDays(3));
        var phase = cluster.Phase("phase_1_stocks");
        await phase.ActivateAsync(new ActivationRequest("alice", null, force));
        cluster.World.Clock.Advance(TimeSpan.FromDays(3));

        await GrainCluster.TickAsync(phase, "evaluate");

        Assert.Contains(cluster.World.Log.Of(Phase), line => line.Level == LogLevel.Warning
            && line.Text.StartsWith("Phase phase_1_stocks: override_expired by ", StringComparison.Ordinal));
    }
}
