namespace OrleansAssets.Tests.Embedded;

public sealed class LifeTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    ICounterGrain Counter(string key) => engine.Grains.GetGrain<ICounterGrain>(key);

    [Fact]
    public async Task State_OfAnEarlierActivation_IsReadBeforeOnActivate()
    {
        var grain = Counter("life/state");
        await grain.AddAsync(5);
        await engine.Cluster.DeactivateAsync(grain);

        Assert.Equal(5, await grain.SeenAtActivationAsync());
        Assert.Equal(7, await grain.AddAsync(2));
    }

    [Fact]
    public async Task ClearState_AfterAWrite_StartsAnew()
    {
        var grain = Counter("life/clear");
        await grain.AddAsync(5);

        Assert.False(await grain.ClearAsync());
        Assert.Equal(0, await grain.CountAsync());
    }

    [Fact]
    public async Task InconsistentState_ThatEscapes_Deactivates()
    {
        var grain = Counter("life/conflict");
        await grain.AddAsync(3);

        await Assert.ThrowsAsync<Orleans.Storage.InconsistentStateException>(() => grain.ConflictAsync(escapes: true));

        Assert.Equal(3, await grain.CountAsync());
    }

    [Fact]
    public async Task InconsistentState_ThatIsCaught_KeepsTheActivation()
    {
        var grain = Counter("life/caught");
        await grain.AddAsync(3);

        await grain.ConflictAsync(escapes: false);

        Assert.Equal(-1, await grain.CountAsync());
    }

    [Fact]
    public async Task OtherError_ThatEscapes_KeepsTheActivation()
    {
        var grain = Counter("life/error");
        await grain.AddAsync(3);

        await Assert.ThrowsAsync<RefusalException>(grain.FailAsync);

        Assert.Equal(-2, await grain.CountAsync());
    }

    [Fact]
    public async Task OnActivate_ThatThrows_FailsTheCallAndIsTriedAgain()
    {
        var grain = Counter("broken/a");

        var error = await Assert.ThrowsAsync<RefusalException>(() => AdvanceUntilDoneAsync(grain.CountAsync()));
        Assert.Equal("cannot activate", error.Message);

        engine.Gates.Note("repaired");
        Assert.Equal(0, await AdvanceUntilDoneAsync(grain.CountAsync()));
    }

    [Fact]
    public async Task DeactivateOnIdle_AfterTheCall_EndsTheActivation()
    {
        var grain = engine.Grains.GetGrain<IProbeGrain>("life/leave");
        await grain.LeaveAsync();
        await engine.Gates.Reached("life/leave deactivates");

        await grain.NameAsync();

        Assert.Equal(
            ["life/leave activates", "life/leave deactivates: ApplicationRequested", "life/leave activates"],
            engine.Gates.Journal.Where(e => e.StartsWith("life/leave ", StringComparison.Ordinal)),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Deactivation_WhileACallRuns_WaitsAndForwardsTheRest()
    {
        var grain = engine.Grains.GetGrain<IProbeGrain>("life/busy");
        var running = grain.HoldAsync("busy");
        await engine.Gates.Reached("busy");
        var deactivation = engine.Cluster.DeactivateAsync(grain);
        var waiting = grain.NameAsync();

        engine.Gates.Open("busy");

        await Task.WhenAll(running, deactivation);
        Assert.Equal("probe/life/busy", await waiting);
    }

    /// <summary>A grain that failed to activate rests for some seconds of its clock; time is moved until it has.</summary>
    async Task<T> AdvanceUntilDoneAsync<T>(Task<T> call)
    {
        while (!call.IsCompleted)
        {
            engine.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await call;
    }
}
