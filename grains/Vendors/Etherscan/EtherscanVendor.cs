using System.Text.Json;

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
    public static readonly IndicatorTable<EtherscanSeries> All = new(
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

/// <summary>
/// What Etherscan's errors mean. They come with HTTP 200 as <c>{"status":"0","message":"NOTOK","result":"the cause"}</c>. Status "1"
/// is a success even where the message says that the key is missing: the result holds, at a lower rate.
/// </summary>
internal static class EtherscanErrors
{
    private const string Source = EtherscanVendor.Id;

    /// <summary>The vendor throttles an address for so long after five bad keys.</summary>
    private const int BadKeysWaitSeconds = 30;

    public static readonly VendorTerms Terms = new()
    {
        FailureOf = answer => answer.OfStatus(answer.MessageOf()) ?? (answer.Json is { } root ? FailureIn(answer, root) : null),
    };

    private static VendorFailure? FailureIn(VendorAnswer answer, JsonElement root)
    {
        var (status, cause) = (root.Member("status").Text(), root.Member("result").Text() ?? root.Member("message").Text());
        if (status == "1")
        {
            return null;
        }

        if (status != "0" || cause is null)
        {
            return answer.Malformed("has neither a status 1 nor a cause");
        }

        var words = answer.Clean(cause);
        bool Says(string part) => cause.Contains(part, StringComparison.OrdinalIgnoreCase);
        return cause switch
        {
            _ when Says("daily rate limit") => answer.Fail(
                FeedResult.RateLimited, $"{Source} has spent this key's calls of the day ({words}).", StartOfTomorrow(answer.Exchange)),
            _ when Says("rate limit") => answer.Fail(
                FeedResult.RateLimited, $"{Source} limits this key ({words}).", RetryAfter.OfSeconds(answer.Exchange, 1)),
            _ when Says("too many invalid api key") => answer.KeyRejected(
                $" and waits ({words})", RetryAfter.OfSeconds(answer.Exchange, BadKeysWaitSeconds)),
            _ when Says("API Key") => answer.KeyRejected($" ({words})"),
            _ when Says("upgrade") || Says("API Pro") || Says("not supported for this chain") => answer.Fail(
                FeedResult.PlanTooSmall,
                $"{Source} does not give {answer.Asked.What} of chain {answer.Asked.Symbol} to the key's plan ({words})."),
            _ when Says("chainid") => answer.UnknownSymbol(words),
            _ when Says("timeout") || Says("unavailable") || Says("try again") => answer.Fail(
                FeedResult.Unavailable, $"{Source} failed on its side ({words})."),
            _ => answer.Fail(FeedResult.Malformed, $"{Source} refused the request ({words})."),
        };
    }

    private static DateTimeOffset? StartOfTomorrow(VendorExchange exchange)
    {
        var now = exchange.StatedAt.ToUniversalTime();
        return RetryAfter.OfSeconds(exchange, (long)Math.Ceiling((TimeSpan.FromDays(1) - now.TimeOfDay).TotalSeconds));
    }
}
