using System.Reflection;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.Embedded;

/// <summary>What embedded/ offers must be found, with the same signature, in the packages it stands in for.</summary>
public sealed class PublicSurfaceTests(ITestOutputHelper output)
{
    const int TypesMin = 50;
    const int MembersMin = 250;
    const string Version = "10.4.2";
    static readonly string[] Packages =
    [
        "microsoft.orleans.core.abstractions", "microsoft.orleans.persistence.adonet", "microsoft.orleans.reminders.adonet",
        "microsoft.orleans.clustering.adonet", "microsoft.orleans.testinghost",
    ];

    static readonly string[] Ours = ["OrleansAssets.Embedded.Orleans.dll", "OrleansAssets.Embedded.TestingHost.dll"];

    [Fact]
    public void PublicTypes_OfTheStandIn_HaveTheSignaturesOfThePackages()
    {
        using var ours = Load(Ours.Select(n => Path.Combine(Metadata("EmbeddedAssemblies"), n)));
        using var theirs = Load(Packages.Select(PackageFolder).SelectMany(f => Directory.GetFiles(f, "Orleans*.dll")));
        var real = theirs.Types.ToDictionary(t => t.FullName ?? t.Name, StringComparer.Ordinal);
        var compared = ours.Types.Where(t => real.ContainsKey(t.FullName ?? t.Name)).ToList();
        var members = 0;
        var faults = new List<string>();
        foreach (var type in compared)
        {
            var surface = new TypeSurface(real[type.FullName ?? type.Name]);
            foreach (var line in new TypeSurface(type).Lines)
            {
                members++;
                if (!surface.Has(line)) faults.Add($"{type.FullName}: {line.Key}");
            }
        }

        output.WriteLine($"Compared {compared.Count} of {ours.Types.Count} public types and {members} lines of their surface.");
        Assert.True(faults.Count == 0, $"{faults.Count} differ from {Version}:\n{string.Join('\n', faults)}");
        Assert.InRange(compared.Count, TypesMin, int.MaxValue);
        Assert.InRange(members, MembersMin, int.MaxValue);
    }

    static LoadedTypes Load(IEnumerable<string> paths) => new([.. paths]);

    static string PackageFolder(string package) => Path.Combine(Metadata("PackageRoot"), package, Version, "lib", "net10.0");

    static string Metadata(string key) => typeof(PublicSurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => string.Equals(a.Key, key, StringComparison.Ordinal)).Value ?? "";

    sealed class LoadedTypes : IDisposable
    {
        readonly MetadataLoadContext _context;

        public LoadedTypes(List<string> paths)
        {
            var known = paths.Concat(Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "", "*.dll"))
                .Concat(Directory.GetFiles(AppContext.BaseDirectory, "*.dll"));
            _context = new(new PathAssemblyResolver(known.DistinctBy(Path.GetFileName, StringComparer.Ordinal)));
            Types = [.. paths.Select(_context.LoadFromAssemblyPath).SelectMany(a => a.GetTypes()).Where(t => t.IsVisible)];
        }

        public List<Type> Types { get; }

        public void Dispose() => _context.Dispose();
    }
}
