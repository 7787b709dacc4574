using System.Collections.Immutable;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>The configurations that were applied, in memory.</summary>
internal sealed class InMemoryConfigurations : IConfigurationStore
{
    private AssetsConfiguration? _last;

    public Task<ImmutableArray<ConfigurationChange>?> NoteAsync(
        AssetsConfiguration configuration, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var previous = _last;
        _last = configuration;
        return Task.FromResult<ImmutableArray<ConfigurationChange>?>(previous is null || previous.Hash == configuration.Hash
            ? null
            : ConfigurationContent.Changes(ConfigurationContent.Of(previous), ConfigurationContent.Of(configuration)));
    }
}
