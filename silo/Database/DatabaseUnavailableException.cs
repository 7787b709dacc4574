using Orleans.Runtime;

namespace OrleansAssets.Database;

/// <summary>
/// The database cannot be used. The message is one sentence for people, with the remedy, and never holds a password. Callers of grains
/// see it as <see cref="StorageUnavailableException"/>.
/// </summary>
/// <remarks>One of Orleans' own, because Orleans wraps what storage throws of any other kind, text and all.</remarks>
public sealed class DatabaseUnavailableException : OrleansException
{
    public DatabaseUnavailableException()
    {
    }

    public DatabaseUnavailableException(string message)
        : base(message)
    {
    }

    public DatabaseUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
