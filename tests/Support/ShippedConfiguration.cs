using System.Collections.Frozen;
using OrleansAssets.Assets;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Support;

/// <summary>The configuration of the repository, read once.</summary>
internal static class ShippedConfiguration
{
    /// <summary>No source of it is collected.</summary>
    public static AssetsConfiguration Value { get; } = Read(FrozenDictionary<string, VendorDescriptor>.Empty);

    /// <summary>As the silo reads it: every source with an adapter is collected.</summary>
    public static AssetsConfiguration Collected { get; } = Read(VendorCatalogue.Descriptors);

    public static AssetDefinition Asset(string id) => Value.Assets.Single(asset => asset.Id == id);

    private static AssetsConfiguration Read(IReadOnlyDictionary<string, VendorDescriptor> vendors) =>
        ConfigurationReader.Read(RepositoryFiles.Config, vendors) is { Configuration: { } read }
            ? read
            : throw new InvalidOperationException("The shipped configuration has faults: `assets config validate` names them.");
}
