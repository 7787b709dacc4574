using OrleansAssets.Assets;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>One quote that nobody would believe, from the asset to the book, through a restart.</summary>
public sealed class QuoteGateGrainTests
{
    private const string Nvidia = "NVDA";

    [Theory]
    [InlineData(99.9, 1_000)]
    [InlineData(0.01, 100)]
    [InlineData(150, 23_850)]
    public async Task Revalue_OneQuoteThatNobodyWouldBelieve_MarksNothingAndHaltsNothing(double bid, double ask)
    {
        await using var cluster = await PortfolioCluster.StartAsync(deposit: 10_000);
        var (portfolio, asset) = (cluster.Portfolio(), cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(Nvidia)));
        await cluster.QuoteAsync(100, Nvidia);
        await portfolio.HoldAsync(PortfolioCluster.Fill("f-1", null, 8, 100) with { AssetId = Nvidia });

        await RecordAsync(asset, (decimal)bid, (decimal)ask);
        await GrainCluster.TickAsync(portfolio, "portfolio");

        var view = await portfolio.GetAsync();
        Assert.Equal((10_000m, 10_000m), (view.Equity, view.PeakEquity));
        Assert.Empty(view.Book!.Halts);
        Assert.Equal(100m, view.Book.Positions.Single().MarkPrice);

        // By name, for as long as it is not explained: a restart forgets nothing, and nothing else is touched.
        await cluster.DeactivateAsync(asset);
        var refused = await portfolio.DryCheckOrderAsync(PortfolioCluster.Buy("o-1", assetId: Nvidia));
        var rule = Assert.Single(refused.Rules, rule => rule.Code == RuleCodes.QuoteBelieved);
        Assert.Equal((RuleVerdict.Failed, "asset NVDA"), (rule.Verdict, rule.Scope));
        Assert.Contains("NVDA is reduce-only", rule.Explanation, StringComparison.Ordinal);
        Assert.Contains("accept-quote NVDA", rule.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            DecisionOutcome.Approved, (await portfolio.DryCheckOrderAsync(PortfolioCluster.Buy("o-2"))).Outcome);
        var status = await cluster.Catalogue.GetStatusAsync();
        Assert.Equal(Nvidia, Assert.Single(status.Doubts).Quote.AssetId);
        Assert.StartsWith(
            "NVDA is reduce-only: the quote of alpaca", Assert.Single(cluster.World.Log.Of(1140)).Text, StringComparison.Ordinal);

        await RecordAsync(asset, 100, 100.1m);
        await GrainCluster.TickAsync(portfolio, "portfolio");

        var after = await portfolio.GetAsync();
        Assert.Equal((10_000m, 10_000m), (after.Equity, after.PeakEquity));
        Assert.Empty(after.Book!.Halts);
        Assert.Null((await asset.GetAsync()).Doubt);
        Assert.Empty((await cluster.Catalogue.GetStatusAsync()).Doubts);
    }

    [Fact]
    public async Task AcceptQuote_ByAnOperator_IsMarkedAndAudited()
    {
        await using var cluster = await PortfolioCluster.StartAsync(deposit: 10_000);
        var (portfolio, asset) = (cluster.Portfolio(), cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(Nvidia)));
        await cluster.QuoteAsync(100, Nvidia);
        await portfolio.HoldAsync(PortfolioCluster.Fill("f-1", null, 1, 100) with { AssetId = Nvidia });
        await RecordAsync(asset, 71, 71.1m);

        await Assert.ThrowsAsync<InvalidRequestException>(() => asset.AcceptQuoteAsync("Ada", " "));
        var accepted = await asset.AcceptQuoteAsync("Ada", "seen at the exchange");
        await GrainCluster.TickAsync(portfolio, "portfolio");

        Assert.Equal((71m, null), (accepted.LastQuote?.Bid, accepted.Doubt));
        Assert.Equal(9_971m, (await portfolio.GetAsync()).Equity);
        var entry = Assert.Single(await cluster.World.Audit.ReadAsync(Keys.Asset(Nvidia), 0, 10, CancellationToken.None));
        Assert.Equal(("quote_accepted", "Ada"), (entry.Kind, entry.Actor));
        Assert.Contains("seen at the exchange", entry.Payload, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidRequestException>(() => asset.AcceptQuoteAsync("Ada", "again"));
    }

    /// <summary>Nothing was quoted or stored before, and what is held was bought at 100: the peak was 17,200 for good.</summary>
    [Theory]
    [InlineData(true)] // before the portfolio was ever asked
    [InlineData(false)]
    public async Task Revalue_AFirstQuoteFarFromTheMarkOfWhatIsHeld_NeedsASecondWord(bool isQuotedFirst)
    {
        await using var cluster = await PortfolioCluster.StartAsync(deposit: 10_000);
        var (portfolio, asset) = (cluster.Portfolio(), cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(Nvidia)));
        Assert.True(cluster.World.Candles.Daily.TryRemove(Nvidia, out _));
        await portfolio.HoldAsync(PortfolioCluster.Fill("f-1", null, 8, 100) with { AssetId = Nvidia });
        if (isQuotedFirst)
        {
            await RecordAsync(asset, 1_000, 1_001);
            await portfolio.CheckOrderAsync(PortfolioCluster.Buy("o-0", assetId: Nvidia)); // what it asks for marks what is held
        }

        await GrainCluster.TickAsync(portfolio, "portfolio");
        await RecordAsync(asset, 1_000, 1_001);
        await GrainCluster.TickAsync(portfolio, "portfolio");

        var view = await portfolio.GetAsync();
        Assert.Equal((10_000m, 10_000m), (view.Equity, view.PeakEquity));
        var doubt = (await asset.GetAsync()).Doubt!;
        Assert.Equal(QuoteFault.Jump, doubt.Fault);
        Assert.Contains("from 100, the mark of", doubt.Reason, StringComparison.Ordinal);
        var refused = await portfolio.DryCheckOrderAsync(PortfolioCluster.Buy("o-1", assetId: Nvidia));
        Assert.Equal(
            RuleVerdict.Failed, Assert.Single(refused.Rules, rule => rule.Code == RuleCodes.QuoteBelieved).Verdict);

        await asset.AcceptQuoteAsync("Ada", "seen at the exchange");
        await GrainCluster.TickAsync(portfolio, "portfolio");
        Assert.Equal(17_200, (await portfolio.GetAsync()).Equity);
    }

    [Fact]
    public async Task Revalue_AShortPosition_IsWorthTheAsk()
    {
        await using var cluster = await PortfolioCluster.StartAsync(deposit: 10_000);
        var (portfolio, asset) = (cluster.Portfolio(), cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(Nvidia)));
        await portfolio.RecordFillAsync(
            PortfolioCluster.Fill("f-1", null, 10, 100, OrderSide.Sell) with { AssetId = Nvidia });

        await RecordAsync(asset, 99.9m, 100.1m);
        await GrainCluster.TickAsync(portfolio, "portfolio");

        var view = await portfolio.GetAsync();
        Assert.Equal((9_999m, 100.1m), (view.Equity, view.Book!.Positions.Single().MarkPrice));
    }

    private static Task RecordAsync(IAssetGrain asset, decimal bid, decimal ask) => asset.RecordQuoteAsync(
        new Quote(Nvidia, "alpaca", TimeProvider.System.GetUtcNow(), bid, ask, 1, 1), "quotes");
}
