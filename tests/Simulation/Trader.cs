using OrleansAssets.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Simulation;

/// <summary>
/// Somebody who keeps a record: pays in capital on the first day, and each noon buys a random crypto asset or sells what he holds of it,
/// at the quote, when the product permits it.
/// </summary>
internal sealed class Trader(string portfolioId)
{
    private const decimal Capital = 10_000m;
    private static readonly string[] Assets = ["BTC/USDT", "ETH/USDT"];

    /// <summary>Orders that were permitted and filled.</summary>
    public int Fills { get; private set; }

    public async Task BeginAsync(SimulatedDay day)
    {
        var simulation = day.Simulation;
        var portfolio = simulation.Grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(portfolioId));
        if (day.Number == 1)
        {
            await portfolio.RecordCashFlowAsync(new CashFlow("capital", Capital, "simulation", "Starting capital"));
        }

        await simulation.RunUntilAsync(day.Start.AddHours(12));
        var asset = Assets[simulation.Random.Next(Assets.Length)];
        var held = (await portfolio.GetAsync()).Positions.FirstOrDefault(position => position.AssetId == asset)?.Quantity ?? 0;
        var order = new OrderRequest(
            $"day-{day.Number}", asset, held > 0 ? OrderSide.Sell : OrderSide.Buy, held > 0 ? held : null, held > 0 ? null : 500m,
            LimitPrice: null, StopPrice: null, TargetPrice: null, "simulation", ReduceOnly: held > 0);
        var decision = await portfolio.CheckOrderAsync(order);
        if (decision.Quantity > 0)
        {
            var view = await simulation.Grains.GetGrain<IAssetGrain>(Keys.Asset(asset)).GetAsync();
            var quote = view.LastQuote!; // a permitted order had one
            await portfolio.RecordFillAsync(new Fill(
                $"fill-{day.Number}", order.ClientOrderId, asset, order.Side, decision.Quantity,
                order.Side == OrderSide.Buy ? quote.Ask : quote.Bid, Fee: 0.5m, Currency: null, Rate: null,
                simulation.Clock.GetUtcNow(), "simulation"));
            Fills++;
        }
    }
}
