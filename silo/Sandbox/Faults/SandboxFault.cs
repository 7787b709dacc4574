namespace OrleansAssets.Sandbox.Faults;

/// <summary>How a vendor of the sandbox is told to misbehave.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Remaining">Calls that it still strikes; null without such a bound.</param>
/// <param name="Until">When it ends (exclusive); null without such a bound.</param>
/// <param name="LatencyMs">For <see cref="SandboxFaultKind.Latency"/>: how much later the answer comes, in milliseconds.</param>
/// <param name="RetryAfterSeconds">For refusals: what the Retry-After header says; null leaves it out.</param>
internal sealed record SandboxFault(
    SandboxFaultKind Kind, int? Remaining, DateTimeOffset? Until, int LatencyMs, int? RetryAfterSeconds)
{
    public bool IsOver(DateTimeOffset now) => Remaining <= 0 || Until <= now;
}

/// <summary>What can go wrong.</summary>
internal enum SandboxFaultKind
{
    /// <summary>The answer is right and late.</summary>
    Latency = 0,

    /// <summary>HTTP 429.</summary>
    RateLimited = 1,

    /// <summary>HTTP 500.</summary>
    ServerError = 2,

    /// <summary>HTTP 200 with the first half of the answer.</summary>
    Truncated = 3,

    /// <summary>HTTP 200 with an error page, as from a gateway.</summary>
    Html = 4,

    /// <summary>HTTP 200 in which every number with a decimal point has the wrong sign.</summary>
    WrongNumbers = 5,
}
