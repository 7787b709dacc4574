using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using OrleansAssets.Database;

namespace OrleansAssets.Silo.Failures;

/// <summary>
/// Storage of grain state that puts the database's failures into one sentence where they happen: state is read before a grain can be
/// called, and what fails there passes no filter.
/// </summary>
internal sealed class FaultTellingStorage(IGrainStorage inner, StorageFaults faults) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ToldAsync(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ToldAsync(() => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ToldAsync(() => inner.ClearStateAsync(stateName, grainId, grainState));

    public void Participate(ISiloLifecycle observer) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);

    private async Task ToldAsync(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            throw new DatabaseUnavailableException(await faults.TellAsync(exception), exception);
        }
    }
}
