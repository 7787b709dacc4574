using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>Alpha Vantage.</summary>
public static class AlphaVantageVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "alpha_vantage";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "ALPHA_VANTAGE_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IAlphaVantageApi, AlphaVantageAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Candles, DatasetKind.Quotes, DatasetKind.Earnings],
        },
        AlphaVantageErrors.Terms);
}
