using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansAssets.Assets;
using OrleansAssets.Client;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Samples.Strategy;

/// <summary>
/// Buys below the average of the last quotes and sells above it. It is no advice: it shows what a strategy asks before it acts, and what it
/// tells afterwards.
/// </summary>
internal sealed partial class MeanReversion(
    OrleansAssetsClient assets, StrategySettings settings, PaperBroker broker, IHostApplicationLifetime lifetime,
    ILogger<MeanReversion> log) : BackgroundService
{
    private readonly Queue<decimal> _mids = new();
    private TradingMode _mode = TradingMode.Halted; // until a silo has said otherwise
    private int _decided;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(FollowModeAsync(stoppingToken), FollowQuotesAsync(stoppingToken));

    /// <summary>A halt reaches the strategy at once; silos may restart meanwhile.</summary>
    private async Task FollowModeAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var told in assets.WatchModeAsync(settings.Portfolio, cancellationToken: stop))
                {
                    _mode = told.Mode;
                    LogMode(settings.Portfolio, told.Mode);
                }
            }
            catch (TimeoutException)
            {
                _mode = TradingMode.Halted; // nobody knows what may be traded: nothing is
            }
        }
    }

    private async Task FollowQuotesAsync(CancellationToken stop)
    {
        var stream = assets.QuoteStream(settings.Source);
        await foreach (var pushed in stream.FollowAsync([settings.Asset], cancellationToken: stop))
        {
            foreach (var quote in pushed.Quotes)
            {
                await ThinkAsync(quote);
            }
        }
    }

    private async Task ThinkAsync(Quote quote)
    {
        _mids.Enqueue(quote.Mid);
        if (_mids.Count <= settings.Window)
        {
            return;
        }

        _mids.Dequeue();
        var held = await HeldAsync();
        var mean = _mids.Average();
        if (quote.Mid > mean && held > 0)
        {
            await OrderAsync(quote, OrderSide.Sell, held);
        }
        else if (quote.Mid < mean && held == 0 && _mode == TradingMode.Normal)
        {
            await OrderAsync(quote, OrderSide.Buy, await SizeAsync(quote));
        }
    }

    private async Task<decimal> HeldAsync()
    {
        var view = await assets.Portfolio(settings.Portfolio).GetAsync();
        return view.Book?.Positions.FirstOrDefault(position => position.AssetId == settings.Asset)?.Quantity ?? 0;
    }

    /// <summary>A tenth of what the rules would allow: the whole of it is a limit, not a wish.</summary>
    private async Task<decimal> SizeAsync(Quote quote)
    {
        var equity = (await assets.Portfolio(settings.Portfolio).GetAsync()).Equity ?? 0;
        var size = equity > 0 ? await assets.Asset(settings.Asset).SizeAsync(new SizeRequest(equity, quote.Mid)) : null;
        return (size?.Quantity ?? 0) / 10;
    }

    /// <summary>The id says which quote it was decided by: the same order is decided once, however often it is asked for.</summary>
    private async Task OrderAsync(Quote quote, OrderSide side, decimal quantity)
    {
        if (quantity <= 0)
        {
            return;
        }

        var order = new OrderRequest(
            $"{StrategySettings.StrategyId}-{quote.At.UtcTicks}", settings.Asset, side, quantity, Notional: null, LimitPrice: null,
            StopPrice: null, TargetPrice: null, StrategySettings.StrategyId, ReduceOnly: side == OrderSide.Sell);
        var decision = await assets.Portfolio(settings.Portfolio).CheckOrderAsync(order);
        LogDecided(side, settings.Asset, decision.Outcome, decision.BindingRule, decision.Remedy ?? "Nothing is to be healed.");
        if (decision.Outcome != DecisionOutcome.Rejected)
        {
            var answer = await assets.Portfolio(settings.Portfolio).RecordFillAsync(broker.Execute(decision, quote));
            LogFilled(answer.FillId, answer.Quantity, settings.Asset);
        }

        if (++_decided == settings.Decisions)
        {
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Portfolio {Portfolio} may trade: {Mode}")]
    private partial void LogMode(string portfolio, TradingMode mode);

    [LoggerMessage(2, LogLevel.Information, "Decided {Side} {Asset}: {Outcome} by {Rule}. {Remedy}")]
    private partial void LogDecided(OrderSide side, string asset, DecisionOutcome outcome, string rule, string remedy);

    [LoggerMessage(3, LogLevel.Information, "Filled {Fill}: {Held} units of {Asset} held")]
    private partial void LogFilled(string fill, decimal held, string asset);
}
