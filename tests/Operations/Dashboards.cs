using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Operations;

/// <summary>A question of a panel or of a variable.</summary>
/// <param name="Where">Dashboard and panel, for whoever reads a failure.</param>
/// <param name="Source">Uid of the data source.</param>
/// <param name="IsSeries">Whether the panel draws it over time.</param>
internal sealed record DashboardQuery(string Where, string Source, string Text, bool IsSeries)
{
    public bool IsSql => Source == Dashboards.Database;
}

/// <summary>The dashboards under ops/grafana, and what Grafana makes of their questions before it asks them.</summary>
internal static partial class Dashboards
{
    public const string Database = "assets-postgres";
    public const string Prometheus = "assets-prometheus";

    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ImmutableArray<JsonElement> All { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryFiles.PathOf("ops", "grafana", "dashboards"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement),
    ];

    public static ImmutableArray<DashboardQuery> Queries { get; } = [.. All.SelectMany(QueriesOf)];

    /// <summary>The text as it reaches the database or Prometheus: macros expanded, variables in place.</summary>
    public static string Expand(DashboardQuery query) => Variables().Replace(
        TimeFilter().Replace(query.Text, match => $"{match.Groups["column"].Value} BETWEEN '{Text(From)}' AND '{Text(Until)}'"),
        match => match.Groups["name"].Value switch
        {
            "portfolio" => Keys.DefaultPortfolioId,
            "phase" => "phase_1_stocks",
            "source" => query.IsSql ? "'ccxt_binance','alpaca'" : "ccxt_binance|alpaca",
            "__rate_interval" => "5m",
            var other => throw new InvalidOperationException($"{query.Where} uses ${other}, which this test does not know."),
        });

    private static IEnumerable<DashboardQuery> QueriesOf(JsonElement dashboard)
    {
        var title = dashboard.GetProperty("title").GetString();
        foreach (var variable in dashboard.GetProperty("templating").GetProperty("list").EnumerateArray())
        {
            yield return new DashboardQuery(
                $"{title}: variable {variable.GetProperty("name")}", UidOf(variable), variable.GetProperty("query").GetString()!, false);
        }

        foreach (var panel in dashboard.GetProperty("panels").EnumerateArray().Where(panel => panel.TryGetProperty("targets", out _)))
        {
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
            {
                var source = UidOf(target);
                yield return new DashboardQuery(
                    $"{title}: {panel.GetProperty("title")}", source,
                    target.GetProperty(source == Database ? "rawSql" : "expr").GetString()!,
                    source == Database && target.GetProperty("format").GetString() == "time_series");
            }
        }
    }

    private static string UidOf(JsonElement element) => element.GetProperty("datasource").GetProperty("uid").GetString()!;

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$__timeFilter\((?<column>[^()]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeFilter();

    [GeneratedRegex(@"\$(?<name>\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variables();
}
