using System.Collections.Immutable;
using OrleansAssets.Catalogue;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>The configurations that were applied, in memory.</summary>
internal sealed class InMemoryConfigurations : IConfigurationStore
{
    private readonly List<ConfigurationVersion> _applied = [];
    private readonly Dictionary<string, string> _contents = new(StringComparer.Ordinal);
    private AssetsConfiguration? _last;

    public Task<ImmutableArray<ConfigurationChange>?> NoteAsync(
        AssetsConfiguration configuration, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var previous = _last;
        _last = configuration;
        _contents.TryAdd(configuration.Hash, ConfigurationContent.Of(configuration));
        if (previous?.Hash != configuration.Hash)
        {
            _applied.Add(new ConfigurationVersion(_applied.Count + 1, configuration.Hash, previous?.Hash, at, 0, IsRunning: false));
        }

        return Task.FromResult<ImmutableArray<ConfigurationChange>?>(previous is null || previous.Hash == configuration.Hash
            ? null
            : ConfigurationContent.Changes(ConfigurationContent.Of(previous), ConfigurationContent.Of(configuration)));
    }

    public Task<string?> FindContentAsync(string hash, CancellationToken cancellationToken) =>
        Task.FromResult(_contents.GetValueOrDefault(hash));

    public Task<DateTimeOffset?> FindAppliedAsync(string hash, CancellationToken cancellationToken) =>
        Task.FromResult(_applied.LastOrDefault(one => one.Hash == hash)?.AppliedAt);

    public Task<ImmutableArray<ConfigurationVersion>> ReadAppliedAsync(long before, int max, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<ConfigurationVersion>>(
            [.. Enumerable.Reverse(_applied).Where(one => one.Sequence < before).Take(max)]);
}
