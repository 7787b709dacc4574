using System.Net;
using System.Text.Json;

namespace OrleansAssets.Tests.Web;

/// <summary>Why nothing was traded, asked by asset, class and strategy of one portfolio.</summary>
[Collection(WebSilo.Name)]
public sealed class WhyApiTests(WebSilo silo)
{
    private const string Portfolio = "api-why";

    [Fact]
    public async Task Why_OrdersOfTwoClassesAndStrategies_TellsOfEachWhatRefusedItHowOftenAndWhatHeals()
    {
        using var trader = await silo.ClientOfAsync("Tom Why", "trader");
        await silo.MakeAsync(Portfolio);
        foreach (var (id, asset, strategy) in new[] { ("w1", "NVDA", "trend"), ("w2", "NVDA", "carry"), ("w3", "GBP/JPY", "trend") })
        {
            await trader.SendJsonAsync(
                HttpMethod.Post, $"/api/v1/portfolios/{Portfolio}/orders",
                new { clientOrderId = id, assetId = asset, side = "buy", quantity = 1, strategyId = strategy, reduceOnly = false })
                .ExpectAsync(HttpStatusCode.OK);
        }

        var all = await WhyAsync("");
        var share = await WhyAsync("&assetId=NVDA");
        var forex = await WhyAsync("&classId=forex");
        var trend = await WhyAsync("&assetId=NVDA&strategyId=trend");
        var before = await WhyAsync($"&until={Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddMinutes(-30).ToString("O"))}");

        Assert.Equal((3, 2, 1, 1), (Rejected(all), Rejected(share), Rejected(forex), Rejected(trend)));
        Assert.Equal(0, Rejected(before));
        Assert.NotEmpty(before.GetProperty("standing").EnumerateArray()); // what stands in the way is of now
        var refusal = share.GetProperty("refusals").EnumerateArray().Single(one => one.Text("code") == "ASSET_ENABLED");
        Assert.Equal((2, "asset NVDA"), (refusal.GetProperty("count").GetInt32(), refusal.Text("scope")));
        Assert.True(refusal.GetProperty("first").GetDateTimeOffset() <= refusal.GetProperty("last").GetDateTimeOffset());
        Assert.NotEmpty(refusal.Text("remedy"));
        var standing = share.GetProperty("standing").EnumerateArray().ToList();
        Assert.Contains(standing, one => one.Text("scope") == "phase phase_1_stocks" && one.Text("remedy").Length > 0);
        Assert.DoesNotContain(standing, one => one.Text("scope") == "class forex");

        static int Rejected(JsonElement answer) => answer.GetProperty("rejected").GetInt32();

        static string Since() => Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O"));

        Task<JsonElement> WhyAsync(string of) => silo.Admin.ExpectAsync(
            $"/api/v1/refusals?portfolio={Portfolio}&since={Since()}{of}");
    }
}
