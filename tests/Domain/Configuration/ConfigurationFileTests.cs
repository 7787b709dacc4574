using System.Net;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("assets-config-file-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Write_OwnFile_ReplacesItWholeAndLeavesNoCopy()
    {
        var path = Path.Combine(_directory, "assets_config.yaml");
        File.Copy(Path.Combine(RepositoryFiles.Config, "assets_config.yaml"), path);
        using var file = new ConfigurationFile(Options(isOwned: true));

        var fault = await file.WriteAsync([new FileFlag("assets", "NVDA", true)], CancellationToken.None);

        Assert.Null(fault);
        Assert.Equal([new FileFlag("assets", "NVDA", true)],
            (await file.ReadAsync([new FileFlag("assets", "NVDA", false)], CancellationToken.None)).AsEnumerable());
        Assert.Equal(["assets_config.yaml"], Directory.GetFiles(_directory).Select(Path.GetFileName));
        Assert.Equal(
            File.ReadAllLines(Path.Combine(RepositoryFiles.Config, "assets_config.yaml")).Length, File.ReadAllLines(path).Length);
    }

    [Fact]
    public async Task Write_LinkedFile_ReplacesWhatTheLinkNames()
    {
        var target = Path.Combine(Directory.CreateDirectory(Path.Combine(_directory, "elsewhere")).FullName, "real.yaml");
        File.Copy(Path.Combine(RepositoryFiles.Config, "assets_config.yaml"), target);
        var link = Path.Combine(_directory, "assets_config.yaml");
        File.CreateSymbolicLink(link, target);
        var before = await File.ReadAllTextAsync(target);
        using var file = new ConfigurationFile(Options(isOwned: true));

        Assert.Null(await file.WriteAsync([new FileFlag("assets", "NVDA", true)], CancellationToken.None));

        Assert.Equal(target, File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName);
        Assert.NotEqual(before, await File.ReadAllTextAsync(target));
    }

    [Fact]
    public async Task Write_ForeignFile_IsNotTouched()
    {
        using var file = new ConfigurationFile(Options(isOwned: false));

        Assert.Null(await file.WriteAsync([new FileFlag("assets", "NVDA", true)], CancellationToken.None));

        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public void ToDisk_NoDirectory_SaysWhich()
    {
        DirectoryFlush.ToDisk(_directory);

        var missing = Path.Combine(_directory, "missing");
        Assert.Contains(missing, Assert.Throws<IOException>(() => DirectoryFlush.ToDisk(missing)).Message, StringComparison.Ordinal);
    }

    private SiloOptions Options(bool isOwned) =>
        new(_directory, _directory, _directory, IPAddress.Loopback, 0, 0, 0, Live: false, Cluster: false, null) { OwnConfig = isOwned };
}
