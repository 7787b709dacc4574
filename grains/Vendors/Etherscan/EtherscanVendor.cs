using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

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
        },
        EtherscanErrors.Terms);
}

/// <summary>A figure of Etherscan that holds now.</summary>
/// <param name="Read">Its value in a result; null where the result is not of the documented form.</param>
/// <param name="TimeMember">The member of the result that states its time; null where the reply's own time counts.</param>
internal sealed record EtherscanSeries(
    string Module, string Action, string Unit, Func<JsonElement, decimal?> Read, string? TimeMember = null)
{
    private const decimal WeiPerEther = 1e18m;

    /// <summary>A billion ether; no supply comes near it.</summary>
    private const decimal WeiMax = 1e27m;

    /// <summary>All that are mapped. Amounts in wei exceed 64 bits; as decimals in ether they are exact.</summary>
    public static readonly SeriesTable<EtherscanSeries> All = new(
        EtherscanVendor.Id,
        ("gas_price", Gas("ProposeGasPrice")),
        ("gas_price_safe", Gas("SafeGasPrice")),
        ("gas_price_fast", Gas("FastGasPrice")),
        ("base_fee", Gas("suggestBaseFee")),
        ("supply", new("stats", "ethsupply2", "eth", SupplyOf)),
        ("burnt_fees", new("stats", "ethsupply2", "eth", result => EtherOf(result, "BurntFees"))),
        ("staking_rewards", new("stats", "ethsupply2", "eth", result => EtherOf(result, "Eth2Staking"))),
        ("eth_price", new("stats", "ethprice", "usd", result => result.Member("ethusd").NumberText(), "ethusd_timestamp")));

    private static EtherscanSeries Gas(string member)
        => new("gastracker", "gasoracle", "gwei", result => result.Member(member).NumberText());

    /// <summary>Ether that was issued, with the rewards of staking, less what was burnt.</summary>
    private static decimal? SupplyOf(JsonElement result)
        => EtherOf(result, "EthSupply") + EtherOf(result, "Eth2Staking") - EtherOf(result, "BurntFees");

    private static decimal? EtherOf(JsonElement result, string member)
        => result.Member(member).NumberText() is { } wei and <= WeiMax && decimal.IsInteger(wei) ? wei / WeiPerEther : null;
}
