namespace OrleansAssets.Tests.Embedded;

public sealed class TimerTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    static readonly TimeSpan Due = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    IProbeGrain Probe(string key) => engine.Grains.GetGrain<IProbeGrain>(key);

    [Fact]
    public async Task Timer_WhenDue_TicksAndAfterAFailureTicksAgain()
    {
        await Probe("timer/tick").StartTimerAsync(Due, Period, interleave: true);
        engine.Clock.Advance(Due);
        await engine.Gates.Reached("timer/tick tick 1");

        // The next tick is armed when the first has ended, not before.
        engine.Clock.Advance(Period);
        Assert.DoesNotContain("timer/tick tick 2", engine.Gates.Journal, StringComparer.Ordinal);
        engine.Gates.Open("timer/tick tick 1");
        engine.Gates.Open("timer/tick tick 2");
        await Probe("timer/tick").NameAsync();
        await AdvanceUntilAsync("timer/tick tick 2");
    }

    [Fact]
    public async Task Timer_WithoutInterleave_WaitsForTheRunningCall()
    {
        var grain = Probe("timer/wait");
        await grain.StartTimerAsync(Due, Period, interleave: false);
        var running = grain.HoldAsync("timer-hold");
        await engine.Gates.Reached("timer-hold");
        engine.Clock.Advance(Due);
        await grain.PeekAsync();
        Assert.DoesNotContain("timer/wait tick 1", engine.Gates.Journal, StringComparer.Ordinal);

        engine.Gates.Open("timer-hold");

        await running;
        await engine.Gates.Reached("timer/wait tick 1");
        engine.Gates.Open("timer/wait tick 1");
    }

    [Fact]
    public async Task Timer_OfAnEndedActivation_IsSilent()
    {
        var grain = Probe("timer/ended");
        await grain.StartTimerAsync(Due, Period, interleave: true);
        await engine.Cluster.DeactivateAsync(grain);

        engine.Clock.Advance(Due);

        await grain.NameAsync();
        Assert.DoesNotContain("timer/ended tick 1", engine.Gates.Journal, StringComparer.Ordinal);
    }

    /// <summary>The engine arms the next tick a moment after the last one ends; time is moved until it has.</summary>
    async Task AdvanceUntilAsync(string gate)
    {
        var reached = engine.Gates.Reached(gate);
        while (!reached.IsCompleted)
        {
            engine.Clock.Advance(Period);
            await Task.Yield();
        }

        await reached;
    }
}
