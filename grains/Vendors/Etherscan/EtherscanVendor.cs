using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Etherscan;

/// <summary>Etherscan's multichain interface.</summary>
public static class EtherscanVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "etherscan";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "ETHERSCAN_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IEtherscanApi, EtherscanAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Indicator],
            Indicators = EtherscanSeries.All.Indicators,
        });
}
