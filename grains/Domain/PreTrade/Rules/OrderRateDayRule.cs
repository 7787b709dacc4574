using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>Likewise after so many in a UTC day.</summary>
public static class OrderRateDayRule
{
    public static Finding Evaluate(PreTradeContext context) => OrderRate.Judge(
        context,
        RuleCodes.OrderRateDay,
        context.Book.OrdersToday,
        context.Limits.Orders.OrdersPerDay,
        "today",
        new DateTimeOffset(context.Input.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1));
}
