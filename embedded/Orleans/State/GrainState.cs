namespace Orleans;

/// <summary>One stored value as a storage provider sees it.</summary>
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>No value yet.</summary>
    public GrainState()
    {
    }

    /// <summary>A value without a version.</summary>
    public GrainState(T state)
        : this(state, null)
    {
    }

    /// <summary>A value and its version.</summary>
    public GrainState(T state, string? eTag)
    {
        State = state;
        ETag = eTag;
    }

    /// <inheritdoc/>
    public T State { get; set; } = default!; // as in the interface: a provider fills it

    /// <inheritdoc/>
    public string? ETag { get; set; }

    /// <inheritdoc/>
    public bool RecordExists { get; set; }
}
