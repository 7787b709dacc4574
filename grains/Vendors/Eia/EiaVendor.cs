using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Eia;

/// <summary>The US Energy Information Administration.</summary>
public static class EiaVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "eia";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "EIA_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IEiaApi, EiaAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Indicator],
            Indicators = EiaSeries.All.Indicators,
        });
}
