namespace OrleansAssets.Access;

/// <summary>How a grain client says who it is: its token travels with each call, and ends at the first silo.</summary>
public static class CallToken
{
    /// <summary>The key in the engine's request context.</summary>
    public const string Key = "assets-token";
}
