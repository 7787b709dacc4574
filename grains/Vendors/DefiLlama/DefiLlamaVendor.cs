using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.DefiLlama;

/// <summary>DefiLlama.</summary>
public static class DefiLlamaVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "defillama";

    internal static Vendor Entry { get; } = Vendor.Of<IDefiLlamaApi, DefiLlamaAdapter>(
        new VendorDescriptor(Id)
        {
            Datasets = [DatasetKind.Indicator],
            Indicators = DefiLlamaSeries.All.Indicators,
        });
}
