namespace OrleansAssets;

/// <summary>How long calls wait for their answer where it is not the engine's 30 s.</summary>
public static class CallTimes
{
    /// <summary>
    /// Decisions, fills and halts: an answer takes milliseconds. The silo that was asked may have frozen with the call in it, and no error
    /// ever comes; after this the caller repeats it under the same id, and another silo answers.
    /// </summary>
    public const string Decision = "00:00:06";
}
