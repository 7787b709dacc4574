using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>Holes in stored candles: found by the calendar, filled within the budget, once.</summary>
public sealed class GapBackfillTests
{
    private static readonly DateTimeOffset Hole = new(2026, 11, 10, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Collect_HoursWentMissing_AreFetchedAgain()
    {
        await using var cluster = await StartWithHoleAsync(hours: 3);

        await cluster.TickAsync();
        var now = cluster.Time.GetUtcNow(); // The ledger of the first filling lacks nothing either: wait for the one measured now.
        var view = await cluster.WaitForAsync(
            state => state.Slots.Any(slot => slot.Last?.Gaps is { Missing: 0 } gaps && gaps.MeasuredAt == now));

        Assert.Equal(90 * 24, cluster.Store.Candles.Count - 2);
        var ledger = Assert.Single(view.Feeds).Gaps;
        Assert.Equal((0L, 0L, null), (ledger?.Missing, ledger?.Absent, ledger?.Next));
        Assert.Contains(cluster.Vendor.Calls, call => call.From == Hole);
    }

    [Fact]
    public async Task Collect_VendorHasNothingThere_IsAskedThreeTimesAndSaysAbsent()
    {
        await using var cluster = await StartWithHoleAsync(hours: 3);
        cluster.Vendor.AnswerCandles = query =>
        {
            var page = cluster.Vendor.Page(query).Value!; // A page that is Ok.
            return Task.FromResult(FakeVendorAdapter.Ok(page with
            {
                Rows = [.. page.Rows.Where(candle => candle.OpenTime < Hole || candle.OpenTime >= Hole.AddHours(3))],
            }));
        };

        for (var times = 1; times <= 3; times++)
        {
            await cluster.TickAsync();
            var now = cluster.Time.GetUtcNow();
            await cluster.WaitForAsync(state => state.Slots.Any(
                slot => slot.Last?.Gaps is { Next: null } gaps && gaps.Missing + gaps.Absent == 3 && gaps.MeasuredAt == now));
            Assert.Equal(times, cluster.Vendor.Calls.Count(call => call.From == Hole));
            cluster.Time.Advance(TimeSpan.FromHours(8));
        }

        await cluster.TickAsync();
        var view = await cluster.WaitForAsync(state => state.Slots.Any(
            slot => slot.Last?.Gaps is { Absent: 3 } gaps && gaps.MeasuredAt == cluster.Time.GetUtcNow()));

        Assert.Equal((0L, null), (Assert.Single(view.Feeds).Gaps?.Missing, Assert.Single(view.Feeds).Gaps?.Next));
        Assert.Equal(3, cluster.Vendor.Calls.Count(call => call.From == Hole));
    }

    [Fact]
    public async Task Check_ByHand_MakesOneCallThatTheBudgetCountsAndStoresNothing()
    {
        await using var cluster = await new SourceCluster().StartAsync();

        var check = await cluster.Source.CheckAsync();
        var view = await cluster.Source.GetAsync();

        Assert.Equal((CheckVerdict.Ok, 1), (check.Verdict, check.Calls));
        Assert.StartsWith("answered for BTC/USDT candles-1h in ", check.Text, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(view.Usage).UsedUnits);
        Assert.Empty(cluster.Store.Candles);
        Assert.Single(cluster.Vendor.Calls);
    }

    [Fact]
    public async Task Check_VendorFails_TellsWhyAndMovesNoFeed()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        cluster.Vendor.AnswerCandles = _ => Task.FromResult(FakeVendorAdapter.Fail<DataPage<Candle>>(FeedResult.KeyRejected));

        var check = await cluster.Source.CheckAsync();

        Assert.Equal((CheckVerdict.Failed, "the vendor says KeyRejected"), (check.Verdict, check.Text));
        Assert.Equal(0, (await cluster.Source.GetAsync()).ConsecutiveFailures);
    }

    [Fact]
    public async Task Check_KeysAreMissing_FailsOnlyWhereTheSourceIsNeeded()
    {
        await using var needed = await new SourceCluster { Mode = "live", KeyVariables = ["FAKE_KEY"] }.StartAsync();
        await using var idle = await new SourceCluster
        {
            Mode = "live", KeyVariables = ["FAKE_KEY"], Assets = [SourceCluster.Asset("NVDA", enabled: false)],
        }.StartAsync();

        Assert.Equal(CheckVerdict.Failed, (await needed.Source.CheckAsync()).Verdict);
        Assert.Equal(CheckVerdict.NotAsked, (await idle.Source.CheckAsync()).Verdict);
        Assert.Empty(needed.Vendor.Calls);
    }

    /// <summary>A feed whose history is filled, and then loses some hours; its ledger is old enough to be measured again.</summary>
    private static async Task<SourceCluster> StartWithHoleAsync(int hours)
    {
        var cluster = await new SourceCluster().StartAsync();
        await cluster.CollectAsync();
        foreach (var key in cluster.Store.Candles.Keys.Where(key => key.Open >= Hole && key.Open < Hole.AddHours(hours)))
        {
            cluster.Store.Candles.TryRemove(key, out _);
        }

        cluster.Vendor.Calls.Clear();
        cluster.Time.Advance(TimeSpan.FromHours(2));
        return cluster;
    }
}
