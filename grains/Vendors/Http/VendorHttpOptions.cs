namespace OrleansAssets.Grains.Vendors.Http;

/// <summary>Bounds of every vendor call.</summary>
internal sealed record VendorHttpOptions
{
    /// <summary>Longest single attempt, from connecting to the last byte.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Longest call with its retries; stays under the 30 s that a caller waits for a grain.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Further attempts after a transient failure.</summary>
    public int RetriesMax { get; init; } = 2;

    /// <summary>Pause before the first retry; doubles, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Longest body, after decompression. A full page of any vendor is under 2 MiB.</summary>
    public int ResponseBytesMax { get; init; } = 8 * 1024 * 1024;
}
