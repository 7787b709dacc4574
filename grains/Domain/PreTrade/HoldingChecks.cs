using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.RiskModel;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What wears down whoever holds the asset: time, a market without a trend, the daily reset of a leverage.</summary>
public static class HoldingChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.MaxHold, CheckScope.Asset)
        {
            Asks = "A position that was held too long is closed, not enlarged.",
            Formula = "now - opened < max hold days",
            Example = "TQQQ after 5 days: reduce-only, an exit is suggested",
            Evaluate = PreTradeCheck.OfAsset(MaxHold),
        },
        new(RuleCodes.SidewaysMarket, CheckScope.Asset)
        {
            Asks = "Where the asset avoids sideways markets there is a trend.",
            Formula = "ADX(14) >= 20 or efficiency(20) >= 0.3",
            Example = "TQQQ at ADX 15 and efficiency 0.1: refused",
            Evaluate = PreTradeCheck.OfAsset(SidewaysMarket),
        },
        new(RuleCodes.DecayWarning, CheckScope.Asset)
        {
            Asks = "Warns of what a daily reset of leverage L costs. Never cuts.",
            Formula = "(1 - 1 / L) / 2 x daily variance",
            Example = "TQQQ at 2 % a day: 0.0133 % a day",
            Evaluate = PreTradeCheck.OfAsset(DecayWarning),
        },
    ];

    private static RuleResult MaxHold(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (asset.Risk.Rules.MaxHoldDays is not { } days)
        {
            return check.NotApplicable(context, $"{asset.Id} may be held for any time");
        }

        if (OldestOpening(context) is not { } opened)
        {
            return check.Passed(
                context,
                $"a position is to be closed within {days} days, by {TimeText.At(context.Input.Now.AddDays(days))}",
                new CheckFigures("days", days, 0, 0));
        }

        var held = Math.Round((decimal)(context.Input.Now - opened).TotalDays, 2);
        var figures = new CheckFigures("days", days, held, held);
        var explanation = $"held since {TimeText.At(opened)}, {Amounts.Text(held)} days; at most {days} are allowed";
        return context.Input.Now - opened < TimeSpan.FromDays(days)
            ? check.Passed(context, explanation, figures)
            : check.Failed(
                context,
                $"{explanation}: {asset.Id} is reduce-only and should be closed",
                new Remedy(RemedyCost.ClosePosition, $"close the position in {asset.Id}"),
                figures);
    }

    private static DateTimeOffset? OldestOpening(PreTradeContext context) => context.Book.Positions
        .Where(position => position.AssetId == context.AssetId && position.SignedQuantity != 0)
        .Min(position => (DateTimeOffset?)position.OpenedAt);

    private static RuleResult SidewaysMarket(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (!asset.Risk.Rules.AvoidSidewaysMarket)
        {
            return check.NotApplicable(context, $"{asset.Id} is traded in every market");
        }

        var regime = RegimeOf(asset, context);
        var remedy = new Remedy(RemedyCost.Wait, "wait for a trend; `assets risk model` shows the measures of each day");
        var limits = context.Limits.Orders;
        if (regime is not { Adx: { } adx, EfficiencyRatio: { } efficiency }
            || DateOnly.FromDateTime(context.Input.Now.UtcDateTime).DayNumber - regime.AsOf.DayNumber > limits.CorrelationMaxAgeDays)
        {
            return check.Failed(
                context,
                regime is null
                    ? $"the market of {asset.Id} was not measured: reduce-only"
                    : $"the market of {asset.Id} was measured on {TimeText.Day(regime.AsOf)} with {regime.Days} days, "
                        + "too long ago or too few: reduce-only",
                remedy);
        }

        static string Measure(double value) => Amounts.Text(Math.Round((decimal)value, 2));
        var figures = new CheckFigures("ADX", null, Math.Round((decimal)adx, 2), null);
        var explanation = $"ADX {Measure(adx)} and efficiency {Measure(efficiency)} on {TimeText.Day(regime.AsOf)}; sideways is below "
            + $"{Amounts.Text(limits.SidewaysAdxMax)} and below {Amounts.Text(limits.SidewaysEfficiencyMax)}";
        return MarketKinds.Of(adx, efficiency, limits) == MarketKind.Sideways
            ? check.Failed(context, explanation, remedy, figures)
            : check.Passed(context, explanation, figures);
    }

    // A product that resets its leverage L daily loses (1 - 1/L) / 2 x variance of its own daily returns in a market that goes nowhere,
    // each day.
    private static RuleResult DecayWarning(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        if (!asset.Risk.Rules.DecayWarning)
        {
            return check.NotApplicable(context, $"{asset.Id} does not decay");
        }

        var leverage = asset.Risk.ProductLeverage ?? asset.Risk.LeverageLimit;
        var product = $"{asset.Id} resets its leverage of {Amounts.Text(leverage)} daily";
        if (RegimeOf(asset, context)?.DailyVolatility is not { } volatility)
        {
            return check.Warned(context, $"{product}: it loses value in a market that goes nowhere");
        }

        var decay = Math.Round((1 - (1 / leverage)) / 2 * (decimal)(volatility * volatility), 6);
        return check.Warned(
            context,
            $"{product}: at its volatility of {Amounts.Percent(Math.Round((decimal)volatility, 4))} a day it loses about "
            + $"{Amounts.Percent(decay)} a day in a market that goes nowhere",
            new CheckFigures("fraction a day", null, decay, decay));
    }

    private static MarketRegime? RegimeOf(PreTradeAsset asset, PreTradeContext context) =>
        context.Input.RiskModel.Regimes.FirstOrDefault(known => known.AssetId == asset.Id);
}
