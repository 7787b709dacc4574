using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Binance;

/// <summary>Binance's spot market.</summary>
public static class BinanceVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "ccxt_binance";

    internal static Vendor Entry { get; } = Vendor.Of<IBinanceApi, BinanceAdapter>(
        new VendorDescriptor(Id)
        {
            Datasets = [DatasetKind.Candles, DatasetKind.Quotes],
        },
        BinanceErrors.Terms);
}
