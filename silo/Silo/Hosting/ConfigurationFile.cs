using System.Collections.Immutable;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Start;
using OrleansAssets.Vendors;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Replaces assets_config.yaml in one go: a copy beside it, on the disk before it takes the name, and the name after it.
/// A crash leaves the old file or the new; an answer is given once the new one stays.</summary>
internal sealed class ConfigurationFile(SiloOptions options) : IConfigurationFile, IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public bool IsOwned => options.OwnConfig;

    // A link is followed: the file behind it is replaced, not the link.
    private string FilePath
    {
        get
        {
            var path = Path.Combine(options.ConfigDirectory, "assets_config.yaml");
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
    }

    public async Task<ImmutableArray<FileFlag>> ReadAsync(IReadOnlyCollection<FileFlag> wanted, CancellationToken cancellationToken) =>
        IsOwned ? FlagEditor.Read(await File.ReadAllBytesAsync(FilePath, cancellationToken), wanted) : [];

    public async Task<string?> WriteAsync(IReadOnlyCollection<FileFlag> flags, CancellationToken cancellationToken)
    {
        if (!IsOwned)
        {
            return null;
        }

        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var path = FilePath;
            var before = await File.ReadAllBytesAsync(path, cancellationToken);
            var (after, fault) = FlagEditor.Edit(before, flags);
            if (fault is not null)
            {
                return $"{path}: {fault}";
            }

            if (!before.AsSpan().SequenceEqual(after))
            {
                await ReplaceAsync(path, after, cancellationToken);
            }

            return null;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public FilesOnDisk? Look()
    {
        if (!Directory.Exists(options.ConfigDirectory))
        {
            return null;
        }

        var read = ConfigurationReader.Read(options.ConfigDirectory, VendorCatalogue.Descriptors);
        return new FilesOnDisk(
            read.Configuration,
            read.Faults.IsEmpty ? null : read.Faults[0].Message,
            Directory.GetFiles(options.ConfigDirectory, "*.yaml").Select(path => new DateTimeOffset(File.GetLastWriteTimeUtc(path)))
                .DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max());
    }

    public void Dispose() => _oneAtATime.Dispose();

    private static async Task ReplaceAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.new";
        await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await stream.WriteAsync(bytes, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
        }

        File.Move(temporary, path, overwrite: true);
        DirectoryFlush.ToDisk(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
    }
}
