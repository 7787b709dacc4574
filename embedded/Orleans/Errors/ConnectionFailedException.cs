namespace Orleans.Runtime.Messaging;

/// <summary>Nobody listens at the gateway, or it is not one of ours.</summary>
public class ConnectionFailedException : OrleansException
{
    /// <summary>Without details.</summary>
    public ConnectionFailedException()
    {
    }

    /// <summary>With a message.</summary>
    public ConnectionFailedException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public ConnectionFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
