using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Storage;
using OrleansAssets.Accounts;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>What a portfolio has to tell is written with its entries: neither of the two is there without the other.</summary>
public sealed class PortfolioNoticeTests
{
    [Fact]
    public async Task Halt_AndReset_StandsAndHealsAndTheResetIsTold()
    {
        await using var cluster = await StartAsync();
        var outbox = cluster.World.Outbox;
        var halt = await cluster.Portfolio().HaltAsync(
            new HaltRequest(HaltScope.AssetClass, "crypto", TradingMode.ReduceOnly, "Ada", "news"));

        Assert.Equal([$"halt portfolio/main {halt.HaltId}"], outbox.Standing);
        Assert.Equal(
            (NoticeSeverity.Warning, $"Portfolio main: REDUCE_ONLY for crypto until an operator resets {halt.HaltId}: news"),
            (outbox.All[0].Severity, outbox.All[0].Text));
        await cluster.Portfolio().ResetAsync(new ResetRequest(halt.HaltId, "Bob", "it is over"));

        Assert.Empty(outbox.Standing);
        Assert.Equal([NoticeKinds.Halt, NoticeKinds.HaltReset], outbox.All.Select(notice => notice.Kind));
        Assert.Equal($"Portfolio main: {halt.HaltId} was reset by Bob: it is over", outbox.All[1].Text);
    }

    [Theory]
    [InlineData(84, "limit portfolio/main DRAWDOWN Warning")]
    [InlineData(79, "limit portfolio/main DRAWDOWN Critical")]
    public async Task Mark_ALossNearTheEmergencyStop_IsToldBeforeItHalts(decimal price, string told)
    {
        await using var cluster = await StartAsync();
        await cluster.Portfolio().RecordFillAsync(Fill("f1", null, 100, 100));
        await cluster.Portfolio().MarkAsync([new PriceMark(Asset, price, null, TimeProvider.System.GetUtcNow(), "test")]);

        // The loss of the day has halted trading by then, so that it is near to nothing any more.
        Assert.Equal(
            [told],
            cluster.World.Outbox.All.Where(notice => notice.Kind == NoticeKinds.Limit)
                .Select(notice => $"{notice.Kind} {notice.Subject} {notice.Severity}"));
    }

    [Fact]
    public async Task Halt_TheWriteFails_NobodyIsToldWhatIsNotWritten()
    {
        await using var cluster = await StartAsync();
        var request = new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news");
        cluster.World.Faults.FailAlways("append");
        await Assert.ThrowsAsync<InconsistentStateException>(() => cluster.Portfolio().HaltAsync(request));
        Assert.Empty(cluster.World.Outbox.All);

        cluster.World.Faults.Stop();
        await cluster.Portfolio().HaltAsync(request);
        Assert.Single(cluster.World.Outbox.Standing);
    }

