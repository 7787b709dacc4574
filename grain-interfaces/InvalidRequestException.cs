using Orleans;

namespace OrleansAssets;

/// <summary>
/// A request that a grain refuses as malformed. The message names the value, the rule and the remedy; nothing was changed.
/// </summary>
[GenerateSerializer, Alias("OrleansAssets.InvalidRequestException")]
public sealed class InvalidRequestException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public InvalidRequestException()
    {
    }

    /// <summary>Makes one with its one sentence.</summary>
    public InvalidRequestException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its one sentence and what it is about.</summary>
    public InvalidRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
