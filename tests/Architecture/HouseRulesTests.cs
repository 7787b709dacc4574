using System.Reflection;
using Microsoft.Extensions.Logging;
using OrleansAssets.Client;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Architecture;

/// <summary>Rules that hold over the whole code: what a newcomer relies on.</summary>
public sealed class HouseRulesTests
{
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
}
