namespace OrleansAssets.Access;

/// <summary>How a grain client says who it is: its token travels with each call, and ends at the first silo.</summary>
public static class CallToken
{
    /// <summary>The key in the engine's request context.</summary>
    public const string Key = "assets-token";
}

/// <summary>How a change says what its caller saw: it is refused where that is not so any more.</summary>
public static class ExpectedVersion
{
    /// <summary>
    /// The key in the engine's request context. Its value is the version that was seen, several with spaces between them; it ends at the
    /// grain that it is meant for.
    /// </summary>
    public const string Key = "assets-expected-version";
}
