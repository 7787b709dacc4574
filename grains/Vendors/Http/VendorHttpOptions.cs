namespace OrleansAssets.Vendors.Http;

/// <summary>Bounds of every vendor call.</summary>
internal sealed record VendorHttpOptions
{
    /// <summary>Longest call, from connecting to the last byte; stays under the 30 s that a caller waits for a grain.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Longest body, after decompression. A full page of any vendor is under 2 MiB.</summary>
    public int ResponseBytesMax { get; init; } = 8 * 1024 * 1024;
}
