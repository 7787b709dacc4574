using System.Diagnostics;
using OrleansAssets.Client;
using OrleansAssets.Notices;
using OrleansAssets.Streams;
using OrleansAssets.Tests.Console;
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

    /// <summary>
    /// Until a follower is told again: below the half minute after which a call is given up whose answer was lost with the silo.
    /// </summary>
    private static readonly TimeSpan FollowedMax = TimeSpan.FromSeconds(20);
    private const string Source = "ccxt_binance";

    /// <summary>What the callers buy.</summary>
    private const string Held = "BTC/USDT";

    [Fact]
    public async Task KillOne_UnderLoad_TheOtherGoesOnAndNothingAcknowledgedIsLost()
    {
        var rounds = SiloCluster.Rounds(inSuite: 1);
        await using var cluster = await SiloCluster.StartAsync();
        var tally = new BookTally();
        var assets = (await cluster.ConnectAsync()).Assets;
        var portfolio = assets.Portfolio();
        await BookTally.OpenAsync(portfolio);
        await Poll.UntilAsync(() => BookTally.WouldReserveAsync(portfolio), QuotedMax, () => "There is no quote, and nothing is approved.");
        await using var callers = new Callers(tally);
        callers.AddHalter(portfolio);
        for (var client = 0; client < 4; client++)
        {
            callers.Add((await cluster.ConnectAsync()).Portfolio, 5);
        }

        var (silences, longest, dead) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        var (quoted, followed) = (new List<TimeSpan>(), new List<TimeSpan>());
        await using var follower = new QuoteFollower(assets.QuoteStream(Source), Held);
        await using var modes = Follower.Of("modes", stop => assets.WatchModeAsync(cancellationToken: stop));
        await using var decisions = Follower.Of(
            "decisions", stop => assets.Audit.FollowAsync(Keys.Portfolio(Keys.DefaultPortfolioId), cancellationToken: stop));
        await using var notices = Follower.Of(
            "notices", stop => assets.Notices.FollowAsync(new NoticeQuery(), cancellationToken: stop));
        var others = new[] { modes, decisions, notices }.Select(other => (Of: other, Silences: new List<TimeSpan>())).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            await callers.MoreAsync(200);
            var killed = await OwnerOfTheStreamAsync(cluster, assets);
            var (opened, losses) = (Opened(cluster), follower.Losses);
            var (start, at) = (Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow());
            await killed.Process.KillAsync();
            var told = cluster.Silos.First(silo => silo != killed).Process.ConsoleAsync("status"); // of grains on both
            var quoting = QuotedAgainAsync(assets, at);
            dead.Add(await cluster.WhenDeadAsync(killed, UnavailableMax * 3));
            await callers.MoreAsync(200);
            silences.Add(callers.SilenceSince(start));
            longest.Add(callers.LongestSince(start));
            quoted.Add(await quoting);
            followed.Add(await follower.ToldSinceAsync(at, start));
            foreach (var (other, between) in others)
            {
                between.Add(await other.SilenceSinceAsync(start));
            }

            AssertToldInOneLine(await told);
            Assert.Equal(opened + 1, Opened(cluster)); // two connections of one vendor would bring every quote twice
            Assert.True(follower.Losses > losses, "The follower was not told that quotes may be lost.");
            killed.Launch(otherPorts: false);
            await cluster.WhenReadyAsync();
        }

        await callers.StopAsync();
        await tally.VerifyAsync(portfolio, tally.Ids);
        Assert.Contains(callers.Halt!, (await portfolio.GetModeAsync()).Halts);
        follower.Verify();
        var lost = $"{tally.Lost} lost, {tally.Twice} twice";
        SiloCluster.Report(output, "one killed: declared dead", rounds, dead, "", "");
        SiloCluster.Report(output, "one killed: no answer to anybody", rounds, silences, $"{tally.Counts}, halts {callers.Halts}", lost);
        SiloCluster.Report(output, "one killed: longest call", rounds, longest, $"{callers.Repeated} tries repeated", lost);
        SiloCluster.Report(output, "one killed: quotes are pushed again", rounds, quoted, "", "");
        SiloCluster.Report(output, "one killed: a follower of quotes is told again", rounds, followed, "", "");
        foreach (var (other, between) in others)
        {
            SiloCluster.Report(output, $"one killed: a follower of {other.What} is told nothing", rounds, between, "", "");
        }

        Assert.Equal((0, 0), (tally.Lost, tally.Twice));
        Assert.True(tally.Reservations > 0, "Nothing was reserved.");
        Assert.Empty(cluster.Crashes());
        Assert.All(longest, time => Assert.True(time <= UnavailableMax, $"A call took {time.TotalSeconds:0.0} s."));
        Assert.All(followed, time => Assert.True(time <= FollowedMax, $"The follower was told again after {time.TotalSeconds:0.0} s."));
        Assert.All(
            others.SelectMany(other => other.Silences),
            time => Assert.True(time <= FollowedMax, $"A follower was told nothing for {time.TotalSeconds:0.0} s."));
        Assert.All(quoted, time => Assert.True(time <= FollowedMax, $"Quotes were pushed again after {time.TotalSeconds:0.0} s."));
    }

    /// <summary>The silo that has the vendor's connection: the worst to lose.</summary>
    private static async Task<ClusterSilo> OwnerOfTheStreamAsync(SiloCluster cluster, OrleansAssetsClient assets)
    {
        QuoteStreamView? view = null;
        await Poll.UntilAsync(
            async () => (view = await assets.QuoteStream(Source).GetAsync()).Status == QuoteStreamStatus.Live, QuotedMax,
            () => $"The stream is not live: {view}");
        return cluster.Silos.First(silo => view!.Silo.Contains($":{silo.SiloPort}:", StringComparison.Ordinal)); // it was found
    }

    /// <summary>Whoever asks the other silo meanwhile is answered, or told in one sentence that another silo has gone.</summary>
    private static void AssertToldInOneLine(AssetsOutcome outcome)
    {
        Assert.True(outcome.ExitCode is 0 or 6, $"{outcome}");
        Assert.Equal(outcome.ExitCode == 0 ? 0 : 1, outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>How often any silo has opened the stream.</summary>
    private static int Opened(SiloCluster cluster) =>
        cluster.Silos.SelectMany(silo => silo.Logs).Sum(log => log.Split($"{Source} pushes quotes of").Length - 1);

    /// <summary>How long it takes until the other silo is pushed a quote and tells it.</summary>
    private static Task<TimeSpan> QuotedAgainAsync(OrleansAssetsClient assets, DateTimeOffset killedAt) => Poll.UntilAsync(
        async () => (await assets.QuoteStream(Source).GetAsync()) is { Status: QuoteStreamStatus.Live } stream
            && stream.LastMessageAt > killedAt
            && (await assets.MarketData.GetPriceAsync(Held)).At > killedAt,
        FollowedMax * 3, () => "No quote was pushed again.");
}
