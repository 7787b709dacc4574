using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using OrleansAssets.Client;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Architecture;

/// <summary>Rules that hold over the whole code: what a newcomer relies on.</summary>
public sealed partial class HouseRulesTests
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

    /// <summary>
    /// Whoever reads a name in the code has one thing to think of. The markup of pages has doors to the same things, and names them alike.
    /// </summary>
    [Fact]
    public void Names_OfTypesOfTheProduct_AreGivenOnce()
    {
        string[] twice =
        [
            "AssetsApi", // the client of the whole API, and the addresses about assets, as each feature has its XApi
            "HaltText", // of a rule's words, and of the links of pages
        ];

        var shared = ProductTypes()
            .Where(type => !type.IsNested && !type.IsSubclassOf(typeof(ComponentBase)))
            .GroupBy(type => type.Name, StringComparer.Ordinal)
            .Where(same => same.Count() > 1 && !twice.Contains(same.Key, StringComparer.Ordinal))
            .Select(same => string.Join(" and ", same.Select(type => type.FullName)));

        Assert.Empty(shared);
    }

    /// <summary>
    /// Each place that CONTRIBUTING.md sends somebody to is there: files and folders, files that it names alone, types and their members,
    /// attributes. What it names otherwise is none of these, and so a slip.
    /// </summary>
    [Fact]
    public void Contributing_EveryPlaceOfItsTable_IsThere()
    {
        var places = File.ReadLines(RepositoryFiles.PathOf("CONTRIBUTING.md"))
            .SkipWhile(line => !line.StartsWith("| to add |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => Place().Matches(line).Select(match => match.Groups["place"].Value))
            .Distinct(StringComparer.Ordinal).ToArray();
        var types = ProductTypes().ToLookup(type => type.Name, StringComparer.Ordinal);
        var files = new[] { "grain-interfaces", "grains", "silo", "web", "client", "config", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal);

        Assert.True(places.Length > 40, $"only {places.Length} places were found: does the test still read the table?");
        Assert.All(places, place => Assert.True(IsThere(place, types, files), $"'{place}' of the table is nowhere"));
    }

    private static bool IsThere(string place, ILookup<string, Type> types, HashSet<string> files) => place switch
    {
        "APPROVE=1" => true,
        ['[', ..] => types[place[1..].Split('(', ']')[0] + "Attribute"].Any(),
        [.., '/'] => Directory.Exists(RepositoryFiles.PathOf(place)),
        _ when place.Contains('/', StringComparison.Ordinal) => Directory.EnumerateFileSystemEntries(
            RepositoryFiles.PathOf(Path.GetDirectoryName(place)!), Path.GetFileName(place)).Any(), // it has a folder
        _ when File.Exists(RepositoryFiles.PathOf(place)) => true,
        _ when Path.GetExtension(place) is ".cs" or ".yaml" => files.Contains(place)
            || (place[0] == 'X' && files.Any(file => file.EndsWith(place[1..], StringComparison.Ordinal))), // a feature's own
        _ when place.Split('.') is [var type, var member] => types[type].Any(one => one.GetMember(member).Length > 0),
        _ => types[place].Any() || files.Contains($"{place}.cs"), // the latter a class of tests
    };

    /// <summary>
    /// What is written twice comes to differ. So many runs of six lines and more that are equal there are, of the lines that say something
    /// (no line of a bracket alone; no comment, no using): whoever takes one away lowers the number, and nobody raises it.
    /// </summary>
    [Fact]
    public void Lines_OfTheProduct_AreWrittenTwiceNoMoreThanBefore()
    {
        const int runsMax = 9;
        const int lines = 6;
        const int tellingLines = 4;
        var sources = new[] { "grain-interfaces", "grains", "silo", "web", "client" }
            .SelectMany(folder => Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/samples/", StringComparison.Ordinal))
            .Select(file => (File: Path.GetRelativePath(RepositoryFiles.Root, file), Lines: TellingLines(file))).ToArray();
        var places = sources
            .SelectMany(source => Enumerable.Range(0, Math.Max(0, source.Lines.Length - lines + 1))
                .Select(at => (
                    source.File, source.Lines, At: at, Text: string.Join('\n', source.Lines[at..(at + lines)].Select(line => line.Text)))))
            .Where(place => place.Text.Split('\n').Count(line => line.Length > 2) >= tellingLines)
            .GroupBy(place => place.Text, StringComparer.Ordinal).Where(same => same.Count() > 1);

        // A run begins where the lines before its two places differ.
        var runs = from same in places
                   let all = same.ToArray()
                   from one in Enumerable.Range(0, all.Length)
                   from other in Enumerable.Range(one + 1, all.Length - one - 1)
                   where all[one].At == 0 || all[other].At == 0
                       || all[one].Lines[all[one].At - 1].Text != all[other].Lines[all[other].At - 1].Text
                   select $"{all[one].File}:{all[one].Lines[all[one].At].Number} and "
                       + $"{all[other].File}:{all[other].Lines[all[other].At].Number}";
        var found = runs.ToArray();

        Assert.True(found.Length <= runsMax, $"{found.Length} runs of equal lines, {runsMax} at most:\n{string.Join('\n', found)}");
    }

    private static (int Number, string Text)[] TellingLines(string file) =>
    [
        .. File.ReadLines(file).Select((line, index) => (Number: index + 1, Text: line.Trim()))
            .Where(line => line.Text.Length > 0 && !line.Text.StartsWith("//", StringComparison.Ordinal)
                && !line.Text.StartsWith("using ", StringComparison.Ordinal)),
    ];

    private static IEnumerable<Type> ProductTypes() => Directory.EnumerateFiles(AppContext.BaseDirectory, "OrleansAssets.*.dll")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => !name.Contains("Tests", StringComparison.Ordinal))
        .Select(Assembly.Load).Append(typeof(Cli.Output.ExitCodes).Assembly)
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("OrleansAssets", StringComparison.Ordinal) == true
            && !type.Namespace.Contains("OrleansCodeGen", StringComparison.Ordinal));

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

    /// <summary>What stands in backquotes.</summary>
    [GeneratedRegex("`(?<place>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Place();
}
