using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace OrleansAssets.Tests.Embedded;

public sealed class ProbeGrain(Gates gates) : Grain, IProbeGrain
{
    Box? _kept;
    int _ticks;

    string Key => this.GetPrimaryKeyString();

    public async Task HoldAsync(string gate)
    {
        gates.Note($"{gate} starts");
        await gates.PassAsync(gate);
        gates.Note($"{gate} ends");
    }

    public Task ReadAsync(string gate) => HoldAsync(gate);

    public ValueTask<int> PeekAsync() => new(42);

    public Task StallAsync(string gate) => gates.PassAsync(gate);

    public async Task<string> CallBackAsync(string other, bool allow)
    {
        var grain = GrainFactory.GetGrain<IProbeGrain>(other);
        if (!allow) return await grain.BounceAsync(Key);

        using var section = RequestContext.AllowCallChainReentrancy();
        return await grain.BounceAsync(Key);
    }

    public Task<string> BounceAsync(string to) => GrainFactory.GetGrain<IProbeGrain>(to).NameAsync();

    public Task<string> NameAsync() => Task.FromResult($"{this.GetGrainId()}");

    public async Task WaitCancelledAsync(string gate, CancellationToken cancellationToken)
    {
        gates.Mark(gate);
        var cancelled = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
        gates.Mark($"{gate} cancelled");
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<string?> ContextAsync(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task<int> KeepAsync(Box box)
    {
        _kept = box;
        return Task.FromResult(box.Items.Count);
    }

    public Task<int> KeptCountAsync() => Task.FromResult(_kept?.Items.Count ?? -1);

    public Task<int> IdentityAsync(FrozenBox box) => Task.FromResult(RuntimeHelpers.GetHashCode(box));

    public async Task<int> MutateAfterPassingAsync(string other)
    {
        var grain = GrainFactory.GetGrain<IProbeGrain>(other);
        var box = new Box { Items = new List<int> { 1, 2 } };
        await grain.KeepAsync(box);
        box.Items.Add(3);
        return await grain.KeptCountAsync();
    }

    public async Task<bool> PassesFrozenByReferenceAsync(string other)
    {
        var box = new FrozenBox("a", 1.5m, null);
        return await GrainFactory.GetGrain<IProbeGrain>(other).IdentityAsync(box) == RuntimeHelpers.GetHashCode(box);
    }

    public Task RefuseAsync(string message) => throw new RefusalException(message);

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task TellAsync(string note)
    {
        gates.Note(note);
        gates.Mark(note);
        return Task.CompletedTask;
    }

    public Task StartTimerAsync(TimeSpan due, TimeSpan period, bool interleave)
    {
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(due, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        gates.Note($"{Key} activates");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gates.Note($"{Key} deactivates: {reason.ReasonCode}");
        gates.Mark($"{Key} deactivates");
        return Task.CompletedTask;
    }

    async Task TickAsync(CancellationToken cancellationToken)
    {
        var gate = $"{Key} tick {++_ticks}";
        gates.Note(gate);
        await gates.PassAsync(gate);
        if (_ticks == 1) throw new InvalidOperationException("The first tick fails; the timer goes on.");
    }
}
