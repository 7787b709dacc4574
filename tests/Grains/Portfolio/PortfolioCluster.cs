using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A cluster with a portfolio that has money, and a price for bitcoin.</summary>
internal static class PortfolioCluster
{
    public const string Asset = "BTC/USDT";

    public static IPortfolioGrain Portfolio(this GrainCluster cluster, string id = "main") =>
        cluster.Grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(id));

    public static async Task<GrainCluster> StartAsync(
        decimal deposit = 10_000, decimal price = 100, GrainWorld? world = null, AssetsConfiguration? configuration = null)
    {
        var cluster = await GrainCluster.StartAsync(configuration, world);
        await cluster.MeasureRiskAsync();
        await cluster.QuoteAsync(price);
        if (deposit > 0)
        {
            await cluster.Portfolio().RecordCashFlowAsync(new CashFlow("deposit-1", deposit, "Ada", "start"));
        }

        return cluster;
    }

    /// <summary>A portfolio of that name whose journal nobody can read.</summary>
    public static async Task BreakAsync(this GrainCluster cluster, string id)
    {
        await cluster.Portfolio(id).CreateAsync(new PortfolioCreation("Ada", "test"));
        var last = cluster.World.Audit.Entries(Keys.Portfolio(id))[^1];
        cluster.World.Audit.Append(Keys.Portfolio(id), [last with { Sequence = last.Sequence + 1, Hash = "forged" }]);
        await cluster.DeactivateAsync(cluster.Portfolio(id));
    }

    /// <summary>Without a risk model every order would be reduce-only.</summary>
    public static Task MeasureRiskAsync(this GrainCluster cluster)
    {
        foreach (var (index, asset) in TestConfiguration.Build().Assets.Index())
        {
            cluster.World.Candles.Fill(asset.Id, index + 1, TimeProvider.System.GetUtcNow());
        }

        return cluster.Grains.GetGrain<IRiskModelGrain>(Keys.RiskModel).RefreshAsync();
    }

    /// <param name="size">Units that are bid and asked.</param>
    public static Task QuoteAsync(this GrainCluster cluster, decimal price, string assetId = Asset, decimal size = 1) =>
        cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).RecordQuoteAsync(
            new Quote(assetId, "ccxt_binance", TimeProvider.System.GetUtcNow(), price, price, size, size), "quotes");

    /// <summary>A position by a fill that named no order, and that an operator has seen.</summary>
    public static async Task HoldAsync(this IPortfolioGrain portfolio, Fill fill)
    {
        await portfolio.RecordFillAsync(fill);
        await portfolio.AcceptFillAsync(new FillAcceptance(fill.FillId, "Ada", "a position to begin with"));
    }

    public static OrderRequest Buy(string id, decimal quantity = 1, string assetId = Asset) =>
        new(id, assetId, OrderSide.Buy, quantity, null, null, null, null, null, ReduceOnly: false);

    public static Fill Fill(string id, string? order, decimal quantity, decimal price, OrderSide side = OrderSide.Buy, decimal fee = 0) =>
        new(id, order, Asset, side, quantity, price, fee, null, null, TimeProvider.System.GetUtcNow(), null);
}
