using Orleans;

namespace OrleansAssets;

/// <summary>The database did not take or give what a call needed. The message says what is wrong and what to do; the call may be repeated.</summary>
[GenerateSerializer, Alias("OrleansAssets.StorageUnavailableException")]
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException()
    {
    }

    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
