using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>Polygon, now Massive.</summary>
public static class PolygonVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "polygon";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "POLYGON_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IPolygonApi, PolygonAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Candles, DatasetKind.Quotes, DatasetKind.OptionsFlow, DatasetKind.Indicator],
            Indicators = PolygonIndicators.Known,
        },
        PolygonErrors.Terms);
}
