using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// When rejections are a flood: so many that more of them tell nothing new. They are answered, and not stored: each would be some kilobytes
/// of a journal that nothing is ever taken out of.
/// </summary>
public static class OrderFlood
{
    /// <summary>Most rejections within 60 seconds.</summary>
    public static int PerMinute(OrderLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return limits.RejectionsPerMinute ?? OrderLimits.Default.RejectionsPerMinute ?? 0;
    }

    /// <summary>Most rejections in a UTC day.</summary>
    public static int PerDay(OrderLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return limits.RejectionsPerDay ?? OrderLimits.Default.RejectionsPerDay ?? 0;
    }

    /// <summary>Whether a decision is one more of a flood: rejected, an exit or not, while as many as are stored were.</summary>
    public static bool IsOneMore(OrderDecision decision, PreTradeBook book, OrderLimits limits)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(book);
        return decision.Outcome == DecisionOutcome.Rejected
            && (book.RejectionsLastMinute >= PerMinute(limits) || book.RejectionsToday >= PerDay(limits));
    }
}
