using Orleans.Concurrency;

namespace OrleansAssets.Tests.Embedded;

[Alias("test-probe")]
public interface IProbeGrain : IGrainWithStringKey
{
    [Alias("hold")]
    Task HoldAsync(string gate);

    [ReadOnly, Alias("read")]
    Task ReadAsync(string gate);

    [AlwaysInterleave, Alias("peek")]
    ValueTask<int> PeekAsync();

    [ResponseTimeout("00:00:01"), Alias("stall")]
    Task StallAsync(string gate);

    [Alias("call-back")]
    Task<string> CallBackAsync(string other, bool allow);

    [Alias("bounce"), ResponseTimeout("00:00:02")]
    Task<string> BounceAsync(string to);

    [Alias("name")]
    Task<string> NameAsync();

    [Alias("wait-cancelled")]
    Task WaitCancelledAsync(string gate, CancellationToken cancellationToken);

    [Alias("context")]
    Task<string?> ContextAsync(string key);

    [Alias("keep")]
    Task<int> KeepAsync(Box box);

    [Alias("kept")]
    Task<int> KeptCountAsync();

    [Alias("same")]
    Task<int> IdentityAsync(FrozenBox box);

    [Alias("mutate-after-passing")]
    Task<int> MutateAfterPassingAsync(string other);

    [Alias("pass-frozen")]
    Task<bool> PassesFrozenByReferenceAsync(string other);

    [Alias("refuse")]
    Task RefuseAsync(string message);

    [Alias("leave")]
    Task LeaveAsync();

    [OneWay, Alias("tell")]
    Task TellAsync(string note);

    [Alias("pulse")]
    Task StartTimerAsync(TimeSpan due, TimeSpan period, bool interleave);
}
