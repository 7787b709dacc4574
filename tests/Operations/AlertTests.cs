using OrleansAssets.DataSources;
using OrleansAssets.Grains.Telemetry;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Telemetry;
using OrleansAssets.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace OrleansAssets.Tests.Operations;

/// <summary>The alerts under ops/prometheus: known metrics, a page of what to do, and a case that fires.</summary>
public sealed class AlertTests
{
    private static readonly string[] Headings = ["## What it means", "## Look", "## Do", "## Rehearse in the sandbox"];

    private static readonly string Folder = RepositoryFiles.PathOf("ops", "prometheus");
    private static readonly string Runbooks = RepositoryFiles.PathOf("docs", "runbooks");

    public static TheoryData<string> Commands => [.. Directory.EnumerateFiles(Runbooks, "Assets*.md").Order(StringComparer.Ordinal)
        .SelectMany(File.ReadLines).Where(line => line.StartsWith("./assets ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];

    [Fact]
    public void Alert_EveryOne_AsksForMetricsOfTheTable()
    {
        string[] ofPrometheus = ["up"];
        Assert.Empty(Alerts().SelectMany(alert => MetricNames.Of(alert.Expression).Except(MetricTable.Series)
            .Select(name => $"{alert.Name}: {name}")));
        Assert.All(Alerts(), alert => Assert.True(
            MetricNames.Of(alert.Expression).Any()
                || Array.Exists(ofPrometheus, name => alert.Expression.StartsWith(name, StringComparison.Ordinal)),
            alert.Name));
    }

    /// <summary>An alert on a value that no label ever has would never fire, and nobody would know.</summary>
    [Fact]
    public void Alert_EveryValueOfALabel_IsOneThatTheProductTells()
    {
        var known = new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal)
        {
            ["limit"] = [RuleCodes.Drawdown, RuleCodes.DailyLoss, RuleCodes.PortfolioHeat],
            ["money"] = ["real", "paper"],
            ["outcome"] = [.. Texts<DecisionOutcome>(), .. Texts<FeedResult>(), "done", "failed"],
            ["status"] = Texts<DataSourceStatus>(),
            ["window"] =
                [.. ShippedConfiguration.Value.Sources.SelectMany(source => source.Windows).Select(window => window.Name), "money"],
            ["job"] = ["orleans-assets", "orleans-assets-web"], // the two of prometheus.yml
            ["after"] = [SiloEnds.None, SiloEnds.Stop, SiloEnds.LateStop, SiloEnds.Crash],
            ["http_route"] = ["/api/.*"],
            ["http_response_status_code"] = ["429", "5.."],
        };
        var asked = Alerts().SelectMany(alert => MetricNames.LabelsOf(alert.Expression)).Distinct().ToArray();

        Assert.NotEmpty(asked);
        Assert.DoesNotContain(asked, one => !known[one.Label].Contains(one.Value));

        static IEnumerable<string> Texts<T>()
            where T : struct, Enum => Enum.GetValues<T>().Select(TagText.Of);
    }

    [Fact]
    public void Alert_EveryOne_HasItsRunbookAndNoOtherIsThere()
    {
        var alerts = Alerts();

        Assert.NotEmpty(alerts);
        Assert.Equal(alerts.Length, alerts.Select(alert => alert.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            alerts.Select(alert => alert.Name).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Runbooks, "Assets*.md").Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal));
        Assert.All(alerts, alert =>
        {
            Assert.Equal($"docs/runbooks/{alert.Name}.md", alert.Runbook);
            var lines = File.ReadAllLines(Path.Combine(Runbooks, $"{alert.Name}.md"));
            Assert.Equal($"# {alert.Name}", lines[0]);
            Assert.Equal(Headings, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
            Assert.Contains(alert.Severity, new[] { "critical", "warning" });
            Assert.Contains(lines, line => line.StartsWith(alert.Severity, StringComparison.OrdinalIgnoreCase));
        });
    }

    [Fact]
    public void Alert_EveryOne_HasACaseInWhichItFires()
    {
        var cases = Directory.EnumerateFiles(Path.Combine(Folder, "tests"), "*.yml").SelectMany(file => Sequence(Read(file), "tests"))
            .Select(one => Text(one, "name"));

        Assert.Equal(Alerts().Select(alert => alert.Name).Order(StringComparer.Ordinal), cases.Order(StringComparer.Ordinal));
    }

    [ProgramFact("promtool", "prometheus")]
    public async Task Alerts_AsPrometheusReadsThem_FireInTheirCasesAndNotBefore()
    {
        foreach (var (verb, folder) in new[] { ("check", "rules"), ("test", "tests") })
        {
            var files = Directory.GetFiles(Path.Combine(Folder, folder), "*.yml");
            var (exitCode, text) = await Programs.RunAsync("promtool", [verb, "rules", .. files]);
            Assert.True(exitCode == 0, text);
        }
    }

    /// <summary>A page that somebody reads at night must not send him to a command that is not there.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void Runbook_EveryCommandOfTheConsole_IsOne(string line)
    {
        // What a page lets the shell reckon from the clock: a date that is written down has passed, or is too far ahead, when it is needed.
        Assert.DoesNotContain("--expires 2", line, StringComparison.Ordinal);
        line = line.Replace("$tomorrow", "2026-03-01T00:00Z", StringComparison.Ordinal);
        Assert.Empty(HelpTests.Tree().Parse(line["./assets ".Length..]).Errors.Select(error => error.Message));
    }

    private static Alert[] Alerts() =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Folder, "rules"), "*.yml")
           from @group in Sequence(Read(file), "groups")
           from rule in Sequence(@group, "rules")
           select new Alert(
               Text(rule, "alert"), Text(rule, "expr"), Text(rule.Children["labels"], "severity"),
               Text(rule.Children["annotations"], "runbook")),
    ];

    private static YamlMappingNode Read(string file)
    {
        using var reader = new StreamReader(file);
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> Sequence(YamlMappingNode node, string key) =>
        ((YamlSequenceNode)node.Children[key]).Cast<YamlMappingNode>();

    private static string Text(YamlNode node, string key) =>
        ((YamlScalarNode)((YamlMappingNode)node).Children[key]).Value!; // a scalar has one

    private sealed record Alert(string Name, string Expression, string Severity, string Runbook);
}
