using Orleans;

namespace OrleansAssets.Access;

/// <summary>
/// Nobody proved to be anybody, or the identity may not do this. The message says which role it takes; nothing was changed.
/// </summary>
[GenerateSerializer, Alias("OrleansAssets.AccessDeniedException")]
public sealed class AccessDeniedException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public AccessDeniedException()
    {
    }

    /// <summary>Makes one with its one sentence.</summary>
    public AccessDeniedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its one sentence and what it is about.</summary>
    public AccessDeniedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
