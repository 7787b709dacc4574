using System.Diagnostics;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Support;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.Cluster;

/// <summary>One of two silos is killed with -9 while twenty callers work through both.</summary>
[Collection(ClusterCollection.Collection)]
public sealed class OneKilledTests(ITestOutputHelper output)
{
    private static readonly TimeSpan UnavailableMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuotedMax = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task KillOne_UnderLoad_TheOtherGoesOnAndNothingAcknowledgedIsLost()
    {
        var rounds = SiloCluster.Rounds(inSuite: 1);
        await using var cluster = await SiloCluster.StartAsync();
        var tally = new BookTally();
        var portfolio = (await cluster.ConnectAsync()).Portfolio;
        await BookTally.OpenAsync(portfolio);
        await Poll.UntilAsync(() => BookTally.WouldReserveAsync(portfolio), QuotedMax, () => "There is no quote, and nothing is approved.");
        await using var callers = new Callers(tally);
        callers.AddHalter(portfolio);
        for (var client = 0; client < 4; client++)
        {
            callers.Add((await cluster.ConnectAsync()).Portfolio, 5);
        }

        var (silences, longest, dead) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            await callers.MoreAsync(200);
            var killed = cluster.Silos[round % 2];
            var start = Stopwatch.GetTimestamp();
            await killed.Process.KillAsync();
            dead.Add(await cluster.WhenDeadAsync(killed, UnavailableMax * 3));
            await callers.MoreAsync(200);
            silences.Add(callers.SilenceSince(start));
            longest.Add(callers.LongestSince(start));
            killed.Launch(otherPorts: false);
            await cluster.WhenReadyAsync();
        }

        await callers.StopAsync();
        await tally.VerifyAsync(portfolio, tally.Ids);
        Assert.Contains(callers.Halt!, (await portfolio.GetModeAsync()).Halts);
        var losses = $"{tally.Lost} lost, {tally.Twice} twice";
        SiloCluster.Report(output, "one killed: declared dead", rounds, dead, "", "");
        SiloCluster.Report(output, "one killed: no answer to anybody", rounds, silences, $"{tally.Counts}, halts {callers.Halts}", losses);
        SiloCluster.Report(output, "one killed: longest call", rounds, longest, $"{callers.Repeated} tries repeated", losses);
        Assert.Equal((0, 0), (tally.Lost, tally.Twice));
        Assert.True(tally.Reservations > 0, "Nothing was reserved.");
        Assert.Empty(cluster.Crashes());
        Assert.All(longest, time => Assert.True(time <= UnavailableMax, $"A call took {time.TotalSeconds:0.0} s."));
    }
}
