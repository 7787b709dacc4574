using Xunit.Abstractions;

namespace OrleansAssets.Tests.Cluster;

/// <summary>Both silos end at the same moment, as in a power cut, and start at once, on the same ports and on others.</summary>
[Collection(ClusterCollection.Collection)]
public sealed class KilledTogetherTests(ITestOutputHelper output)
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task KillBoth_RestartedAtOnce_BothAreReadyWithoutASecondStart()
    {
        var rounds = SiloCluster.Rounds(inSuite: 2);
        await using var cluster = await SiloCluster.StartAsync();
        var times = new List<TimeSpan>[] { [], [] };
        for (var round = 0; round < rounds; round++)
        {
            await Task.WhenAll(cluster.Silos.Select(silo => silo.Process.KillAsync()));
            var otherPorts = round % 2 == 1;
            foreach (var silo in cluster.Silos)
            {
                silo.Launch(otherPorts);
            }

            times[round % 2].AddRange(await cluster.WhenReadyAsync());
            Assert.Equal(2, await cluster.LivingAsync());
            if (otherPorts)
            {
                Assert.All(cluster.Silos, silo => Assert.Contains(
                    silo.WaitedFor, words => words.Contains("must answer or be declared dead: ", StringComparison.Ordinal)));
            }
        }

        SiloCluster.Report(output, "both killed, same ports", (rounds + 1) / 2, times[0], $"{times[0].Count} starts", "0 crashes");
        if (rounds > 1)
        {
            SiloCluster.Report(output, "both killed, other ports", rounds / 2, times[1], $"{times[1].Count} starts", "0 crashes");
        }

        Assert.Empty(cluster.Crashes());
        Assert.All(times.SelectMany(of => of), time => Assert.True(time <= ReadyMax, $"Ready after {time.TotalSeconds:0.0} s."));
    }
}
