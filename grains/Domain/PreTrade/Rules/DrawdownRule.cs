using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>Equity, open losses included, is above the emergency stop below its peak.</summary>
public static class DrawdownRule
{
    public static Finding Evaluate(PreTradeContext context) => LossBand.Judge(
        context,
        RuleCodes.Drawdown,
        context.Book.PeakEquity,
        context.Limits.EmergencyStopDrawdown,
        "below the peak",
        new Remedy(RemedyCost.Operator, "an operator resets the halt, which takes today's equity for the new peak"));
}
