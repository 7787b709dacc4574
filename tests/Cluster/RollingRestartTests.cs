using System.Diagnostics;
using System.Globalization;
using System.Net;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Domain;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Web;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.Cluster;

/// <summary>
/// Both silos are stopped in good order and started again, one after the other, while callers work and history is collected under windows
/// so tight that they bind; by mutual TLS between silos, and clients and silos. In the end one leaves for good.
/// </summary>
[Collection(ClusterCollection.Collection)]
public sealed class RollingRestartTests(ITestOutputHelper output) : IDisposable
{
    private const string Binance = "ccxt_binance";
    private const string Candles = "/klines";

    /// <summary>Calls of a stopping silo are answered or made again elsewhere: no caller waits for its own time to be up.</summary>
    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(10);

    private readonly DataDirectory _data = new();
    private readonly ConfigurationCopy _configuration = new();
    private readonly List<SiloEnding> _endings = [];

    public void Dispose()
    {
        _configuration.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Restart_OneAfterTheOther_NobodyNoticesAndNothingIsCollectedTwice()
    {
        var rounds = SiloCluster.Rounds(inSuite: 1);
        _configuration.TightenBinance(historyDays: Math.Max(2, rounds));
        var sources = _configuration.Read().Configuration!.Sources; // The copy is valid.
        var calls = new CallTally(Path.Combine(_data.Path, "calls-*.log"));
        Pki.Make(_data.Path, "silo", isSilo: true);
        Pki.Make(_data.Path, "client", isSilo: false);
        var own = Pki.Of(_data.Path, "silo");
        await using var cluster = await SiloCluster.StartAsync(
            "--config", _configuration.Directory, "--sandbox-log", Path.Combine(_data.Path, "calls-{silo}.log"),
            "--cluster-authority", own.Authority, "--cluster-certificate", own.Certificate, "--cluster-key", own.Key!); // of its own
        cluster.Certificates = Pki.Of(_data.Path, "client");
        var tally = new BookTally();
        await using var callers = new Callers(tally);
        await BookTally.OpenAsync((await cluster.ConnectAsync()).Portfolio);
        for (var client = 0; client < 4; client++)
        {
            callers.Add((await cluster.ConnectAsync()).Portfolio, 3);
        }

        var (stops, starts) = (new List<TimeSpan>(), new List<TimeSpan>());
        var catalogue = (await cluster.ConnectAsync()).Assets.Catalogue;
        var ticked = await cluster.NewestTickAsync();
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var silo in cluster.Silos)
            {
                await callers.MoreAsync(100);
                stops.Add(await StopAsync(silo));
                silo.Launch(otherPorts: false);
                starts.Add(await silo.WhenReadyAsync());
            }

            Assert.Empty(await catalogue.GetOverdueAsync());
            ticked = round > 0 ? await cluster.WhenTickedAsync(ticked) : ticked; // a round is shorter than the minute of a reminder
        }

        await callers.MoreAsync(100);
        var longest = callers.LongestSince(start);

        // One leaves for good: the other has all its work, and nothing waits for it.
        stops.Add(await StopAsync(cluster.Silos[1]));
        Assert.Equal(1, await cluster.LivingAsync());
        await callers.MoreAsync(200);
        await calls.WaitForAsync(cluster.Silos[0].Process, Candles, more: 5);
        await cluster.WhenTickedAsync(ticked);
        Assert.Empty(await catalogue.GetOverdueAsync());
        Assert.Equal(HttpStatusCode.OK, await cluster.Silos[0].StatusAsync());
        await callers.StopAsync();
        await tally.VerifyAsync((await cluster.ConnectAsync()).Portfolio, tally.Ids);
        await StopAsync(cluster.Silos[0]);

        await using var collected = new CollectedCandles(cluster.ConnectionString, Binance);
        var (again, changed) = (calls.AskedAgain(Candles, _endings), await collected.ChangedAsync());
        var windows = calls.Windows(sources);
        var over = windows.Where(window => window.IsOver).ToList();
        var losses = string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Lost} lost, {tally.Twice} twice, {again.Length} pages asked for twice, {over.Count} windows over");
        SiloCluster.Report(output, "rolling restart: stop", rounds, stops, $"{stops.Count} stops", "0 crashes");
        SiloCluster.Report(output, "rolling restart: ready again", rounds, starts, $"{starts.Count} starts", "");
        SiloCluster.Report(
            output, "rolling restart: longest call", rounds, [longest],
            $"{callers.Repeated} tries repeated, {tally.Counts}, {await collected.CountAsync()} candles, {windows.Length} windows", losses);
        Assert.Equal((0, 0), (tally.Lost, tally.Twice));
        Assert.True(again.IsEmpty, string.Join('\n', again));
        Assert.Equal(0, changed);
        Assert.Empty(over);
        Assert.Empty(cluster.Crashes());
        Assert.All(stops, time => Assert.True(time <= SiloOptions.StopBudget, $"A stop took {time.TotalSeconds:0.0} s."));
        Assert.True(longest <= CallMax, $"A call took {longest.TotalSeconds:0.0} s.");
    }

    /// <summary>Stops it in good order; readiness is false as soon as it has the signal.</summary>
    private async Task<TimeSpan> StopAsync(ClusterSilo silo)
    {
        var (start, at) = (Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow());
        await silo.Process.SignalAsync("TERM");
        await silo.Process.WaitForLineAsync("Stopping: ");
        Assert.NotEqual(HttpStatusCode.OK, await silo.StatusAsync());
        Assert.Contains("The silo stops", silo.WaitedFor.LastOrDefault(), StringComparison.Ordinal);
        await silo.Process.WaitForExitAsync();
        Assert.Equal(0, silo.Process.ExitCode);
        _endings.Add(new SiloEnding(at, TimeProvider.System.GetUtcNow()));
        return Stopwatch.GetElapsedTime(start);
    }
}
