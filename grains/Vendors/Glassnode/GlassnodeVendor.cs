using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Glassnode;

/// <summary>Glassnode's on-chain metrics.</summary>
public static class GlassnodeVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "glassnode";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "GLASSNODE_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IGlassnodeApi, GlassnodeAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Indicator],
            Indicators = GlassnodeSeries.All.Indicators,
        });
}
