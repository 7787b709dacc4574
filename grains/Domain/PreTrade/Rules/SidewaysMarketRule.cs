using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.RiskModel;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>An asset that a sideways market eats is opened only where there is a trend.</summary>
public static class SidewaysMarketRule
{
    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.SidewaysMarket, context);
        }

        if (!asset.Risk.Rules.AvoidSidewaysMarket)
        {
            return Finding.NotApplicable(RuleCodes.SidewaysMarket, context.AssetScope, $"{asset.Id} is traded in every market");
        }

        var regime = context.Input.RiskModel.Regimes.FirstOrDefault(known => known.AssetId == asset.Id);
        var remedy = new Remedy(RemedyCost.Wait, "wait for a trend; `assets risk model` shows the measures of each day");
        var limits = context.Limits.Orders;
        if (regime is not { Adx: { } adx, EfficiencyRatio: { } efficiency }
            || DateOnly.FromDateTime(context.Input.Now.UtcDateTime).DayNumber - regime.AsOf.DayNumber > limits.CorrelationMaxAgeDays)
        {
            return Finding.Failed(
                RuleCodes.SidewaysMarket,
                context.AssetScope,
                regime is null
                    ? $"the market of {asset.Id} was not measured: reduce-only"
                    : $"the market of {asset.Id} was measured on {Words.Day(regime.AsOf)} with {regime.Days} days, "
                        + "too long ago or too few: reduce-only",
                remedy);
        }

        var figures = new Figures("ADX", null, Math.Round((decimal)adx, 2), null);
        var explanation = $"ADX {Measure(adx)} and efficiency {Measure(efficiency)} on {Words.Day(regime.AsOf)}; sideways is below "
            + $"{Amounts.Text(limits.SidewaysAdxMax)} and below {Amounts.Text(limits.SidewaysEfficiencyMax)}";
        return MarketKinds.Of(adx, efficiency, limits) == MarketKind.Sideways
            ? Finding.Failed(RuleCodes.SidewaysMarket, context.AssetScope, explanation, remedy, figures)
            : Finding.Passed(RuleCodes.SidewaysMarket, context.AssetScope, explanation, figures);
    }

    private static string Measure(double value) => Amounts.Text(Math.Round((decimal)value, 2));
}
