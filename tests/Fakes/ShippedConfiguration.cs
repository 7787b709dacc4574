using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Vendors;

namespace OrleansAssets.Tests.Fakes;

/// <summary>The configuration of the repository, read once.</summary>
internal static class ShippedConfiguration
{
    /// <summary>No source of it is collected.</summary>
    public static AssetsConfiguration Value { get; } = Read([]);

    /// <summary>As the silo reads it: every source with an adapter is collected.</summary>
    public static AssetsConfiguration Collected { get; } = Read([.. VendorCatalogue.SourceIds]);

    public static AssetDefinition Asset(string id) => Value.Assets.Single(asset => asset.Id == id);

    private static AssetsConfiguration Read(ImmutableHashSet<string> collected) =>
        ConfigurationReader.Read(RepositoryFiles.Config, collected) is { Configuration: { } read }
            ? read
            : throw new InvalidOperationException("The shipped configuration has faults: `assets config validate` names them.");
}
