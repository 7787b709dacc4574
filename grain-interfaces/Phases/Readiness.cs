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
    ImmutableArray<string> Missing)
{
    /// <summary>The thresholds that an active phase must keep to, looser than those that it earned.</summary>
    [Id(0)]
    public ImmutableArray<RequirementResult> Exits { get; init; } = [];

    /// <summary>Why nothing is widened whatever the evidence: the portfolio is halted, in words; null where it is not.</summary>
    [Id(1)]
    public string? Halt { get; init; }

    /// <summary>Whose the record is, in words, e.g. <c>60 days: 12 own, 48 imported</c>; null without a record.</summary>
    [Id(2)]
    public string? Provenance { get; init; }

    /// <summary>
    /// Whether a requirement was measured on imported days or trades: by itself it opens nothing, another operator must agree.
    /// </summary>
    [Id(3)]
    public bool IsImported { get; init; }

    /// <summary>What is to be known of the record beside its figures.</summary>
    [Id(4)]
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Mode of the installation that measured it, <c>sandbox</c> or <c>live</c>; null where a version before did.</summary>
    [Id(5)]
    public string? Mode { get; init; }
}

/// <summary>The outcome of an evaluation.</summary>
[GenerateSerializer, Alias("OrleansAssets.ReadinessVerdict")]
public enum ReadinessVerdict
{
    /// <summary>Every requirement is met.</summary>
    Ready = 0,

    /// <summary>At least one requirement is measured and not met.</summary>
    NotReady = 1,

    /// <summary>Something cannot be measured yet.</summary>
    InsufficientEvidence = 2,

    /// <summary>What was measured is too old to decide by.</summary>
    StaleEvidence = 3,
}

/// <summary>One requirement and what was measured.</summary>
/// <param name="Threshold">In <paramref name="Unit"/>; null where the requirement is a fact.</param>
/// <param name="Current">The measured value, null where it is undefined.</param>
/// <param name="CurrentText">The value in words where it is no number, e.g. <c>alpaca: healthy</c>, or why it is undefined.</param>
/// <param name="Unit"><c>days</c>, <c>ratio</c>, <c>fraction</c>, <c>usd</c>, or empty.</param>
/// <param name="SampleSize">Days or trades behind the value.</param>
/// <param name="Interval">Where the true value lies, null where that has no meaning.</param>
/// <param name="AsOf">The instant up to which the value counts: the end of the newest day, or now for a fact.</param>
/// <param name="Coverage">Share of the window that has data, 0 to 1; null for a fact.</param>
/// <param name="Verdict">Ready, or why this requirement is not.</param>
/// <param name="Ledger">Whose record was measured.</param>
/// <param name="ImportedSample">Of <paramref name="SampleSize"/>, what an import brought.</param>
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
    string? Missing,
    EvidenceInterval? Interval = null,
    DateTimeOffset? AsOf = null,
    double? Coverage = null,
    ReadinessVerdict Verdict = ReadinessVerdict.Ready,
    EvidenceLedger Ledger = EvidenceLedger.Live,
    int ImportedSample = 0)
{
    /// <summary>
    /// The chance that a strategy without skill meets it, 0 to 1, over a window that is full; a drawdown's for a record that moves as much
    /// as this one. Null where that cannot be told.
    /// </summary>
    [Id(0)]
    public double? ChanceByLuck { get; init; }
}

/// <summary>A confidence interval.</summary>
/// <param name="Low">In the unit of the requirement; null where it is open on this side, as is the other.</param>
/// <param name="Level">E.g. 0.95.</param>
/// <param name="Method">E.g. <c>wilson</c>.</param>
/// <param name="Decides">Whether the bound decided, not the value.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.EvidenceInterval")]
public sealed record EvidenceInterval(double? Low, double? High, double Level, string Method, bool Decides);
