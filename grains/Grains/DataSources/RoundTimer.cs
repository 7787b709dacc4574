using Orleans;
using Orleans.Runtime;

namespace OrleansAssets.Grains.DataSources;

/// <summary>A timer of a grain that ticks once for each time it is woken; it never overlaps the grain's other calls.</summary>
internal sealed class RoundTimer(IGrainBase grain, Func<CancellationToken, Task> tick)
{
    private IGrainTimer? _timer;

    /// <summary>Sets the next tick, in place of the one that was set before.</summary>
    public void Wake(TimeSpan after)
    {
        if (_timer is null)
        {
            _timer = grain.RegisterGrainTimer(tick, new GrainTimerCreationOptions(after, Timeout.InfiniteTimeSpan));
        }
        else
        {
            _timer.Change(after, Timeout.InfiniteTimeSpan);
        }
    }

    public void Rest()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
