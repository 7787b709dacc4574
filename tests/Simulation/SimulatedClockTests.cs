namespace OrleansAssets.Tests.Simulation;

/// <summary>What the steps of a simulation rest on.</summary>
public sealed class SimulatedClockTests
{
    private static readonly DateTimeOffset Start = new(2030, 3, 4, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SimulatedClock _clock = new(Start, TimeSpan.FromHours(1));

    [Fact]
    public async Task MoveTo_TimersOfNoDelay_FireWhenTheClockIsMovedAndNotBefore()
    {
        var fired = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = _clock.Grains.CreateTimer(
            _ => fired.SetResult(_clock.GetUtcNow()), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Assert.False(fired.Task.IsCompleted);
        Assert.Equal(Start, _clock.NextDue());

        Assert.Equal(1, _clock.MoveTo(Start));

        Assert.Equal(Start, await fired.Task.WaitAsync(Patience));
        Assert.Equal((0, 1), (_clock.Grains.Armed, _clock.Grains.Fired));
        Assert.Null(_clock.NextDue());
        timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        Assert.Equal((1, 0), (_clock.Grains.Armed, _clock.Grains.Fired));
    }

    [Fact]
    public void NextDue_Reminders_AreDueAtMultiplesOfTheResolutionAndGrainTimersToTheTick()
    {
        using var reminder = _clock.Reminders.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(61), Timeout.InfiniteTimeSpan);
        Assert.Equal(Start.AddHours(1), _clock.NextDue());

        using var rearmed = _clock.Grains.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(61), Timeout.InfiniteTimeSpan);
        Assert.Equal(Start.AddSeconds(61), _clock.NextDue());
    }

    [Fact]
    public void MoveTo_TimerThatWasGivenBack_DoesNotFire()
    {
        var timer = _clock.Grains.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Dispose();

        Assert.Equal(0, _clock.MoveTo(Start.AddDays(1)));
        Assert.Equal((0, 0), (_clock.Grains.Armed, _clock.Grains.Fired));
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.MoveTo(Start));
    }

    [Fact]
    public async Task WaitUntilQuiet_TickThatDoesNotEnd_SaysWhatItWaitedFor()
    {
        using var activity = new SiloActivity(_clock);
        using var loop = _clock.Reminders.CreateTimer(_ => { }, null, TimeSpan.FromHours(12), Timeout.InfiniteTimeSpan);
        await activity.WaitUntilQuietAsync(Patience);
        using var timer = _clock.Grains.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _clock.MoveTo(Start.AddSeconds(1));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => activity.WaitUntilQuietAsync(TimeSpan.FromMilliseconds(1)));

        Assert.Contains("1 grain timers tick", failure.Message, StringComparison.Ordinal);
        Assert.Contains("2030-03-04 00:00:01Z", failure.Message, StringComparison.Ordinal);
    }
}
