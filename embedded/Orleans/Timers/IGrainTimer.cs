namespace Orleans.Runtime;

/// <summary>A timer of an activation; disposing stops it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the next tick and the pause after each tick; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
