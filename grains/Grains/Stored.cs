using Orleans.Runtime;

namespace OrleansAssets.Grains;

/// <summary>
/// A grain's state of which nobody sees more than is written: the new value shows once storage has it, and a failed write
/// leaves the old one. States are replaced, never changed in place.
/// </summary>
internal sealed class Stored<TState>(IPersistentState<TState> storage)
    where TState : class
{
    private TState? _beforeWrite;
    private volatile TState? _seen;

    /// <summary>The value as last written.</summary>
    public TState Value => _seen = _beforeWrite ?? storage.State;

    /// <summary>
    /// The value as the activation saw it last; null before it looked. For whoever measures: any thread may ask, where the storage's own
    /// value is the activation's alone.
    /// </summary>
    public TState? Seen => _seen;

    /// <summary>Takes the value that storage has: another activation may have written it.</summary>
    public Task RereadAsync() => storage.ReadStateAsync();

    /// <summary>Writes a value; on failure the old one stays and the error goes on.</summary>
    public async Task WriteAsync(TState next)
    {
        var previous = storage.State;
        var written = false;
        _beforeWrite = previous;
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
            written = true;
            _seen = next;
        }
        finally
        {
            if (!written)
            {
                storage.State = previous;
            }

            _beforeWrite = null;
        }
    }
}
