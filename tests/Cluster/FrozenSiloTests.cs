using System.Diagnostics;
using OrleansAssets.Silo.Failures;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Storage;
using OrleansAssets.Tests.Support;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.Cluster;

/// <summary>
/// A silo stops answering while its connections stay open (SIGSTOP; a paused virtual machine, a cut cable), and goes on a minute later.
/// </summary>
[Collection(ClusterCollection.Collection)]
public sealed class FrozenSiloTests(ITestOutputHelper output)
{
    private static readonly TimeSpan DeadMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GoesOnMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndsMax = TimeSpan.FromSeconds(15);

    /// <summary>Longer than the eviction; tests/cluster.sh takes 60 s.</summary>
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(SiloCluster.Rounds(inSuite: 0) > 0 ? 60 : 20);

    [Fact]
    public async Task Freeze_LongerThanTheEviction_IsDeclaredDeadAndEndsWhenItGoesOn()
    {
        var rounds = SiloCluster.Rounds(inSuite: 1);
        await using var cluster = await SiloCluster.StartAsync();
        var tally = new BookTally();
        await using var everywhere = new Callers(tally);
        await BookTally.OpenAsync((await cluster.ConnectAsync()).Portfolio);
        for (var client = 0; client < 4; client++)
        {
            everywhere.Add((await cluster.ConnectAsync()).Portfolio, 3);
        }

        var (dead, elsewhere, other, ended) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            var (frozen, alive) = (cluster.Silos[round % 2], cluster.Silos[1 - (round % 2)]);
            await using var there = new Callers(tally);
            there.Add((await cluster.ConnectAsync(alive)).Portfolio, 3);
            await everywhere.MoreAsync(200);
            await there.MoreAsync(20);

            var start = Stopwatch.GetTimestamp();
            await frozen.Process.SignalAsync("STOP");
            dead.Add(await cluster.WhenDeadAsync(frozen, DeadMax * 3));
            await there.MoreAsync(50);
            await everywhere.MoreAsync(200);
            await Poll.UntilAsync(() => Task.FromResult(Stopwatch.GetElapsedTime(start) >= Frozen), Frozen, () => "");
            await there.StopAsync();
            other.Add(there.LongestSince(start));
            elsewhere.Add(everywhere.LongestSince(start));

            var goesOn = Stopwatch.GetTimestamp();
            await frozen.Process.SignalAsync("CONT");
            await Poll.UntilAsync(() => Task.FromResult(frozen.Process.HasExited), EndsMax * 3, () => frozen.Process.Log);
            ended.Add(Stopwatch.GetElapsedTime(goesOn));
            Assert.Equal(FatalFault.ExitCode, frozen.Process.ExitCode);
            Assert.Contains("declared this one dead", frozen.Process.Log, StringComparison.Ordinal);
            frozen.Launch(otherPorts: false);
            await cluster.WhenReadyAsync();
        }

        await everywhere.MoreAsync(100);
        await everywhere.StopAsync();
        await tally.VerifyAsync((await cluster.ConnectAsync()).Portfolio, tally.Ids);
        var losses = $"{tally.Lost} lost, {tally.Twice} twice";
        SiloCluster.Report(output, "frozen: declared dead", rounds, dead, $"frozen for {Frozen.TotalSeconds} s", "");
        SiloCluster.Report(output, "frozen: longest call by the other gateway", rounds, other, "", "");
        SiloCluster.Report(
            output, "frozen: longest call by any gateway", rounds, elsewhere,
            $"{everywhere.Repeated} tries repeated, {tally.Counts}", losses);
        SiloCluster.Report(output, "frozen: ends after it goes on", rounds, ended, $"code {FatalFault.ExitCode}", "");
        Assert.Equal((0, 0), (tally.Lost, tally.Twice));
        Assert.Equal("0", await DoubledEntriesAsync(cluster));
        Assert.Empty(cluster.Crashes());
        Assert.All(dead, time => Assert.True(time <= DeadMax, $"Declared dead after {time.TotalSeconds:0.0} s."));
        Assert.All(other.Concat(elsewhere), time => Assert.True(time <= GoesOnMax, $"A call took {time.TotalSeconds:0.0} s."));
        Assert.All(ended, time => Assert.True(time <= EndsMax, $"It went on for {time.TotalSeconds:0.0} s."));
    }

    /// <summary>Ids that made more than one decision: two writers of one book would leave some.</summary>
    private static async Task<string> DoubledEntriesAsync(SiloCluster cluster) => (await Rows.ReadAsync(cluster.Database, """
        SELECT count(*) FROM (SELECT 1 FROM portfolio_decisions GROUP BY portfolio_id, client_order_id HAVING count(*) > 1) AS doubled
        """)).Single();
}
