namespace Orleans;

/// <summary>One stored value as a storage provider sees it.</summary>
public interface IGrainState<T>
{
    /// <summary>The value.</summary>
    T State { get; set; }

    /// <summary>The version in storage; null when there is none.</summary>
    string? ETag { get; set; }

    /// <summary>Whether storage holds a value.</summary>
    bool RecordExists { get; set; }
}
