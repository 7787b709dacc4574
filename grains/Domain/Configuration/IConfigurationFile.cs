using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Domain.Configuration;

/// <summary>The enabled flags in the assets_config.yaml that this silo was started with.</summary>
public interface IConfigurationFile
{
    /// <summary>Whether the silo was told that the file is its own to rewrite. Where not, nothing below does anything.</summary>
    bool IsOwned { get; }

    /// <summary>The flags as they stand in the file now; those that it has not are left out.</summary>
    Task<ImmutableArray<FileFlag>> ReadAsync(IReadOnlyCollection<FileFlag> wanted, CancellationToken cancellationToken);

    /// <summary>
    /// Sets flags, all in one replacement of the file. What stands in the way is told as a sentence; null where nothing did.
    /// </summary>
    Task<string?> WriteAsync(IReadOnlyCollection<FileFlag> flags, CancellationToken cancellationToken);

    /// <summary>
    /// The files as they stand on the disk now, which may be other than what was loaded; null where they cannot be looked at.
    /// </summary>
    FilesOnDisk? Look();
}

/// <summary>The files of a configuration, looked at while another one runs.</summary>
/// <param name="Configuration">Null where they have a fault.</param>
/// <param name="Fault">The first of what is wrong with them; null for nothing.</param>
/// <param name="ChangedAt">When one of them was written last, UTC.</param>
public sealed record FilesOnDisk(AssetsConfiguration? Configuration, string? Fault, DateTimeOffset ChangedAt);

/// <summary>A file that is the user's alone.</summary>
public sealed class ForeignConfigurationFile : IConfigurationFile
{
    public bool IsOwned => false;

    public Task<ImmutableArray<FileFlag>> ReadAsync(IReadOnlyCollection<FileFlag> wanted, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray<FileFlag>.Empty);

    public Task<string?> WriteAsync(IReadOnlyCollection<FileFlag> flags, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public FilesOnDisk? Look() => null;
}

/// <summary>An <c>enabled</c> flag in assets_config.yaml.</summary>
/// <param name="Kind"><c>assets</c> or <c>asset_classes</c>, as in the file.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FileFlag")]
public sealed record FileFlag(string Kind, string Id, bool Enabled);
