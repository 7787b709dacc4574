using Orleans;

namespace OrleansAssets.Performance;

/// <summary>Where a figure lies, given the sample.</summary>
/// <param name="Level">Share of samples whose interval holds the true value: 0.9 leaves 5 % on either side.</param>
/// <param name="Method">How it is computed, in words.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ConfidenceInterval")]
public sealed record ConfidenceInterval(double Low, double High, double Level, string Method);
