namespace Orleans.Runtime;

/// <summary>A reminder was changed by somebody else in between; read it again and retry.</summary>
[GenerateSerializer]
public sealed class ReminderException : OrleansException
{
    /// <summary>With the reason and the reminder.</summary>
    public ReminderException(string message)
        : base(message)
    {
    }
}
