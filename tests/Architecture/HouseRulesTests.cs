using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using OrleansAssets.Client;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Architecture;

/// <summary>Rules that hold over the whole code: what a newcomer relies on.</summary>
public sealed partial class HouseRulesTests
{
    private static readonly string[] ServerSide =
        ["GrainInterfaces", "Domain", "Configuration", "Vendors", "Storage", "Grains", "Database", "Sandbox", "Silo"];

    private static readonly Assembly[] Product =
    [
        typeof(Keys).Assembly, typeof(AssetsConfiguration).Assembly, typeof(SiloOptions).Assembly, typeof(OrleansAssetsClient).Assembly,
    ];

    [Fact]
    public void Types_OfTheProduct_AreInNoOrleansNamespace()
    {
        var strangers = Product.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace is { } name && (name == "Orleans" || name.StartsWith("Orleans.", StringComparison.Ordinal)));

        Assert.Empty(strangers);
    }

    [Fact]
    public void Sources_Always_HaveNoConditionalCompilation()
    {
        var conditional = Directory.EnumerateFiles(RepositoryFiles.Root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(RepositoryFiles.Root, file).Split(Path.DirectorySeparatorChar)[0].StartsWith('.'))
            .Where(file => !file.Contains("/artifacts/", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

        Assert.Empty(conditional);
    }

    /// <summary>
    /// Whoever reads a name in the server's code has one thing to think of. The console, the API and its pages have doors to the same
    /// things, and name them alike.
    /// </summary>
    [Fact]
    public void Names_OfTypesOfTheServer_AreGivenOnce()
    {
        string[] twice = ["FactsReader"]; // of a decision's facts, and of facts about markets

        var shared = Directory.EnumerateFiles(AppContext.BaseDirectory, "OrleansAssets.*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => ServerSide.Contains(name["OrleansAssets.".Length..], StringComparer.Ordinal))
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(type => !type.IsNested && type.Namespace?.StartsWith("OrleansAssets", StringComparison.Ordinal) == true
                && !type.Namespace.Contains("OrleansCodeGen", StringComparison.Ordinal))
            .GroupBy(type => type.Name, StringComparer.Ordinal)
            .Where(same => same.Count() > 1 && !twice.Contains(same.Key, StringComparer.Ordinal))
            .Select(same => string.Join(" and ", same.Select(type => type.FullName)));

        Assert.Empty(shared);
    }

    /// <summary>Each place that CONTRIBUTING.md sends somebody to is there.</summary>
    [Fact]
    public void Contributing_EveryPlaceOfItsTable_IsThere()
    {
        var places = File.ReadLines(RepositoryFiles.PathOf("CONTRIBUTING.md"))
            .SkipWhile(line => !line.StartsWith("| to add |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => Place().Matches(line).Select(match => match.Groups["path"].Value))
            .ToArray();

        Assert.True(places.Length > 20, $"only {places.Length} places were found: does the test still read the table?");
        Assert.DoesNotContain(places, place =>
            !Directory.EnumerateFileSystemEntries(
                RepositoryFiles.PathOf(Path.GetDirectoryName(place)!), Path.GetFileName(place)).Any()); // it has a folder
    }

    /// <summary>What ./test.sh --fast runs needs no PostgreSQL, no silo and no process, so that it stays fast and runs anywhere.</summary>
    [Fact]
    public void Tests_OfTheFastTier_StartNothing()
    {
        var folders = File.ReadLines(RepositoryFiles.PathOf("test.sh"))
            .Single(line => line.StartsWith("fast_folders=(", StringComparison.Ordinal))
            .Split('(', ')')[1].Split(' ');
        string[] starters =
        [
            "Process.Start(", "AssetsProcess.", "SiloProcess.", "PostgresFixture", "PrivatePostgres.", "Cluster.StartAsync(",
            "TestServer.",
        ];

        var sources = folders.SelectMany(folder => Directory.EnumerateFiles(
                RepositoryFiles.PathOf("tests", folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "HouseRulesTests.cs");

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(
            sources, file => starters.Any(starter => File.ReadAllText(file).Contains(starter, StringComparison.Ordinal)));
    }

    /// <summary>Who follows an event in the log by its number finds that event and no other.</summary>
    [Fact]
    public void LogEvents_OfTheProduct_HaveANumberEach()
    {
        var events = Directory.EnumerateFiles(AppContext.BaseDirectory, "OrleansAssets.*.dll")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => name != "OrleansAssets.Tests")
            .Select(name => Assembly.Load(name!))
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.DeclaredOnly))
            .Select(method => (
                Name: $"{method.DeclaringType?.Name}.{method.Name}", method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(one => one.EventId is not null)
            .ToArray();

        Assert.True(events.Length > 20, $"only {events.Length} log events were found: does the test still look in the right place?");
        Assert.Empty(events.GroupBy(one => one.EventId).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(one => one.Name))}"));
        Assert.DoesNotContain(events, one => one.EventId <= 0);
    }

    /// <summary>A path in backquotes that begins in a folder of the repository, to the end of what may be looked for.</summary>
    [GeneratedRegex("`(?<path>[a-z][\\w.-]*/[\\w./*-]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Place();
}
