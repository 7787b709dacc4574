using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>Alpaca's market data for US shares.</summary>
public static class AlpacaVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "alpaca";

    /// <summary>Variable of the key id.</summary>
    internal const string KeyIdVariable = "ALPACA_API_KEY";

    /// <summary>Variable of the secret key.</summary>
    internal const string SecretKeyVariable = "ALPACA_SECRET_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IAlpacaApi, AlpacaAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyIdVariable, SecretKeyVariable],
            Datasets = [DatasetKind.Candles, DatasetKind.Quotes],
        },
        AlpacaErrors.Terms);
}
