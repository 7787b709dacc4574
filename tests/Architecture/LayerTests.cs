using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using OrleansAssets.Api;
using OrleansAssets.Client;
using OrleansAssets.Configuration;
using OrleansAssets.Database;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains;
using OrleansAssets.Pages;
using OrleansAssets.Sandbox;
using OrleansAssets.Silo.Start;
using OrleansAssets.Storage;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;
using OrleansAssets.Web;

namespace OrleansAssets.Tests.Architecture;

/// <summary>
/// What may know what. A reference that is not in the table is a wall that was broken through: move the code, or argue for the table.
/// </summary>
public sealed class LayerTests
{
    private const string Interfaces = "OrleansAssets.GrainInterfaces";
    private const string Domain = "OrleansAssets.Domain";
    private const string Configuration = "OrleansAssets.Configuration";
    private const string Vendors = "OrleansAssets.Vendors";
    private const string Storage = "OrleansAssets.Storage";
    private const string Grains = "OrleansAssets.Grains";
    private const string Database = "OrleansAssets.Database";
    private const string Sandbox = "OrleansAssets.Sandbox";
    private const string Client = "OrleansAssets.Client";
    private const string Api = "OrleansAssets.Api";
    private const string Web = "OrleansAssets.Web";
    private const string Pages = "OrleansAssets.Pages";

    private static readonly (Assembly Assembly, string[] Allowed)[] Layers =
    [
        (typeof(Keys).Assembly, []),
        (typeof(AssetsConfiguration).Assembly, [Interfaces]),
        (typeof(ConfigurationReader).Assembly, [Interfaces, Domain]),
        (typeof(VendorCatalogue).Assembly, [Interfaces, Domain]),
        (typeof(StorageRegistration).Assembly, [Interfaces, Domain]),
        (typeof(Stored<>).Assembly, [Interfaces, Domain, Vendors, Storage]),
        (typeof(PrivatePostgres).Assembly, [Interfaces, Domain, Storage]),
        (typeof(SandboxOptions).Assembly, [Interfaces, Domain, Vendors]),
        (typeof(SiloOptions).Assembly,
            [Interfaces, Domain, Configuration, Vendors, Storage, Grains, Database, Sandbox, Client, Web, Pages]),
        (typeof(PagesRegistration).Assembly, [Interfaces, Domain, Web]),
        (typeof(OrleansAssetsClient).Assembly, [Interfaces]),
        (typeof(AssetsApi).Assembly, [Interfaces, Domain]),
        (typeof(WebRegistration).Assembly, [Interfaces, Domain, Client, Api]),
        (typeof(Cli.Output.ExitCodes).Assembly, [Interfaces, Domain, Configuration, Vendors, Api]),
    ];

    /// <summary>The project files that each project of the product refers to, by the name of its assembly.</summary>
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Projects =
        new[] { "grain-interfaces", "grains", "silo", "client", "web" }.Select(folder => RepositoryFiles.PathOf(folder))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/samples/", StringComparison.Ordinal))
        .ToImmutableDictionary(AssemblyNameOf, ReferencesOf, StringComparer.Ordinal);

    public static TheoryData<string> Assemblies => [.. Layers.Select(layer => layer.Assembly.GetName().Name!)];

    [Fact]
    public void Table_Always_HasEveryProjectOfTheProduct() => Assert.Equal(
        Projects.Keys.Order(StringComparer.Ordinal),
        Layers.Select(layer => layer.Assembly.GetName().Name!).Order(StringComparer.Ordinal)); // a loaded assembly has one

    /// <summary>What the compiled code uses, and what a project could use from now on: the compiler leaves unused references out.</summary>
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void References_OfEachAssembly_AreThoseOfTheTable(string name)
    {
        var (assembly, allowed) = Layers.Single(layer => layer.Assembly.GetName().Name == name);

        var used = assembly.GetReferencedAssemblies().Select(reference => reference.Name!) // a reference has one
            .Where(reference => Projects.ContainsKey(reference));
        var stated = Projects[name].Select(project => AssemblyNameOf(project));

        Assert.Empty(used.Union(stated, StringComparer.Ordinal).Except(allowed, StringComparer.Ordinal));
    }

    /// <summary>A namespace can be read, and moved, without those that use it. What closes a cycle is named, use by use.</summary>
    [Fact]
    public void Namespaces_OfEachAssembly_FormNoCycle() =>
        Assert.Empty(Layers.SelectMany(layer => NamespaceGraph.CyclicUses(layer.Assembly)));

    /// <summary>Rules are functions of what they are given: what does something is not there for them to reach.</summary>
    [Theory]
    [InlineData("Npgsql")]
    [InlineData("Refit")]
    [InlineData("YamlDotNet")]
    [InlineData("Orleans.Runtime")]
    [InlineData("Orleans.Core")]
    [InlineData("Orleans.Reminders")]
    [InlineData("System.Net.Http")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    public void Domain_Never_ReferencesWhatDoesSomething(string reference) => Assert.DoesNotContain(
        typeof(AssetsConfiguration).Assembly.GetReferencedAssemblies(), found => found.Name == reference);

    [Theory]
    [InlineData("TimeProvider")]
    [InlineData("File.")]
    [InlineData("Directory.")]
    [InlineData("Environment.")]
    public void Domain_Never_NamesTheClockOrFiles(string word)
    {
        var users = Directory.EnumerateFiles(RepositoryFiles.PathOf("grains", "Domain"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => IsCode(line) && line.Contains(word, StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file));

        Assert.Empty(users);

        static bool IsCode(string line) => !line.TrimStart().StartsWith("//", StringComparison.Ordinal);
    }

    /// <summary>Internals are for the tests and the benchmarks; a project that needs another's says so by a public type.</summary>
    [Fact]
    public void Internals_OfEachAssembly_AreShownToTestsOnly()
    {
        string[] friends = ["OrleansAssets.Tests", "OrleansAssets.Benchmarks"];

        var strangers = Layers.SelectMany(layer => layer.Assembly.GetCustomAttributes<InternalsVisibleToAttribute>()
            .Where(friend => !friends.Contains(friend.AssemblyName, StringComparer.Ordinal))
            .Select(friend => $"{layer.Assembly.GetName().Name} to {friend.AssemblyName}"));

        Assert.Empty(strangers);
    }

    private static string AssemblyNameOf(string project) => XDocument.Load(project).Descendants("AssemblyName").Single().Value;

    private static ImmutableArray<string> ReferencesOf(string project) =>
    [
        .. XDocument.Load(project).Descendants("ProjectReference").Select(reference => Path.GetFullPath(
            reference.Attribute("Include")!.Value, Path.GetDirectoryName(project)!)), // a reference says what it includes
    ];
}
