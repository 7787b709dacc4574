using Orleans.Runtime;
using Orleans.Storage;

namespace OrleansAssets.Tests.Embedded;

public sealed class CounterGrain(
    [PersistentState("test-counter", "memory")] IPersistentState<CountState> counter, Gates gates) : Grain, ICounterGrain
{
    int _seen;

    public async Task<int> AddAsync(int amount)
    {
        counter.State.Count += amount;
        await counter.WriteStateAsync();
        return counter.State.Count;
    }

    public Task<int> SeenAtActivationAsync() => Task.FromResult(_seen);

    public Task ConflictAsync(bool escapes)
    {
        counter.State.Count = -1;
        try
        {
            throw new InconsistentStateException("stale", "2", "1");
        }
        catch (InconsistentStateException) when (!escapes)
        {
            return Task.CompletedTask;
        }
    }

    public Task FailAsync()
    {
        counter.State.Count = -2;
        throw new RefusalException("no");
    }

    public Task<int> CountAsync() => Task.FromResult(counter.State.Count);

    public async Task<bool> ClearAsync()
    {
        await counter.ClearStateAsync();
        return counter.RecordExists;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _seen = counter.State.Count;
        if (this.GetPrimaryKeyString().StartsWith("broken", StringComparison.Ordinal) && !gates.Journal.Contains("repaired", StringComparer.Ordinal))
            throw new RefusalException("cannot activate");
        return Task.CompletedTask;
    }
}
