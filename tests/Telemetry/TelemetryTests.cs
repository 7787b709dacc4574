using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Telemetry;

/// <summary>A silo as those see it who watch it from outside.</summary>
[Collection(ObservedSilo.Collection)]
public sealed class TelemetryTests(ObservedSilo silo)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Instruments that nothing in a first minute measures; each is measured in a test of its own feature.</summary>
    private static readonly string[] Rare =
    [
        "assets.feed.left_out", "assets.feed.odd_bars", "assets.phase.events", "assets.notice.deliveries",
        "assets.phase.override.remaining",
        "assets.phase.verdict.changes", "assets.phase.verdict", "assets.phase.evaluation.age", "assets.reminder.overdue",
        "assets.reminder.wakes", "assets.source.spent", "assets.database.usable",
    ];

    /// <summary>The call of a service, the grain that takes it, the write of its journal and the statements in PostgreSQL.</summary>
    [Fact]
    public async Task Trace_OfACallByTheClientLibrary_GoesDownToTheStatement()
    {
        await Poll.UntilAsync(
            () => Task.FromResult(silo.Spans.Of(silo.DepositTrace).Any(span => span.Source.Name == ObservedSilo.CallerSource)),
            Patience, () => "The caller's span did not end.");

        var spans = silo.Spans.Of(silo.DepositTrace).ToArray();
        var statement = spans.First(span => span.Source.Name == "Npgsql" && PathOf(span, spans).Contains("journal batch"));
        var path = PathOf(statement, spans);

        Assert.Equal(ObservedSilo.CallerSpan, path[^1]);
        Assert.Contains(path, name => name.Contains("RecordCashFlow", StringComparison.Ordinal));
        Assert.DoesNotContain(
            spans.SelectMany(span => span.TagObjects), tag => tag.Value is string text && text.Contains("Ada", StringComparison.Ordinal));
    }

    /// <summary>What a feed does is one trace: the call over HTTP, and the rows that it brings into the database.</summary>
    [Fact]
    public void Trace_OfACollection_HasTheVendorAndTheDatabase()
    {
        var collections = silo.Spans.Traces.Select(trace => trace.ToArray())
            .Where(trace => trace.Any(span => span.OperationName == "vendor call")).ToArray();

        Assert.Contains(collections, trace => trace.Any(IsCallOfVendor) && trace.Any(span => span.Source.Name == "Npgsql"));
        Assert.All(
            collections.SelectMany(trace => trace.Where(IsCallOfVendor)),
            span => Assert.Matches("^http://127.0.0.1:[0-9]+$", (string?)span.GetTagItem("url.full") ?? ""));
    }

    [Fact]
    public void Documentation_EveryInstrument_HasItsRowAndNoOther() => Assert.Equal(
        silo.Metrics.Instruments.Values
            .Select(instrument => $"{instrument.Name} {KindOf(instrument)} {instrument.Unit}").Order(StringComparer.Ordinal),
        MetricTable.Own.Select(row => $"{row.Name} {row.Kind} {row.Unit}").Order(StringComparer.Ordinal));

    [Fact]
    public void Documentation_LabelsOfWhatWasMeasured_AreThoseOfTheTable()
    {
        var measured = silo.Metrics.Labels;

        Assert.Empty(MetricTable.Own.Select(row => row.Name)
            .Except(measured.Keys, StringComparer.Ordinal).Except(Rare, StringComparer.Ordinal));
        Assert.All(
            MetricTable.Own.Where(row => measured.ContainsKey(row.Name)),
            row => Assert.Equal((row.Name, Text(row.Labels.Order(StringComparer.Ordinal))), (row.Name, Text(measured[row.Name]))));

        static string Text(IEnumerable<string> labels) => string.Join(", ", labels);
    }

    [Fact]
    public async Task Metrics_Scraped_HaveTheSeriesOfTheTable()
    {
        // A book whose write fails on a busy machine is not known until its next one, a minute later at most.
        var text = "";
        await Poll.UntilAsync(
            async () => (text = await silo.ReadAsync("/metrics")).Contains("assets_portfolio_equity{", StringComparison.Ordinal),
            TimeSpan.FromSeconds(90), () => text);
        var series = text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('{', ' ')[0]).ToHashSet(StringComparer.Ordinal);

        var measured = silo.Metrics.Labels.Keys.ToHashSet(StringComparer.Ordinal);
        Assert.Empty(MetricTable.Own.Where(row => measured.Contains(row.Name)).SelectMany(row => row.Series)
            .Except(series, StringComparer.Ordinal));
        Assert.Empty(MetricTable.OfFrameworks[true].Except(series, StringComparer.Ordinal));
        Assert.DoesNotContain("Password", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Dashboard_OnLoopback_IsServedToOperatorsAlone()
    {
        Assert.Contains("Sign in", await silo.ReadAsync("/orleans"), StringComparison.Ordinal); // where a browser is sent
        Assert.Contains("Orleans Dashboard", await silo.ReadAsync("/orleans", silo.AdminSecret), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    public void Dashboard_WhereOthersReachIt_IsRefusedBeforeAnythingStarts(string bind)
    {
        var options = new SiloOptions("", "", "", IPAddress.Parse(bind), 0, 0, 0, Live: false, Cluster: false, null) { Dashboard = true };

        var refused = Assert.Throws<StartException>(() => options.WithFreePorts());

        Assert.Equal(StartException.BadInput, refused.ExitCode);
        Assert.Contains($"--bind is {bind}", refused.Message, StringComparison.Ordinal);
    }

    private static List<string> PathOf(Activity span, Activity[] spans)
    {
        List<string> path = [];
        for (var one = span; one is not null; one = Array.Find(spans, parent => parent.SpanId == one.ParentSpanId))
        {
            path.Add(one.OperationName);
        }

        return path;
    }

    private static bool IsCallOfVendor(Activity span) => span.Kind == ActivityKind.Client && span.GetTagItem("url.full") is not null;

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "histogram",
        "ObservableGauge" => "gauge",
        var other => other,
    };
}
