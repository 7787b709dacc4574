using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Phases;

/// <summary>All that a readiness depends on.</summary>
/// <param name="Records">One for each window and scope that a requirement on the live record names.</param>
/// <param name="EarlierPhases">Status of every earlier phase.</param>
/// <param name="Sources">Every source that a requirement names.</param>
/// <param name="StaleAfterDays">Days after which a record is too old to count; 0: it never is.</param>
public sealed record ReadinessEvidence(
    PortfolioView Portfolio,
    ImmutableArray<MeasuredRecord> Records,
    ImmutableDictionary<string, PhaseStatus> EarlierPhases,
    ImmutableDictionary<string, DataSourceView> Sources,
    int StaleAfterDays)
{
    /// <summary>One for each window and scope that a requirement on the shadow record names.</summary>
    public ImmutableArray<MeasuredRecord> ShadowRecords { get; init; } = [];

    /// <summary>Earlier phases that are active by an override, with its end: they are not earned.</summary>
    public ImmutableDictionary<string, DateTimeOffset> ForcedUntil { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>End of the pause after a demotion.</summary>
    public DateTimeOffset? CoolDownUntil { get; init; }

    /// <summary>Why the portfolio is halted now, in words; null where it is not.</summary>
    public string? Halt { get; init; }

    public bool IsHalted => Halt is not null;

    /// <summary>When the portfolio was halted last; null if it never was.</summary>
    public DateTimeOffset? LastHaltedAt { get; init; }

    /// <summary>Received over expected candles by requirement and source, for the requirements that ask for it.</summary>
    public ImmutableDictionary<(string Requirement, string Source), double> Coverages { get; init; } =
        ImmutableDictionary<(string Requirement, string Source), double>.Empty;

    /// <summary>The evidence that earned the phase, or was measured last, where days that it used were revised since.</summary>
    public RevisedEvidence? Revised { get; init; }

    /// <summary>Mode of the installation, <c>sandbox</c> or <c>live</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>When a halt was rehearsed last.</summary>
    public DateTimeOffset? LastDrillAt { get; init; }

    public MeasuredRecord Record(RequirementDefinition requirement) =>
        (requirement.Ledger == EvidenceLedger.Shadow ? ShadowRecords : Records).Single(record =>
            record.Report.WindowDays == requirement.WindowDays && record.Report.ClassId == requirement.Scope);
}

/// <summary>Evidence whose days got other figures later.</summary>
/// <param name="MeasuredAt">When it was measured.</param>
/// <param name="Days">Those days, oldest first, at least one.</param>
public sealed record RevisedEvidence(DateTimeOffset MeasuredAt, ImmutableArray<DateOnly> Days);

/// <summary>A record over a window: its figures, and the days that they and their intervals come from.</summary>
public sealed record MeasuredRecord(PerformanceReport Report, ImmutableArray<DailyResult> Days)
{
    public static MeasuredRecord Of(PerformanceRecord record)
    {
        var measured = RecordResults.Of(record);
        return new MeasuredRecord(PerformanceRules.Report(measured), measured.Days);
    }
}
