using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Fred;

/// <summary>Federal Reserve Economic Data.</summary>
public static class FredVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "fred";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "FRED_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IFredApi, FredAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Indicator, DatasetKind.Calendar],
            Indicators = FredSeries.All.Indicators,
        });
}
