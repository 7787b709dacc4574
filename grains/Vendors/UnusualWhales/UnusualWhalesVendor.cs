using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>Unusual Whales' options flow.</summary>
public static class UnusualWhalesVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "unusual_whales";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "UNUSUAL_WHALES_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IUnusualWhalesApi, UnusualWhalesAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.OptionsFlow, DatasetKind.Indicator, DatasetKind.Calendar, DatasetKind.Earnings],
            Indicators = WhaleIndicators.Known,
        },
        WhaleErrors.Terms);
}
