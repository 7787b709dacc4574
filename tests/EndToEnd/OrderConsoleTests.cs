using System.Text.Json;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// The life of an order by the console: tried dry, decided, explained, replayed, filled, shocked; and the rehearsal of a halt.
/// </summary>
public sealed class OrderConsoleTests : IDisposable
{
    private const int ModelTriesMax = 200;
    private const string Asset = "BTC/USDT";
    private const string Pair = "GBP/JPY";

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Commands_OfAnOrdersLife_AgreeWithEachOther()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        await silo.WaitForLineAsync("ccxt_binance is Healthy");
        await JsonAsync(silo, 0, "portfolio", "deposit", "100000");
        await MeasureAsync(silo);

        var dry = await JsonAsync(silo, 0, "risk", "check", Asset, "buy", "--notional", "1000");
        Assert.Equal("approved", Text(dry, "outcome"));
        var unknown = await JsonAsync(silo, 3, "risk", "check", "XYZ", "buy", "--quantity", "1");
        Assert.Equal(RuleCodes.AssetKnown, Text(unknown, "bindingRule"));
        Assert.Equal(0, (await JsonAsync(silo, 0, "portfolio", "show")).GetProperty("book").GetProperty("reservations").GetArrayLength());

        var decided = await JsonAsync(silo, 0, "order", "check", Asset, "buy", "--notional", "1000", "--order-id", "o1");
        var id = Text(decided, "decisionId");
        var explained = await JsonAsync(silo, 0, "risk", "explain", id);
        Assert.Equal(decided.GetRawText(), explained.GetRawText());
        Assert.Equal(
            PreTradeChecks.All.Select(check => check.Code).Order(StringComparer.Ordinal),
            explained.GetProperty("rules").EnumerateArray().Select(rule => Text(rule, "code")).Distinct().Order(StringComparer.Ordinal));
        var replay = await JsonAsync(silo, 0, "risk", "explain", id, "--replay");
        Assert.True(replay.GetProperty("identical").GetBoolean());
        var page = await silo.ConsoleAsync("risk", "explain", id, "--replay");
        Assert.Contains(
            "Replayed from its stored inputs: the same to the byte.", page.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);

        var (quantity, price) = (decided.GetProperty("quantity").GetRawText(), decided.GetProperty("price").GetRawText());
        await JsonAsync(
            silo, 0, "order", "fill", Asset, "buy", "--quantity", quantity, "--price", price, "--fill-id", "f1", "--order-id", "o1");
        var review = await JsonAsync(silo, 0, "portfolio", "validate");
        var shocked = await JsonAsync(silo, 0, "portfolio", "what-if", $"{Asset}=-30%");
        Assert.InRange(shocked.GetProperty("profit").GetDecimal(), -310, -290);
        Assert.True(
            shocked.GetProperty("after").GetProperty("equity").GetDecimal() < review.GetProperty("equity").GetDecimal(),
            shocked.GetRawText());
        var fall = await JsonAsync(silo, 0, "portfolio", "what-if", $"{Asset}=-30%", $"{Pair}=10%");
        Assert.Equal(2, fall.GetProperty("shocks").GetArrayLength());
    }

    [Fact]
    public async Task Commands_OfARehearsalAndOfRates_DoAndSayWhatTheyDid()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        await JsonAsync(silo, 0, "portfolio", "deposit", "100000");
        await silo.WaitForLineAsync("ccxt_binance is Healthy");
        await MeasureAsync(silo);

        var drill = await JsonAsync(silo, 0, "risk", "drill");
        Assert.True(drill.GetProperty("passed").GetBoolean());
        Assert.True(
            drill.GetProperty("approvedBefore").GetInt32() > 0 && drill.GetProperty("refusedAfter").GetInt32() > 0, drill.GetRawText());
        Assert.Equal(0, drill.GetProperty("approvedAfterAnswer").GetInt32());
        Assert.Equal("normal", Text((await JsonAsync(silo, 0, "portfolio", "show")).GetProperty("book"), "mode"));
        Assert.Contains(
            "drill", (await silo.ConsoleAsync("audit", "show", "--stream", "portfolio/main", "--json")).Output, StringComparison.Ordinal);

        await JsonAsync(silo, 0, "portfolio", "rate", "TRY", "0.03", "--yes");
        await JsonAsync(silo, 2, "portfolio", "rate", "TRY", "0");
        await JsonAsync(silo, 2, "portfolio", "rate", "lira", "0.03");
        await JsonAsync(silo, 0, "audit", "verify", "--stream", "portfolio/main");

        var rules = await JsonAsync(silo, 0, "risk", "rules");
        Assert.Equal(PreTradeChecks.All.Select(check => check.Code), rules.EnumerateArray().Select(rule => Text(rule, "code")));
    }

    /// <summary>Measures the risk model until the years of candles are there that it needs.</summary>
    private static async Task MeasureAsync(SiloProcess silo)
    {
        for (var tries = 0; tries < ModelTriesMax; tries++)
        {
            var model = await JsonAsync(silo, 0, "risk", "model", "--refresh");
            if (model.TryGetProperty("asOf", out var asOf) && asOf.ValueKind != JsonValueKind.Null)
            {
                return;
            }
        }

        Assert.Fail("The candles of the risk model did not come.");
    }

    private static async Task<JsonElement> JsonAsync(SiloProcess silo, int exitCode, params string[] arguments)
    {
        var outcome = await silo.ExpectAsync(exitCode, [.. arguments, "--json"]);
        return exitCode == 2 ? default : outcome.Json();
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!; // each has it
}
