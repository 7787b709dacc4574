namespace OrleansAssets.Silo.Database;

/// <summary>The database cannot be used. The message is one sentence for people, with the remedy, and never holds a password.</summary>
internal sealed class DatabaseUnavailableException : Exception
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
