namespace OrleansAssets.Vendors.DefiLlama;

/// <summary>DefiLlama.</summary>
public static class DefiLlamaVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "defillama";

    internal static Vendor Entry { get; } = Vendor.Of<IDefiLlamaApi, DefiLlamaAdapter>(
        new VendorDescriptor(Id)
        {
            Datasets = [DatasetKind.Indicator],
            Indicators = DefiLlamaSeries.All.Indicators,
        },
        DefiLlamaAdapter.Terms);
}

/// <summary>A series of DefiLlama, in US dollars.</summary>
/// <param name="Name">The chain or protocol; null for the chain that is the asset's symbol.</param>
internal sealed record DefiLlamaSeries(DefiLlamaKind Kind, string? Name)
{
    /// <summary>All that are mapped.</summary>
    public static readonly IndicatorTable<DefiLlamaSeries> All = new(
        DefiLlamaVendor.Id,
        ("total_value_locked", new(DefiLlamaKind.Chain, Name: null)),
        ("stablecoin_supply", new(DefiLlamaKind.Stablecoins, "all")),
        ("stablecoin_supply_on_chain", new(DefiLlamaKind.Stablecoins, Name: null)),
        ("aave_value_locked", new(DefiLlamaKind.Protocol, "aave")),
        ("lido_value_locked", new(DefiLlamaKind.Protocol, "lido")),
        ("uniswap_value_locked", new(DefiLlamaKind.Protocol, "uniswap")));
}

/// <summary>Which of DefiLlama's addresses has a series.</summary>
internal enum DefiLlamaKind
{
    Chain,
    Stablecoins,
    Protocol,
}
