using OrleansAssets.Assets;
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

    private int _approvedBefore;
    private int _refusedAfter;
    private int _approvedAfterAnswer;
    private long _command;
    private long _answered;
    private long _lastOrder;

    public async Task<DrillReport> RunAsync(string portfolioId, string by)
    {
        var drillId = Keys.DrillPortfolio(portfolioId);
        var portfolio = grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(drillId));
        await LiftAsync(portfolio, by);
        var asset = await FindAssetAsync(portfolio);
        var at = clock.GetUtcNow();
        var run = $"{at.ToUnixTimeMilliseconds()}";
        for (var order = 0; order < OrdersBefore; order++)
        {
            var decision = await portfolio.CheckOrderAsync(Order($"drill-{run}-before-{order}", asset));
            _approvedBefore += decision.Outcome == DecisionOutcome.Rejected ? 0 : 1;
        }

        _command = _lastOrder = clock.GetTimestamp();
        var callers = Enumerable.Range(0, Callers).Select(caller => CallAsync(portfolio, $"drill-{run}-{caller}", asset)).ToArray();
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
    private async Task CallAsync(IPortfolioGrain portfolio, string id, AssetDefinition asset)
    {
        for (var order = 0; order < OrdersAfterMax; order++)
        {
            var wasAnswered = _answered != 0;
            var decision = await portfolio.CheckOrderAsync(Order($"{id}-{order}", asset));
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
    private async Task<AssetDefinition> FindAssetAsync(IPortfolioGrain portfolio)
    {
        var because = "no enabled asset has a collected quote yet";
        foreach (var asset in configuration.Assets)
        {
            var view = await grains.GetGrain<IAssetGrain>(Keys.Asset(asset.Id)).GetAsync();
            if (view is { Enabled: true, LastQuote: not null })
            {
                var decision = await portfolio.DryCheckOrderAsync(Order("drill-dry", asset));
                if (decision.Outcome != DecisionOutcome.Rejected)
                {
                    return asset;
                }

                because = $"one of {asset.Id} is rejected by {decision.BindingRule}: {decision.Remedy}";
            }
        }

        throw new InvalidRequestException($"A drill needs an order that is approved before the halt: {because.TrimEnd('.', ' ')}.");
    }

    private static OrderRequest Order(string id, AssetDefinition asset) =>
        new(id, asset.Id, OrderSide.Buy, asset.Risk.MinTradeSize, null, null, null, null, "drill", ReduceOnly: false);
}
