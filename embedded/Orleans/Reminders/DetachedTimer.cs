namespace Orleans.Runtime.ReminderService;

static class DetachedTimer
{
    /// <summary>An unarmed timer that does not carry its creator's context, such as the request being served, into its callbacks.</summary>
    internal static ITimer Create(TimeProvider clock, Action callback)
    {
        var flow = ExecutionContext.IsFlowSuppressed() ? (AsyncFlowControl?)null : ExecutionContext.SuppressFlow();
        try
        {
            return clock.CreateTimer(
                static state => ((Action)state!)(), callback, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan); // state: the callback
        }
        finally
        {
            flow?.Undo();
        }
    }
}
