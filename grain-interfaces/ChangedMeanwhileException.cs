using Orleans;

namespace OrleansAssets;

/// <summary>
/// What was to be changed is not as its caller saw it: somebody was faster. Nothing was changed; look again, and decide anew.
/// </summary>
[GenerateSerializer, Alias("OrleansAssets.ChangedMeanwhileException")]
public sealed class ChangedMeanwhileException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public ChangedMeanwhileException()
    {
    }

    /// <summary>Makes one with its one sentence.</summary>
    public ChangedMeanwhileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its one sentence and what it is about.</summary>
    public ChangedMeanwhileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
