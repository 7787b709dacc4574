using System.Text;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Vendors;

namespace OrleansAssets.Tests.Grains;

/// <summary>The fallback of the shipped configuration, rehearsed as a user does it: over HTTP, with a fault of the sandbox.</summary>
public sealed class ShippedFallbackTests
{
    private const string Alpaca = "alpaca";
    private const string Polygon = "polygon";

    [Fact]
    public async Task Outage_OfAlpaca_HasPolygonsCandlesUntilItIsBack()
    {
        await using var cluster = NewCluster();
        await using var sandbox = await LoopbackServer.StartAsync(app => app.MapSandbox(), cluster.Time);
        using var http = new HttpClient { BaseAddress = sandbox.Address };
        cluster.Shipped = (sandbox.Address, [Roomy(Alpaca), Roomy(Polygon)]);
        await cluster.StartAsync();
        await TickAsync(cluster, Alpaca, state => IsSettled(cluster, state));
        var before = await TickAsync(cluster, Polygon, state => IsSettled(cluster, state));

        await PutAsync(http, """{"kind":"server_error"}""");
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await TickAsync(cluster, Alpaca, state => state.Health.OpenedAt is not null);
        cluster.Time.Advance(FallbackRules.Patience);
        var during = await TickAsync(cluster, Polygon, state => CandlesOf(state).Count() == 2 && IsSettled(cluster, state));

        // No call is under way that the next step of the clock would end.
        await TickAsync(cluster, Alpaca, state => state.PendingCalls == 0 && state.Health.PausedUntil > cluster.Time.GetUtcNow());
        using (await http.DeleteAsync(new Uri($"/sandbox/faults/{Alpaca}", UriKind.Relative)))
        {
            cluster.Time.Advance(HealthRules.LongestRetry);
        }

        await TickAsync(cluster, Alpaca, state => state.Health.OpenedAt is null && IsSettled(cluster, state));
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        var after = await TickAsync(cluster, Polygon, state => CandlesOf(state).All(slot => !slot.IsWanted));

        Assert.Empty(CandlesOf(before));
        Assert.All(CandlesOf(during), slot => Assert.Equal((FeedNeed.Fallback, Alpaca), (slot.Plan.Need, slot.Plan.InsteadOf)));
        Assert.Equal(2, CandlesOf(after).Count());
        Assert.All([Alpaca, Polygon], source => Assert.Equal(
            [Timeframe.H1, Timeframe.D1],
            cluster.Store.Candles.Keys.Where(row => row.Source == source).Select(row => row.Timeframe).Distinct().Order()));
    }

    /// <summary>Whether all that is wanted has been collected, so that no call is under way.</summary>
    private static bool IsSettled(SourceCluster cluster, DataSourceState state)
    {
        var wanted = state.Slots.Where(slot => slot.IsWanted).ToList();
        return wanted.Count > 0 && wanted.TrueForAll(
            slot => slot is { HasMore: false, Last: not null } && slot.NextDueAt > cluster.Time.GetUtcNow());
    }

    private static SourceCluster NewCluster()
    {
        var nvidia = ShippedConfiguration.Asset("NVDA") with { Enabled = true };
        return new SourceCluster { Assets = [nvidia] };
    }

    /// <summary>The shipped source with room for all its feeds at once: the test's clock stands still while they are collected.</summary>
    private static DataSourceDefinition Roomy(string id) => ShippedConfiguration.Value.FindSource(id)! with
    {
        Windows = [new("minute", 60, 1000)],
        Collected = true,
    };

    private static IEnumerable<FeedSlot> CandlesOf(DataSourceState state) =>
        state.Slots.Where(slot => slot.Plan.Schedule.Kind == DatasetKind.Candles);

    private static async Task<DataSourceState> TickAsync(SourceCluster cluster, string source, Func<DataSourceState, bool> condition)
    {
        await cluster.Grain<IDataSourceGrain>(Keys.DataSource(source)).ReceiveReminder(CollectReminder.Name, default);
        return await cluster.Storage.WaitForAsync(StateNames.DataSource, Keys.DataSource(source), condition);
    }

    private static async Task PutAsync(HttpClient http, string fault)
    {
        using var content = new StringContent(fault, Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(new Uri($"/sandbox/faults/{Alpaca}", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }
}
