using Orleans;

namespace OrleansAssets;

/// <summary>An id that the catalogue does not know. The message names the kind, the id and the nearest ids that exist.</summary>
[GenerateSerializer, Alias("OrleansAssets.NotFoundException")]
public sealed class NotFoundException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public NotFoundException()
    {
    }

    /// <summary>Makes one with its one sentence.</summary>
    public NotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its one sentence and what it is about.</summary>
    public NotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
