using System.Collections.Immutable;
using OrleansAssets.Grains.Performance;
using OrleansAssets.Performance;

namespace OrleansAssets.Grains.Phases;

/// <summary>A record over a window: its figures, and the days that they and their intervals come from.</summary>
internal sealed record MeasuredRecord(PerformanceReport Report, ImmutableArray<DailyResult> Days)
{
    public static MeasuredRecord Of(PerformanceRecord record)
    {
        var measured = Measurement.Of(record);
        return new MeasuredRecord(PerformanceRules.Report(measured), measured.Days);
    }
}
