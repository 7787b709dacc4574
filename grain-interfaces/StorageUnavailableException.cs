using Orleans;

namespace OrleansAssets;

/// <summary>
/// The database did not take or give what a call needed. The message says what is wrong and what to do; the call may be repeated.
/// </summary>
[GenerateSerializer, Alias("OrleansAssets.StorageUnavailableException")]
public sealed class StorageUnavailableException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public StorageUnavailableException()
    {
    }

    /// <summary>Makes one with its one sentence.</summary>
    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its one sentence and what it is about.</summary>
    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
