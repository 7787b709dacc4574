using System.Collections.Immutable;

namespace OrleansAssets.Grains.Vendors;

/// <summary>The sources that this version collects: those with an adapter.</summary>
public static class VendorCatalogue
{
    /// <summary>Binance's spot market.</summary>
    public const string Binance = "ccxt_binance";

    /// <summary>Alpaca's market data for US shares.</summary>
    public const string Alpaca = "alpaca";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> SourceIds { get; } = [Binance, Alpaca];
}
