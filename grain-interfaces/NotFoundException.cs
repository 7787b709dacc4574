using Orleans;

namespace OrleansAssets;

/// <summary>An id that the catalogue does not know. The message names the kind, the id and the nearest ids that exist.</summary>
[GenerateSerializer, Alias("OrleansAssets.NotFoundException")]
public sealed class NotFoundException : Exception
{
    public NotFoundException()
    {
    }

    public NotFoundException(string message)
        : base(message)
    {
    }

    public NotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
