using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>Whose a record is, and how much of it the trades explain, in words.</summary>
public static class RecordWords
{
    /// <summary>Below this share of the gain, the trades do not say what earned it.</summary>
    private const decimal ExplainedShareMin = 0.5m;

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
        return $"{ValueText.Days(report.Days)}: {string.Join(", ", whose.OfType<string>())}";
    }

    /// <summary>What is to be said of a gain that the trades do not explain; null of any other record.</summary>
    public static string? Unexplained(PerformanceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Profit > 0 && report.ExplainedProfit < report.Profit * ExplainedShareMin
            ? FormattableString.Invariant($"the trades explain {report.ExplainedProfit:#,0.##} of {report.Profit:#,0.##} USD ")
                + FormattableString.Invariant($"that the record gained ({report.ExplainedProfit / report.Profit * 100:0.##} %): ")
                + "import the trades that earned it, or find out what did"
            : null;
    }
}
