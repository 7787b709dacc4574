using System.Diagnostics;
using OrleansAssets.Client;
using OrleansAssets.Silo.Failures;
using OrleansAssets.Streams;
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
    private static readonly TimeSpan QuotedMax = TimeSpan.FromSeconds(90);

    /// <summary>Until a follower of quotes is told again: once the silo is dead another one opens the stream within seconds.</summary>
    private static readonly TimeSpan FollowedMax = TimeSpan.FromSeconds(25);
    private const string Source = "ccxt_binance";

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

        var assets = (await cluster.ConnectAsync()).Assets;
        await Poll.UntilAsync(
            async () => (await assets.QuoteStream(Source).GetAsync()).Status == QuoteStreamStatus.Live, QuotedMax,
            () => "The stream is not live.");
        await using var quotes = Follower.Of("quotes", stop => assets.QuoteStream(Source).FollowAsync([], cancellationToken: stop));
        var followed = new List<TimeSpan>();
        var (dead, elsewhere, other, ended) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            var owner = (await assets.QuoteStream(Source).GetAsync()).Silo;
            var frozen = cluster.Silos.First(silo => owner.Contains($":{silo.SiloPort}:", StringComparison.Ordinal)); // it was found
            var alive = cluster.Silos.First(silo => silo != frozen);
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
            followed.Add(await quotes.SilenceSinceAsync(start));
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
        SiloCluster.Report(output, "frozen: a follower of quotes is told nothing", rounds, followed, "", "");
        Assert.Equal((0, 0), (tally.Lost, tally.Twice));
        Assert.Equal("0", await DoubledEntriesAsync(cluster));
        Assert.Empty(cluster.Crashes());
        Assert.All(dead, time => Assert.True(time <= DeadMax, $"Declared dead after {time.TotalSeconds:0.0} s."));
        Assert.All(other.Concat(elsewhere), time => Assert.True(time <= GoesOnMax, $"A call took {time.TotalSeconds:0.0} s."));
        Assert.All(followed, time => Assert.True(time <= FollowedMax, $"The follower was told nothing for {time.TotalSeconds:0.0} s."));
        Assert.All(ended, time => Assert.True(time <= EndsMax, $"It went on for {time.TotalSeconds:0.0} s."));
    }

    /// <summary>Ids that made more than one decision: two writers of one book would leave some.</summary>
    private static async Task<string> DoubledEntriesAsync(SiloCluster cluster) => (await Rows.ReadAsync(cluster.Database, """
        SELECT count(*) FROM (SELECT 1 FROM portfolio_decisions GROUP BY portfolio_id, client_order_id HAVING count(*) > 1) AS doubled
        """)).Single();
}
