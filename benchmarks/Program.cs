using System.CommandLine;
using OrleansAssets.Benchmarks;

(string Name, string About, Func<Task> RunAsync)[] known =
[
    ("ingest", "the feed path beside a plain COPY", IngestBenchmark.RunAsync),
    ("import", "files through console and silo beside a plain COPY", ImportBenchmark.RunAsync),
    ("read", "histories and quotes through a client beside plain Npgsql", ReadBenchmark.RunAsync),
    ("streams", "pushed quotes from socket to grain, and memory of 5,000 assets", StreamBenchmark.RunAsync),
    ("adapters", "a page of each vendor beside System.Text.Json and COPY", AdapterBenchmark.RunAsync),
    ("drain", "ten thousand feeds due at once beside what the limits allow", DrainBenchmark.RunAsync),
    ("sentiment", "the mood scorer beside System.Text.Json", () => Now(SentimentBenchmark.Run)),
    ("start", "the built silo: time to ready, and memory", StartBenchmark.RunAsync),
    ("console", "assets status beside curl of the same question", ConsoleBenchmark.RunAsync),
    ("api", "questions and decisions by REST beside the grain client; 200 listeners", ApiBenchmark.RunAsync),
    ("pages", "what a page weighs, and when it is first seen", PageBenchmark.RunAsync),
    ("decide", "durable decisions beside single-row commits", DecisionBenchmark.RunAsync),
    ("book", "1,000 portfolios of 20 positions marked; a year's journal read again", BookBenchmark.RunAsync),
    ("late", "a fill of a day that has ended, into journals of 10,000 and 100,000 entries", LateFillBenchmark.RunAsync),
    ("silos", "the same decisions on one silo and on two", SilosBenchmark.RunAsync),
    ("telemetry", "decisions of silos that tell of themselves beside one that does not", TelemetryBenchmark.RunAsync),
    ("backup", "ten million candles: backup under load, restore with its proof, start", BackupBenchmark.RunAsync),
    ("growth", "start, memory and a round of collection of 22, 500 and 5,000 assets", GrowthBenchmark.RunAsync),
    ("statistics", "every figure of performance, and correlation", () => Now(StatisticsBenchmark.Run)),
    ("pretrade", "one decision by all rules in memory", () => Now(PreTradeBenchmark.Run)),
    ("readiness", "the readiness of all phases beside single-row commits", ReadinessBenchmark.RunAsync),
];

var names = new Argument<string[]>("benchmark")
{
    Arity = ArgumentArity.ZeroOrMore,
    Description = "Those to run; none named runs all:\n" + string.Join("\n", known.Select(one => $"{one.Name,-12}{one.About}")),
    HelpName = "benchmark",
};
names.AcceptOnlyFromAmong([.. known.Select(one => one.Name)]);

var assets = new Argument<int>("assets");
var data = new Argument<string>("data");
var growthSilo = new Command(GrowthSilo.Command, "The silo of growth, which launches it.") { assets, data };
growthSilo.Hidden = true;
growthSilo.SetAction(parsed => GrowthSilo.RunAsync(parsed.GetRequiredValue(assets), parsed.GetRequiredValue(data)));

var command = new RootCommand("Figures, each beside a reference of the same run. benchmarks/README.md says what each shows.")
{
    names, growthSilo,
};
command.SetAction(async parsed =>
{
    var chosen = parsed.GetValue(names) is { Length: > 0 } some ? some : [.. known.Select(one => one.Name)];
    foreach (var one in known.Where(one => chosen.Contains(one.Name, StringComparer.Ordinal)))
    {
        await one.RunAsync();
    }
});
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static Task Now(Action run)
{
    run();
    return Task.CompletedTask;
}
