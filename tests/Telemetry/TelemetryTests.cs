using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Web;

namespace OrleansAssets.Tests.Telemetry;

/// <summary>A silo as those see it who watch it from outside.</summary>
[Collection(ObservedSilo.Collection)]
public sealed class TelemetryTests(ObservedSilo silo)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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

    /// <summary>One request of the API: through the grain to the vendor over HTTP, and to the statement that keeps the budget.</summary>
    [Fact]
    public async Task Trace_OfARequestOfTheApi_GoesThroughGrainsToTheVendorAndTheStatement()
    {
        using var admin = silo.Admin();

        await silo.TraceAsync(
            _ => admin.PostAsync(new Uri("/api/v1/sources/ccxt_binance/check", UriKind.Relative), null).ExpectAsync(HttpStatusCode.OK),
            GoesDown);
    }

    /// <summary>The console goes on with the trace of whoever calls it.</summary>
    [Fact]
    public async Task Trace_OfACommandOfTheConsole_GoesOnThroughTheApi()
    {
        var outcome = new AssetsOutcome(-1, "", "");

        await silo.TraceAsync(
            async caller => outcome = await AssetsProcess.RunAsync(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["TRACEPARENT"] = caller.Id! }, // it has started
                _ => Task.CompletedTask, "doctor", "--run-file", Path.Combine(silo.DataDirectory, "run.json")),
            GoesDown);

        Assert.True(outcome.ExitCode is 0 or 1, outcome.Error);
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

    /// <summary>After some work every documented metric is there, under the labels that are documented.</summary>
    [Fact]
    public async Task Documentation_LabelsOfWhatWasMeasured_AreThoseOfTheTable()
    {
        await UntilNoneIsMissingAsync(() => Task.FromResult(
            MetricTable.Own.Select(row => row.Name).Except(silo.Metrics.Labels.Keys, StringComparer.Ordinal)));
        var measured = silo.Metrics.Labels;

        Assert.All(
            MetricTable.Own,
            row => Assert.Equal((row.Name, Text(row.Labels.Order(StringComparer.Ordinal))), (row.Name, Text(measured[row.Name]))));

        static string Text(IEnumerable<string> labels) => string.Join(", ", labels);
    }

    [Fact]
    public async Task Metrics_Scraped_HaveTheSeriesOfTheTable()
    {
        var text = "";
        await UntilNoneIsMissingAsync(async () =>
        {
            text = await silo.ReadAsync("/metrics");
            var series = text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('{', ' ')[0]);
            return MetricTable.Own.SelectMany(row => row.Series).Concat(MetricTable.OfFrameworks[true])
                .Except(series, StringComparer.Ordinal);
        });
        Assert.DoesNotContain("Password", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Dashboard_Orleans_IsServedToAdminsAlone()
    {
        using var admin = silo.Admin();
        var page = await admin.GetAsync(new Uri("/orleans/index.html", UriKind.Relative));

        Assert.Contains("Orleans Dashboard", await page.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("font-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var operators = await silo.ClientOfAsync("Olga", "operator");
        using var nobody = silo.Anonymous();
        foreach (var path in new[] { "/orleans", "/orleans/index.html", "/orleans/ClusterStats", "/orleans/GrainState?grainId=x" })
        {
            Assert.Equal(HttpStatusCode.Found, (await nobody.GetAsync(new Uri(path, UriKind.Relative))).StatusCode); // to the sign-in
            Assert.Equal(HttpStatusCode.Forbidden, (await operators.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
        }
    }

    // From the caller through the API and the source's grain to the vendor, and to a statement.
    private static bool GoesDown(Activity[] spans)
    {
        var paths = spans.Select(span => (Span: span, Path: PathOf(span, spans))).Where(one => IsOfACheck(one.Path)).ToArray();
        return Array.Exists(paths, one => IsCallOfVendor(one.Span)) && Array.Exists(paths, one => one.Span.Source.Name == "Npgsql");

        static bool IsOfACheck(List<string> path) => path[^1] == ObservedSilo.CallerSpan
            && path.Exists(
                name => name.Contains("/check", StringComparison.Ordinal) || name.EndsWith("HttpRequestIn", StringComparison.Ordinal))
            && path.Exists(name => name.Contains("IDataSourceGrain", StringComparison.Ordinal));
    }

    // Some is told every few seconds or each minute: on a busy machine it is not there at once.
    private static async Task UntilNoneIsMissingAsync(Func<Task<IEnumerable<string>>> find)
    {
        string[] missing = [];
        await Poll.UntilAsync(
            async () => (missing = [.. await find()]).Length == 0, TimeSpan.FromSeconds(90),
            () => $"Missing: {string.Join(", ", missing)}");
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
