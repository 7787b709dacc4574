using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>OANDA's v20 interface.</summary>
public static class OandaVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "oanda";

    /// <summary>Variable of the token.</summary>
    internal const string KeyVariable = "OANDA_API_KEY";

    /// <summary>Variable of the account, which only prices need.</summary>
    internal const string AccountVariable = "OANDA_ACCOUNT_ID";

    internal static Vendor Entry { get; } = Vendor.Of<IOandaApi, OandaAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable, AccountVariable],
            Datasets = [DatasetKind.Candles, DatasetKind.Quotes],
        },
        OandaErrors.Terms);
}
