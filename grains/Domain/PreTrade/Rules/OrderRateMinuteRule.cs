using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>A strategy that runs wild is stopped after so many orders a minute.</summary>
public static class OrderRateMinuteRule
{
    public static Finding Evaluate(PreTradeContext context) => OrderRate.Judge(
        context,
        RuleCodes.OrderRateMinute,
        context.Book.OrdersLastMinute,
        context.Limits.Orders.OrdersPerMinute,
        "in the last minute",
        context.Input.Now.AddMinutes(1));
}
