using System.Collections.Immutable;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Telemetry;

/// <summary>A row of docs/telemetry.md.</summary>
internal sealed record MetricRow(string Name, string Kind, string Unit, ImmutableArray<string> Labels, string Scraped)
{
    /// <summary>The names under which Prometheus has its series.</summary>
    public IEnumerable<string> Series => Kind == "histogram" ? [$"{Scraped}_bucket", $"{Scraped}_sum", $"{Scraped}_count"] : [Scraped];
}

/// <summary>The metrics that docs/telemetry.md names: dashboards and alerts may use these and no others.</summary>
internal static class MetricTable
{
    public static ImmutableArray<MetricRow> Own { get; } =
    [
        .. Rows().Where(cells => cells.Length > 6 && cells[1].StartsWith("`assets.", StringComparison.Ordinal))
            .Select(cells => new MetricRow(
                cells[1].Trim('`'), cells[2], cells[3].Trim('`'),
                [.. cells[4].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)], cells[5].Trim('`'))),
    ];

    /// <summary>Series of the frameworks; those of the first kind are there from the start on.</summary>
    public static ILookup<bool, string> OfFrameworks { get; } = Rows()
        .SkipWhile(cells => cells is not [_, "in Prometheus", "meaning", _]).Skip(1).Where(cells => cells[1].StartsWith('`'))
        .ToLookup(cells => !cells[2].Contains("; once ", StringComparison.Ordinal), cells => cells[1].Trim('`'));

    /// <summary>All series that may be asked for.</summary>
    public static ImmutableHashSet<string> Series { get; } =
        [.. Own.SelectMany(row => row.Series).Concat(OfFrameworks.SelectMany(series => series))];

    private static IEnumerable<string[]> Rows() => File.ReadLines(RepositoryFiles.PathOf("docs", "telemetry.md"))
        .Where(line => line.StartsWith('|'))
        .Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray());
}
