using Orleans.Runtime;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Writes a state as a whole.</summary>
internal static class StateWriting
{
    /// <summary>
    /// Replaces the stored state. Where the write fails the old state is put back, as a later write would otherwise publish
    /// what this one did not.
    /// </summary>
    public static async Task ReplaceAsync<TState>(this IPersistentState<TState> storage, TState next)
    {
        var previous = storage.State;
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            storage.State = previous;
            throw;
        }
    }
}
