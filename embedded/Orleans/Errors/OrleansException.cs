namespace Orleans.Runtime;

/// <summary>Base of the errors of the engine.</summary>
public class OrleansException : Exception
{
    /// <summary>Without details.</summary>
    public OrleansException()
    {
    }

    /// <summary>With a message.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
