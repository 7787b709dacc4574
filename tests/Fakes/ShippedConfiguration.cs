using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Grains.Configuration;

namespace OrleansAssets.Tests.Fakes;

/// <summary>The configuration of the repository, read once.</summary>
internal static class ShippedConfiguration
{
    public static AssetsConfiguration Value { get; } =
        ConfigurationReader.Read(RepositoryFiles.Config, ImmutableHashSet<string>.Empty) is { Configuration: { } read }
            ? read
            : throw new InvalidOperationException("The shipped configuration has faults: `assets config validate` names them.");

    public static AssetDefinition Asset(string id) => Value.Assets.Single(asset => asset.Id == id);
}
