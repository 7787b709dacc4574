namespace OrleansAssets.Tests.Embedded;

public sealed class TurnTests(EngineFixture engine) : IClassFixture<EngineFixture>
{
    IProbeGrain Probe(string key) => engine.Grains.GetGrain<IProbeGrain>(key);

    [Fact]
    public async Task Call_WhileAnotherRuns_WaitsForItsEnd()
    {
        var grain = Probe("turn/order");
        var first = grain.HoldAsync("order-1");
        await engine.Gates.Reached("order-1");
        var second = grain.HoldAsync("order-2");

        Assert.Equal(42, await grain.PeekAsync());
        Assert.DoesNotContain("order-2 starts", engine.Gates.Journal, StringComparer.Ordinal);

        engine.Gates.Open("order-1");
        engine.Gates.Open("order-2");
        await Task.WhenAll(first, second);
        Assert.Equal(
            ["order-1 starts", "order-1 ends", "order-2 starts", "order-2 ends"],
            engine.Gates.Journal.Where(e => e.StartsWith("order-", StringComparison.Ordinal)),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task ReadOnlyCalls_Together_Interleave()
    {
        var grain = Probe("turn/read");
        var first = grain.ReadAsync("read-1");
        await engine.Gates.Reached("read-1");
        var second = grain.ReadAsync("read-2");

        await engine.Gates.Reached("read-2");

        engine.Gates.Open("read-1");
        engine.Gates.Open("read-2");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task ReadOnlyCall_BesideAWritingOne_Waits()
    {
        var grain = Probe("turn/read-write");
        var write = grain.HoldAsync("rw-write");
        await engine.Gates.Reached("rw-write");
        var read = grain.ReadAsync("rw-read");

        await grain.PeekAsync();
        Assert.DoesNotContain("rw-read starts", engine.Gates.Journal, StringComparer.Ordinal);

        engine.Gates.Open("rw-write");
        engine.Gates.Open("rw-read");
        await Task.WhenAll(write, read);
    }

    [Fact]
    public async Task ReentrantClass_AllCalls_Interleave()
    {
        var grain = engine.Grains.GetGrain<IReentrantGrain>("turn/reentrant");
        var first = grain.HoldAsync("reentrant-1");
        await engine.Gates.Reached("reentrant-1");
        var second = grain.HoldAsync("reentrant-2");

        await engine.Gates.Reached("reentrant-2");

        engine.Gates.Open("reentrant-1");
        engine.Gates.Open("reentrant-2");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task MayInterleave_OnlyCallsThePredicateAccepts_Interleave()
    {
        var grain = engine.Grains.GetGrain<IPredicateGrain>("turn/predicate");
        var first = grain.HoldAsync("bound-1");
        await engine.Gates.Reached("bound-1");
        var bound = grain.HoldAsync("bound-2");
        var free = grain.HoldAsync("free-1");

        await engine.Gates.Reached("free-1");
        Assert.DoesNotContain("bound-2 starts", engine.Gates.Journal, StringComparer.Ordinal);

        engine.Gates.Open("bound-1");
        engine.Gates.Open("bound-2");
        engine.Gates.Open("free-1");
        await Task.WhenAll(first, bound, free);
    }

    [Fact]
    public async Task CallChain_WithReentrancyAllowed_ComesBackIn() =>
        Assert.Equal("probe/turn/chain-a", await Probe("turn/chain-a").CallBackAsync("turn/chain-b", allow: true));

    [Fact]
    public async Task CallChain_WithoutReentrancy_EndsInTimeout() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Probe("turn/dead-a").CallBackAsync("turn/dead-b", allow: false));

    [Fact]
    public async Task ResponseTimeout_OfTheMethod_EndsTheWait()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Probe("turn/stall").StallAsync("stall"));

        engine.Gates.Open("stall");
        Assert.Equal("probe/turn/stall", await Probe("turn/stall").NameAsync());
    }

    [Fact]
    public async Task OneWayCall_DoesNotWait_AndArrives()
    {
        await Probe("turn/one-way").TellAsync("told");

        await engine.Gates.Reached("told");
    }
}
