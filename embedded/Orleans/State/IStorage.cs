namespace Orleans.Core;

/// <summary>Stored state without its value.</summary>
public interface IStorage
{
    /// <summary>The version in storage; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>Whether storage holds a value.</summary>
    bool RecordExists { get; }

    /// <summary>Removes the stored value and starts again with a new one.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the value.</summary>
    Task WriteStateAsync();

    /// <summary>Reads the value again.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}

/// <summary>Stored state.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The value.</summary>
    TState State { get; set; }
}
