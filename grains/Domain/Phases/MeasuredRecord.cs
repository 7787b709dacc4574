using System.Collections.Immutable;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Phases;

/// <summary>A record over a window: its figures, and the days that they and their intervals come from.</summary>
public sealed record MeasuredRecord(PerformanceReport Report, ImmutableArray<DailyResult> Days)
{
    public static MeasuredRecord Of(PerformanceRecord record)
    {
        var measured = RecordResults.Of(record);
        return new MeasuredRecord(PerformanceRules.Report(measured), measured.Days);
    }
}
