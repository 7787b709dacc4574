using OrleansAssets.Benchmarks;

string[] known = ["ingest", "adapters", "drain", "sentiment", "start", "decide", "statistics", "vetting", "readiness"];
string[] chosen = args.Length == 0 ? known : args;
if (chosen.Except(known, StringComparer.Ordinal).ToArray() is { Length: > 0 } unknown)
{
    await Console.Error.WriteLineAsync($"Unknown: {string.Join(", ", unknown)}. Known: {string.Join(", ", known)}; none named runs all.");
    return 2;
}

if (chosen.Contains("ingest", StringComparer.Ordinal))
{
    await IngestBenchmark.RunAsync();
}

if (chosen.Contains("adapters", StringComparer.Ordinal))
{
    await AdapterBenchmark.RunAsync();
}

if (chosen.Contains("drain", StringComparer.Ordinal))
{
    await DrainBenchmark.RunAsync();
}

if (chosen.Contains("sentiment", StringComparer.Ordinal))
{
    SentimentBenchmark.Run();
}

if (chosen.Contains("start", StringComparer.Ordinal))
{
    await StartBenchmark.RunAsync();
}

if (chosen.Contains("decide", StringComparer.Ordinal))
{
    await DecisionBenchmark.RunAsync();
}

if (chosen.Contains("statistics", StringComparer.Ordinal))
{
    StatisticsBenchmark.Run();
}

if (chosen.Contains("vetting", StringComparer.Ordinal))
{
    VettingBenchmark.Run();
}

if (chosen.Contains("readiness", StringComparer.Ordinal))
{
    await ReadinessBenchmark.RunAsync();
}

return 0;
