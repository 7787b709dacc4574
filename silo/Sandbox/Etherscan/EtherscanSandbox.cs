using System.Globalization;
using System.Text.Json;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Etherscan;

namespace OrleansAssets.Sandbox.Etherscan;

/// <summary>Etherscan's statistics over the synthetic Ethereum. Its errors come with HTTP 200 and the cause as the result.</summary>
internal sealed class EtherscanSandbox(SandboxOptions options, TimeProvider clock)
{
    private const decimal WeiPerEther = 1e18m;

    /// <summary>Ether issued before staking began.</summary>
    private const decimal Issued = 122_373_866.2178m;

    /// <summary>When fees began to be burnt and, for this world, stakes to earn.</summary>
    private static readonly DateTimeOffset London = new(2021, 8, 5, 12, 33, 42, TimeSpan.Zero);

    private static readonly SyntheticSeries BaseFee = new("ETH base fee", 9, 0.09);

    private readonly SandboxBudget _budget = new(options.EtherscanCallsPerSecond, windowSeconds: 1);

    /// <summary>Maps the one address.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapSynthetic($"/sandbox/{EtherscanVendor.Id}/api", clock, AnswerAsync);

    private Task AnswerAsync(HttpContext context, DateTimeOffset now)
    {
        var query = context.Request.Query;
        if (query["chainid"].ToString() != "1")
        {
            return FailAsync(context, "Missing or unsupported chainid parameter (required for v2 api), please see "
                + "https://api.etherscan.io/v2/chainlist for the list of supported chainids");
        }

        if (query["apikey"].ToString().Length == 0)
        {
            return FailAsync(context, "Missing/Invalid API Key");
        }

        if (!_budget.Spend(1, now).IsGranted)
        {
            return FailAsync(
                context,
                $"Max calls per sec rate limit reached ({options.EtherscanCallsPerSecond.ToString(CultureInfo.InvariantCulture)}/sec)");
        }

        return $"{query["module"]}/{query["action"]}" switch
        {
            "gastracker/gasoracle" => SucceedAsync(context, writer => WriteGas(writer, now)),
            "stats/ethprice" => SucceedAsync(context, writer => WritePrice(writer, now)),
            "stats/ethsupply" => SucceedAsync(context, writer => writer.WriteStringValue(Wei(Issued))),
            "stats/ethsupply2" => SucceedAsync(context, writer => WriteSupply(writer, now)),
            "stats/ethdailyprice" or "stats/dailyavggasprice" => FailAsync(
                context, "Sorry, it looks like you are trying to access an API Pro endpoint. Contact us to upgrade to API Pro."),
            _ => FailAsync(context, "Error! Missing Or invalid Action name"),
        };
    }

    private static void WriteGas(Utf8JsonWriter writer, DateTimeOffset now)
    {
        var (fee, block) = (BaseFee.At(now), 21_500_000 + ((now - London).Ticks / (12 * TimeSpan.TicksPerSecond)));
        writer.WriteStartObject();
        writer.WriteString("LastBlock", block.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("SafeGasPrice", Text(fee * 1.02));
        writer.WriteString("ProposeGasPrice", Text(fee * 1.08));
        writer.WriteString("FastGasPrice", Text(fee * 1.25));
        writer.WriteString("suggestBaseFee", Text(fee));
        writer.WriteString("gasUsedRatio", "0.512345,0.487766,0.501122,0.933415,0.204466");
        writer.WriteEndObject();
    }

    private static void WritePrice(Utf8JsonWriter writer, DateTimeOffset now)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);
        var (ether, bitcoin) = (PriceAt(SyntheticChain.Ethereum, at), PriceAt(SyntheticChain.Bitcoin, at));
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        writer.WriteStartObject();
        writer.WriteString("ethbtc", (ether / bitcoin).ToString("F8", CultureInfo.InvariantCulture));
        writer.WriteString("ethbtc_timestamp", seconds);
        writer.WriteString("ethusd", ether.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("ethusd_timestamp", seconds);
        writer.WriteEndObject();
    }

    private static void WriteSupply(Utf8JsonWriter writer, DateTimeOffset now)
    {
        var days = Math.Max(0, (decimal)(now - London).TotalDays);
        writer.WriteStartObject();
        writer.WriteString("EthSupply", Wei(Issued));
        writer.WriteString("Eth2Staking", Wei(2_240 * days));
        writer.WriteString("BurntFees", Wei(3_510.123456789012345678m * days));
        writer.WriteString("WithdrawnTotal", Wei(5_800 * days));
        writer.WriteEndObject();
    }

    private static decimal PriceAt(SyntheticChain chain, DateTimeOffset at) => chain.Market.PriceOf(chain.Market.PriceAt(at));

    private static string Text(double gwei) => gwei.ToString("F9", CultureInfo.InvariantCulture);

    private static string Wei(decimal ether) => Math.Truncate(ether * WeiPerEther).ToString("F0", CultureInfo.InvariantCulture);

    private static Task SucceedAsync(HttpContext context, Action<Utf8JsonWriter> writeResult)
        => WriteAsync(context, "1", "OK", writeResult);

    private static Task FailAsync(HttpContext context, string cause)
        => WriteAsync(context, "0", "NOTOK", writer => writer.WriteStringValue(cause));

    private static Task WriteAsync(HttpContext context, string status, string message, Action<Utf8JsonWriter> writeResult)
        => SandboxJson.WriteObjectAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteString("status", status);
            writer.WriteString("message", message);
            writer.WritePropertyName("result");
            writeResult(writer);
        });
}
