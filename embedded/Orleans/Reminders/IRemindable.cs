using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that can be woken by reminders, which outlive its activations and the silo.</summary>
public interface IRemindable : IGrain
{
    /// <summary>Called at each tick that the silo is up for; a failure is logged, and the next tick comes a period later.</summary>
    /// <param name="reminderName">Name under which the reminder was registered.</param>
    /// <param name="status">Times of this tick, UTC.</param>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