    [Fact]
    public async Task Tick_TheOutboxDiffersFromTheBook_IsBroughtToIt()
    {
        await using var cluster = await StartAsync();
        var halt = await cluster.Portfolio().HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));
        var untrue = new NoticeFact(NoticeKinds.Halt, "portfolio/main halt-999", NoticeSeverity.Critical, "of an older version");
        await cluster.World.Outbox.ReportAsync("portfolio/main", [untrue], TimeProvider.System.GetUtcNow(), CancellationToken.None);

        await GrainCluster.TickAsync(cluster.Portfolio(), "portfolio");

        Assert.Equal([$"halt portfolio/main {halt.HaltId}"], cluster.World.Outbox.Standing);
    }

    [Fact]
    public async Task Halt_WhileNobodyHasSeenIt_DegradesHealthAndShowsOnStatus()
    {
        await using var cluster = await StartAsync();
        var health = new NoticesCheck(new GrainQuestion(cluster.Grains, () => true));
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new HealthCheckContext())).Status);
        var halt = await cluster.Portfolio().HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));

        var degraded = await health.CheckHealthAsync(new HealthCheckContext());
        var status = await cluster.Catalogue.GetStatusAsync();

        Assert.Equal(HealthStatus.Degraded, degraded.Status);
        Assert.Contains($"HALTED for main until an operator resets {halt.HaltId}: news", degraded.Description, StringComparison.Ordinal);
        Assert.Equal(NoticeKinds.Halt, Assert.Single(status.Notices).Kind);
        Assert.Equal(TradingMode.Halted, Assert.Single(status.Portfolios).Mode);
        await cluster.Grains.GetGrain<INoticesGrain>(Keys.Notices).AcknowledgeAsync(status.Notices[0].Id, "Ada", null);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    /// <summary>Somebody answers for it, and nothing is traded all the same.</summary>
    [Fact]
    public async Task Halt_ThatSomebodyHasSeen_DegradesTheHealthOfTradingUntilItIsReset()
    {
        await using var cluster = await StartAsync();
        var health = new TradingCheck(new GrainQuestion(cluster.Grains, () => true));
        var before = await health.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Healthy, before.Status);
        Assert.Contains("portfolio main lost 0.0 % of the 25 % of DRAWDOWN", before.Description, StringComparison.Ordinal);
        var halt = await cluster.Portfolio().HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.ReduceOnly, "Ada", "news"));
        var notice = Assert.Single((await cluster.Catalogue.GetStatusAsync()).Notices);
        await cluster.Grains.GetGrain<INoticesGrain>(Keys.Notices).AcknowledgeAsync(notice.Id, "Ada", null);

        var degraded = await health.CheckHealthAsync(new HealthCheckContext());
        await cluster.Portfolio().ResetAsync(new ResetRequest(halt.HaltId, "Ada", "over"));

        Assert.Equal(HealthStatus.Degraded, degraded.Status);
        Assert.Contains($"portfolio main is reduce-only by {halt.HaltId}: news", degraded.Description, StringComparison.Ordinal);
        Assert.Contains("DAILY_LOSS", degraded.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [Fact]
    public async Task Halt_OfTheAccount_IsOneLineOfTheHealthHoweverManyPortfoliosKeepIt()
    {
        await using var cluster = await StartAsync();
        var halt = await cluster.Grains.GetGrain<IAccountGrain>(Keys.Account).HaltAsync("Ada", "news");

        var told = await new TradingCheck(new GrainQuestion(cluster.Grains, () => true)).CheckHealthAsync(new HealthCheckContext());

        Assert.StartsWith($"everything is halted by {halt.HaltId}: ", told.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("portfolio main is halted", told.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Halt_OfARehearsal_TellsNobody()
    {
        await using var cluster = await StartAsync();
        await cluster.Portfolio("main.drill").HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "drill"));

        Assert.Empty(cluster.World.Outbox.All);
    }

    [Fact]
    public async Task Acknowledge_WithAnEmojiAndALineBreak_IsTakenWithCleanWords()
    {
        await using var cluster = await StartAsync();
        await cluster.Portfolio().HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));
        var notices = cluster.Grains.GetGrain<INoticesGrain>(Keys.Notices);
        var id = Assert.Single(await notices.ListAsync(new NoticeQuery(Subject: "portfolio/main"))).Id;

        Assert.Equal("on it \ud83d\ude80", (await notices.AcknowledgeAsync(id, "Ada", "on\n it \ud83d\ude80")).Acknowledgement?.Note);
        Assert.Equal("Ada", (await notices.AcknowledgeAsync(id, "Bob", null)).Acknowledgement?.By);
        await Assert.ThrowsAsync<NotFoundException>(() => notices.AcknowledgeAsync(999, "Ada", null));
        await Assert.ThrowsAsync<InvalidRequestException>(() => notices.AcknowledgeAsync(id, " ", null));
        Assert.Empty(await notices.ListAsync(new NoticeQuery(Subject: "portfolio/mai")));
    }
}
