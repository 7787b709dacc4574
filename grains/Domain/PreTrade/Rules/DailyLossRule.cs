using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>Today's loss, open losses included, is within the daily limit.</summary>
public static class DailyLossRule
{
    public static Finding Evaluate(PreTradeContext context) => LossBand.Judge(
        context,
        RuleCodes.DailyLoss,
        context.Book.DayAnchorEquity,
        context.Limits.DailyLossLimit,
        "below the start of the day",
        new Remedy(RemedyCost.Operator, "an operator resets the halt, which takes the equity of now for the day's start"));
}
