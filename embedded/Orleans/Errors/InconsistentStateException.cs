using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Storage holds another version than the activation read. Escaping a grain it ends the activation.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>Without details.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>With a message.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public InconsistentStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With both versions and a cause.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>With both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base(errorMsg)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>With both versions and a cause.</summary>
    public InconsistentStateException(string? storedEtag, string? currentEtag, Exception storageException)
        : this(storageException?.Message ?? "", storedEtag, currentEtag, storageException!) // a null cause is a plain error
    {
    }

    /// <summary>The version in storage.</summary>
    public string? StoredEtag { get; private set; }

    /// <summary>The version the activation holds.</summary>
    public string? CurrentEtag { get; private set; }

    /// <summary>Cleared on the first hop: only the activation that raised it ends.</summary>
    internal bool IsSourceActivation { get; set; } = true;
}
