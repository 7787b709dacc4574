using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Tests.Support;

/// <summary>The flags of a file, without the file. A flag that was never written is false.</summary>
internal sealed class FakeConfigurationFile : IConfigurationFile
{
    public ConcurrentDictionary<(string Kind, string Id), bool> Flags { get; } = new();

    public bool IsOwned { get; set; }

    /// <summary>What stands in the way of setting flags.</summary>
    public string? Fault { get; set; }

    /// <summary>What stands on the disk; null where nobody looks.</summary>
    public FilesOnDisk? OnDisk { get; set; }

    public FilesOnDisk? Look() => OnDisk;

    public Task<ImmutableArray<FileFlag>> ReadAsync(IReadOnlyCollection<FileFlag> wanted, CancellationToken cancellationToken) =>
        Task.FromResult(IsOwned
            ? wanted.Select(flag => flag with { Enabled = Flags.GetValueOrDefault((flag.Kind, flag.Id)) }).ToImmutableArray()
            : []);

    public Task<string?> WriteAsync(IReadOnlyCollection<FileFlag> flags, CancellationToken cancellationToken)
    {
        if (Fault is null && IsOwned)
        {
            foreach (var flag in flags)
            {
                Flags[(flag.Kind, flag.Id)] = flag.Enabled;
            }
        }

        return Task.FromResult(Fault);
    }
}
