using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>Whose a record is, in words.</summary>
public static class RecordWords
{
    /// <summary>E.g. <c>60 days: 12 own, 48 imported</c>.</summary>
    /// <param name="own">What the days are called that no import brought.</param>
    public static string Of(PerformanceReport report, string own = "own")
    {
        ArgumentNullException.ThrowIfNull(report);
        var observed = report.Days - report.FilledDays;
        var rest = observed - report.ImportedDays;
        var whose = new[]
        {
            rest > 0 || observed == 0 ? $"{rest} {own}" : null,
            report.ImportedDays > 0 ? $"{report.ImportedDays} imported" : null,
            report.FilledDays > 0 ? $"{report.FilledDays} that nobody observed" : null,
        };
        return $"{report.Days} {(report.Days == 1 ? "day" : "days")}: {string.Join(", ", whose.OfType<string>())}";
    }
}
