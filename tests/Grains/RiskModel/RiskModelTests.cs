using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Tests.Grains;

public sealed class RiskModelTests
{
    [Fact]
    public async Task Refresh_CandlesCollected_IsWrittenToStateAndTable()
    {
        await using var cluster = await PortfolioCluster.StartAsync();
        var grain = cluster.Grains.GetGrain<IRiskModelGrain>(Keys.RiskModel);
        await cluster.DeactivateAsync(grain);

        var model = await grain.GetAsync();

        Assert.Equal(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1), model.AsOf);
        Assert.Contains(model.Pairs, pair => (pair.AssetA, pair.AssetB, pair.Observations) == ("BTC/USDT", "ETH/USDT", 59));
        Assert.All(model.Pairs, pair => Assert.True(string.CompareOrdinal(pair.AssetA, pair.AssetB) < 0));
        Assert.Equal(model.Pairs.AsEnumerable(), Assert.Single(cluster.World.Candles.Matrices).Value.Pairs.AsEnumerable());
    }

    [Fact]
    public async Task DryCheck_AnyOrder_ReservesNothing()
    {
        await using var cluster = await PortfolioCluster.StartAsync();
        var before = cluster.World.Journal.Appends;

        var decision = await cluster.Portfolio().DryCheckOrderAsync(PortfolioCluster.Buy("dry"));

        Assert.Equal((DecisionOutcome.Approved, 1m, (string?)null), (decision.Outcome, decision.Quantity, decision.ReservationId));
        Assert.Equal(before, cluster.World.Journal.Appends);
        Assert.Empty((await cluster.Portfolio().GetAsync()).Book!.Reservations); // a portfolio with money has a book
    }

    [Fact]
    public async Task Validate_AfterAnApproval_ShowsWhatIsReserved()
    {
        await using var cluster = await PortfolioCluster.StartAsync();
        await cluster.Portfolio().CheckOrderAsync(PortfolioCluster.Buy("one", 3));

        var review = await cluster.Portfolio().ValidateAsync();

        var use = Assert.Single(review.Uses, use => use is { Code: RuleCodes.AssetMaxPosition, Scope: "asset BTC/USDT" });
        Assert.Equal((1_000m, 300m, 300m, 700m), (use.Limit, use.Reserved, use.Used, use.Headroom));
    }
}
