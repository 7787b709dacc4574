using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// Rehearses a halt: orders of the smallest size run against the drill portfolio, a copy without money, while it is halted; measured is
/// the time from the command to the last order that was still approved.
/// </summary>
internal sealed class HaltDrill(IGrainFactory grains, AssetsConfiguration configuration, TimeProvider clock)
{
    private const int Callers = 4;
    private const int OrdersBefore = 2;
    private const int OrdersAfterMax = 50;

    /// <summary>The order is worth enough even where the market falls to this part while it is rehearsed.</summary>
    private const decimal FallBorne = 0.8m;

    private int _approvedBefore;
    private int _refusedAfter;
    private int _approvedAfterAnswer;
    private long _command;
    private long _answered;
    private long _lastOrder;

    /// <param name="cancellationToken">Heeded until the halt: what is halted then is measured, and lifted again.</param>
    public async Task<DrillReport> RunAsync(string portfolioId, string by, CancellationToken cancellationToken)
    {
        var drillId = Keys.DrillPortfolio(portfolioId);
        var portfolio = grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(drillId));
        await LiftAsync(portfolio, by);
        var order = await FindOrderAsync(portfolio, cancellationToken);
        var at = clock.GetUtcNow();
        var run = $"{at.ToUnixTimeMilliseconds()}";
        for (var number = 0; number < OrdersBefore; number++)
        {
            var decision = await portfolio.CheckOrderAsync(order.With($"drill-{run}-before-{number}"));
            _approvedBefore += decision.Outcome == DecisionOutcome.Rejected ? 0 : 1;
            cancellationToken.ThrowIfCancellationRequested();
        }

        _command = _lastOrder = clock.GetTimestamp();
        var callers = Enumerable.Range(0, Callers).Select(caller => CallAsync(portfolio, $"drill-{run}-{caller}", order)).ToArray();
        var halt = await portfolio.HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, by, "drill"));
        _answered = clock.GetTimestamp();
        await Task.WhenAll(callers);
        await portfolio.ResetAsync(new ResetRequest(halt.HaltId, by, "drill ended"));
        var passed = _approvedBefore == OrdersBefore && _approvedAfterAnswer == 0 && _refusedAfter == Callers;
        return new DrillReport(
            drillId, at, by, clock.GetElapsedTime(_command, _lastOrder), clock.GetElapsedTime(_command, _answered), _approvedBefore,
            _refusedAfter, _approvedAfterAnswer, passed);
    }

    // Until it is refused because of the halt.
    private async Task CallAsync(IPortfolioGrain portfolio, string id, DrillOrder order)
    {
        for (var number = 0; number < OrdersAfterMax; number++)
        {
            var wasAnswered = _answered != 0;
            var decision = await portfolio.CheckOrderAsync(order.With($"{id}-{number}"));
            if (decision.Outcome != DecisionOutcome.Rejected)
            {
                _lastOrder = Math.Max(_lastOrder, clock.GetTimestamp());
                _approvedAfterAnswer += wasAnswered ? 1 : 0;
            }
            else if (decision.Rules.Any(rule => rule.Code == RuleCodes.TradingHalt && rule.Verdict == RuleVerdict.Failed))
            {
                _refusedAfter++;
                return;
            }
        }
    }

    private static async Task LiftAsync(IPortfolioGrain portfolio, string by)
    {
        foreach (var left in (await portfolio.GetModeAsync()).Halts)
        {
            await portfolio.ResetAsync(new ResetRequest(left.HaltId, by, "left by an earlier drill"));
        }
    }

    /// <summary>An asset of which an order is approved now: where none is, there is nothing that a halt could stop.</summary>
    private async Task<DrillOrder> FindOrderAsync(IPortfolioGrain portfolio, CancellationToken cancellationToken)
    {
        var because = "no enabled asset has a collected quote yet";
        foreach (var asset in configuration.Assets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var view = await grains.GetGrain<IAssetGrain>(Keys.Asset(asset.Id)).GetAsync();
            if (view is { Enabled: true, LastQuote: { } quote })
            {
                var order = new DrillOrder(asset.Id, asset.Risk.SmallestUnits(quote.Bid * FallBorne));
                var decision = await portfolio.DryCheckOrderAsync(order.With("drill-dry"), cancellationToken);
                if (decision.Outcome != DecisionOutcome.Rejected)
                {
                    return order;
                }

                because = $"one of {asset.Id} is rejected by {decision.BindingRule}: {decision.Remedy}";
            }
        }

        throw new InvalidRequestException($"A drill needs an order that is approved before the halt: {because.TrimEnd('.', ' ')}.");
    }

    /// <summary>A purchase of the smallest size that is worth what the venue takes.</summary>
    private sealed record DrillOrder(string AssetId, decimal Units)
    {
        public OrderRequest With(string id) =>
            new(id, AssetId, OrderSide.Buy, Units, null, null, null, null, "drill", ReduceOnly: false);
    }
}
