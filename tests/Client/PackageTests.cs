using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Client;

/// <summary>What other services take: the client library as a package.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly DataDirectory _to = new();

    public void Dispose() => _to.Dispose();

    /// <summary>Of what the tests were built with: nothing is compiled again.</summary>
    [Fact]
    public async Task Client_Packed_HasLibraryCommentsReadmeAndTheContractsThatItNeeds()
    {
        await PackAsync("client/OrleansAssets.Client/OrleansAssets.Client.csproj");

        using var client = await OpenAsync("OrleansAssets.Client.*.nupkg");
        var names = client.Entries.Select(entry => entry.FullName);
        Assert.Empty(new[] { "README.md", "lib/net10.0/OrleansAssets.Client.dll", "lib/net10.0/OrleansAssets.Client.xml" }
            .Except(names, StringComparer.Ordinal));
        var metadata = Metadata(client);
        Assert.Equal("README.md", Text(metadata, "readme"));
        Assert.NotEmpty(Text(metadata, "description"));
        var needed = metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(one => one.Attribute("id")!.Value, one => one.Attribute("version")!.Value, StringComparer.Ordinal); // it has both
        Assert.Equal(Text(metadata, "version"), needed["OrleansAssets.GrainInterfaces"]);
        Assert.DoesNotContain(needed.Keys, id => id is "OrleansAssets.Domain" or "OrleansAssets.Grains");
    }

    private async Task PackAsync(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var start = new ProcessStartInfo(
            "dotnet", ["pack", RepositoryFiles.PathOf(project), "--no-build", "-c", configuration, "-o", _to.Path, "-v", "quiet"])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!; // null only with UseShellExecute
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }

    private async Task<ZipArchive> OpenAsync(string pattern) =>
        await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(_to.Path, pattern)));

    private static XElement Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().Single(); // a document has one
    }

    private static string Text(XElement metadata, string name) =>
        metadata.Elements().Single(element => element.Name.LocalName == name).Value;
}
