using Orleans;

namespace OrleansAssets;

/// <summary>A request that a grain refuses as malformed. The message names the value, the rule and the remedy; nothing was changed.</summary>
[GenerateSerializer, Alias("OrleansAssets.InvalidRequestException")]
public sealed class InvalidRequestException : Exception
{
    public InvalidRequestException()
    {
    }

    public InvalidRequestException(string message)
        : base(message)
    {
    }

    public InvalidRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
