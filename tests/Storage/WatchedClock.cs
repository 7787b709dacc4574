using Microsoft.Extensions.Time.Testing;

namespace OrleansAssets.Tests.Storage;

/// <summary>A clock that stands still, and tells when somebody waits on it: advancing before that would be a race.</summary>
internal sealed class WatchedClock() : FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    readonly Lock _lock = new();
    readonly Dictionary<DateTimeOffset, TaskCompletionSource> _armed = [];

    /// <summary>Completes when a timer is armed for exactly that instant.</summary>
    public async Task WaitForTimerAsync(DateTimeOffset due)
    {
        try
        {
            await ArmedAt(due).Task.WaitAsync(Patience);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Nobody armed a timer for {due:O} within {Patience}; it is {GetUtcNow():O}.", exception);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Note(dueTime);
        return new WatchedTimer(this, timer);
    }

    void Note(TimeSpan dueTime)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
            ArmedAt(GetUtcNow() + dueTime).TrySetResult();
    }

    TaskCompletionSource ArmedAt(DateTimeOffset due)
    {
        lock (_lock)
        {
            if (!_armed.TryGetValue(due, out var armed))
                _armed[due] = armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return armed;
        }
    }

    sealed class WatchedTimer(WatchedClock clock, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = inner.Change(dueTime, period);
            clock.Note(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
