using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Reminders;
using OrleansAssets.Reminders;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>What is overdue shows wherever one looks, by name.</summary>
public sealed class OverdueWorkTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Overdue_SourceAndItsReminder_IsNamedOnceAndTheLongestFirst()
    {
        var source = FakeSources.View(TestConfiguration.Source("alpaca"), DataSourceStatus.Overdue) with { NextDueAt = Start };
        var healthy = FakeSources.View(TestConfiguration.Source("ccxt_binance"), DataSourceStatus.Healthy) with { NextDueAt = Start };

        var overdue = CatalogueRules.Overdue(
            [source, healthy],
            [new OverdueWork("source/alpaca collect", Start.AddMinutes(1)), new OverdueWork("partitions/main daily", Start.AddDays(-1))]);

        Assert.Equal<OverdueWork>([new("partitions/main daily", Start.AddDays(-1)), new("source/alpaca collect", Start)], overdue);
    }

    [Fact]
    public async Task Status_ReminderIsOverdue_NamesItAndHealthIsDegraded()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var health = new OverdueCheck(new GrainQuestion(cluster.Grains, () => true));
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new HealthCheckContext())).Status);
        await cluster.Catalogue.GetStatusAsync(); // what it asks is activated before the clock is put back, which Orleans does not bear

        var key = new ReminderKey("partitions/partitions/main", "daily");
        await cluster.World.Reminders.ExpectAsync(key, TimeSpan.FromDays(1), Start, isNew: true, CancellationToken.None);
        cluster.World.Clock.Advance(Start.AddDays(1) - TimeProvider.System.GetUtcNow());

        var degraded = await health.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(
            (HealthStatus.Degraded, "partitions/main daily was due at 2026-11-22 12:00:00Z"), (degraded.Status, degraded.Description));
        Assert.Equal(
            [new OverdueWork("partitions/main daily", Start)],
            (await cluster.Catalogue.GetStatusAsync()).Overdue.Where(work => work.What.StartsWith("partitions", StringComparison.Ordinal)));
    }
}
