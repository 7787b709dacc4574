using Orleans;

namespace OrleansAssets;

/// <summary>
/// A silo failed for a reason that only its own log can tell: the exception's type is not known to callers. The message names the entry
/// of the log. Whether the call took effect is not known; it may be repeated with the same id.
/// </summary>
[GenerateSerializer, Alias("OrleansAssets.InternalFaultException")]
public sealed class InternalFaultException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public InternalFaultException()
    {
    }

    /// <summary>Makes one with its one sentence.</summary>
    public InternalFaultException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its one sentence and what it is about.</summary>
    public InternalFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
