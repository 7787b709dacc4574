using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Phases;

/// <summary>Whether a phase has been earned, with its evidence.</summary>
/// <param name="AsOf">When it was computed, UTC.</param>
/// <param name="EvidenceUntil">The newest day of the record, null without any.</param>
/// <param name="Missing">What is still missing, in words, one entry a requirement.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Readiness")]
public sealed record Readiness(
    string PhaseId,
    ReadinessVerdict Verdict,
    DateTimeOffset AsOf,
    DateOnly? EvidenceUntil,
    ImmutableArray<RequirementResult> Requirements,
    ImmutableArray<string> Missing);

/// <summary>The outcome of an evaluation.</summary>
[GenerateSerializer, Alias("OrleansAssets.ReadinessVerdict")]
public enum ReadinessVerdict
{
    Ready = 0,
    NotReady = 1,
    InsufficientEvidence = 2,
    StaleEvidence = 3,
}

/// <summary>One requirement and what was measured.</summary>
/// <param name="Current">The measured value, null where it is undefined.</param>
/// <param name="CurrentText">The value in words where it is no number, e.g. <c>alpaca: healthy</c>, or why it is undefined.</param>
/// <param name="Unit"><c>days</c>, <c>ratio</c>, <c>fraction</c>, <c>usd</c>, or empty.</param>
/// <param name="SampleSize">Days or trades behind the value.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RequirementResult")]
public sealed record RequirementResult(
    string Name,
    RequirementMetric Metric,
    string? Scope,
    Direction Direction,
    decimal? Threshold,
    double? Current,
    string? CurrentText,
    string Unit,
    bool Met,
    int WindowDays,
    int SampleSize,
    string? Missing);
