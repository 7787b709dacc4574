using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>There is a correlation matrix, and it is young enough.</summary>
public static class CorrelationFreshRule
{
    private static readonly Remedy Refresh = new(
        RemedyCost.Wait, "wait until the risk model is computed from collected daily candles; `assets risk model --refresh` asks for it");

    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.RiskModel.AsOf is not { } asOf)
        {
            return Finding.Failed(
                RuleCodes.CorrelationFresh, context.PortfolioScope, "there is no correlation matrix yet: reduce-only", Refresh);
        }

        var maximum = context.Limits.Orders.CorrelationMaxAgeDays;
        var days = DateOnly.FromDateTime(context.Input.Now.UtcDateTime).DayNumber - asOf.DayNumber;
        var figures = new Figures("days", maximum, days, days);
        var explanation = $"the correlation matrix is of {Words.Day(asOf)}, {days} days ago; at most {maximum} count";
        return days <= maximum
            ? Finding.Passed(RuleCodes.CorrelationFresh, context.PortfolioScope, explanation, figures)
            : Finding.Failed(RuleCodes.CorrelationFresh, context.PortfolioScope, $"{explanation}: reduce-only", Refresh, figures);
    }
}
