using Orleans.Runtime;

namespace OrleansAssets.Tests.Embedded;

public sealed class CallTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    IProbeGrain Probe(string key) => engine.Grains.GetGrain<IProbeGrain>(key);

    [Fact]
    public void GetGrainId_OfAReference_IsTypeAndKey() => Assert.Equal("probe/call/id", Probe("call/id").GetGrainId().ToString());

    [Fact]
    public void GetUniformHashCode_OfKnownIds_IsStable()
    {
        Assert.Equal(0x055DCC02u, IdSpan.Create("").GetUniformHashCode());
        var id = GrainId.Create("asset", "asset/BTC");
        Assert.Equal(unchecked((id.Type.GetUniformHashCode() * 31) + id.Key.GetUniformHashCode()), id.GetUniformHashCode());
    }

    [Fact]
    public async Task Exception_OfAGrain_ReachesTheClientAsItsType()
    {
        var error = await Assert.ThrowsAsync<RefusalException>(() => Probe("call/refuse").RefuseAsync("not today"));

        Assert.Equal("not today", error.Message);
    }

    [Fact]
    public async Task MutableArgument_ChangedByTheCallerLater_StaysAsItWasPassed() =>
        Assert.Equal(2, await Probe("call/mutator").MutateAfterPassingAsync("call/keeper"));

    [Fact]
    public async Task ImmutableArgument_InsideASilo_IsPassedByReference() =>
        Assert.True(await Probe("call/frozen").PassesFrozenByReferenceAsync("call/frozen-taker"));

    [Fact]
    public async Task RequestContext_SetByTheCaller_ReachesTheGrain()
    {
        RequestContext.Set("colour", "green");

        Assert.Equal("green", await Probe("call/context").ContextAsync("colour"));
    }

    [Fact]
    public async Task CancellationToken_CancelledByTheCaller_ReachesTheGrain()
    {
        using var source = new CancellationTokenSource();
        var call = Probe("call/cancel").WaitCancelledAsync("cancel", source.Token);
        await engine.Gates.Reached("cancel");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await engine.Gates.Reached("cancel cancelled");
    }

    [Fact]
    public async Task IncomingFilter_SeesTheCall_AndMayChangeTheResult()
    {
        Assert.Equal("<probe/filtered/a>", await Probe("filtered/a").NameAsync());

        Assert.Contains("before NameAsync(0) of probe/filtered/a", engine.Gates.Journal, StringComparer.Ordinal);
    }
}
