namespace OrleansAssets;

/// <summary>
/// The silos did not answer, after every repetition that the options allow. The message is one sentence: what is the matter, whether it is
/// known what became of the call, and what to do.
/// </summary>
/// <remarks>
/// It takes the place of the engine's exceptions of transport; the last of those is inside. What a silo answers is told by other
/// exceptions: <see cref="NotFoundException"/>, <see cref="InvalidRequestException"/> and <see cref="StorageUnavailableException"/>.
/// </remarks>
public sealed class AssetsUnavailableException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public AssetsUnavailableException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    public AssetsUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and what it is about.</summary>
    public AssetsUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What is the matter.</summary>
    public UnavailableReason Reason { get; init; }

    /// <summary>
    /// Whether a change may have been made although nobody told so. Never true of a question, nor where the call has certainly not been
    /// sent.
    /// </summary>
    public bool IsOutcomeUnknown { get; init; }
}

/// <summary>Why the silos did not answer.</summary>
public enum UnavailableReason
{
    /// <summary>A silo has the call, or had it, and did not answer in time.</summary>
    NoAnswer = 0,

    /// <summary>No connection to any silo: none runs, or none can be reached from here.</summary>
    NotReachable = 1,

    /// <summary>The database that names the silos did not answer or refused, when the client started.</summary>
    MembershipNotReadable = 2,
}
