using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OrleansAssets.Tests.Domain;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Web;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// What takes the word of two, by the tokens of two: one alone, however often and under however many tokens of his name, moves nothing.
/// </summary>
public sealed class FourEyesTests : IDisposable
{
    private const string Book = "/api/v1/portfolios/main";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DataDirectory _data = new();
    private readonly ConfigurationCopy _configuration = new();

    public FourEyesTests()
    {
        Set("emergency_reset: 1", "emergency_reset: 2");
        Set("limit_change: 0", "limit_change: 2");
        Set("withdrawal: 1", "withdrawal: 2");
    }

    public void Dispose()
    {
        _data.Dispose();
        _configuration.Dispose();
    }

    [Fact]
    public async Task WithdrawalResetAndLimits_ByTwoTokens_TakeTheWordOfTwoPeople()
    {
        (string Ada, string AdaToo, string Bob) tokens;
        await using (var silo = await SiloProcess.StartAsync(_data.Path, "--config", _configuration.Directory))
        {
            tokens = (await TokenAsync(silo, "Ada"), await TokenAsync(silo, "Ada"), await TokenAsync(silo, "Bob"));
            using var ada = Client(silo, tokens.Ada);
            using var adaToo = Client(silo, tokens.AdaToo);
            using var bob = Client(silo, tokens.Bob);
            await PostAsync(ada, $"{Book}/flows", new { flowId = "in", amount = 10_000, reason = "capital" });
            await WithdrawAsync(ada, adaToo, bob);
            await ResetEmergencyAsync(ada, adaToo, bob);
        }

        Set("max_portfolio_heat: 0.25", "max_portfolio_heat: 0.20");
        await using (var silo = await SiloProcess.StartAsync(_data.Path, "--config", _configuration.Directory))
        {
            using var ada = Client(silo, tokens.Ada);
            using var adaToo = Client(silo, tokens.AdaToo);
            using var bob = Client(silo, tokens.Bob);
            await AgreeToLimitsAsync(ada, adaToo, bob);
        }
    }

    private static async Task WithdrawAsync(HttpClient ada, HttpClient adaToo, HttpClient bob)
    {
        var flow = new { flowId = "out", amount = -2_000, reason = "rent" };
        foreach (var alone in new[] { ada, ada, adaToo })
        {
            var asked = await PostAsync(alone, $"{Book}/flows", flow);
            Assert.Equal((1, 10_000m), (asked.GetProperty("missing").GetInt32(), asked.GetProperty("cash").GetDecimal()));
        }

        var moved = await PostAsync(bob, $"{Book}/flows", flow);
        Assert.Equal((0, 8_000m), (moved.GetProperty("missing").GetInt32(), moved.GetProperty("cash").GetDecimal()));
    }

    private static async Task ResetEmergencyAsync(HttpClient ada, HttpClient adaToo, HttpClient bob)
    {
        var ruin = new
        {
            fillId = "ruin", assetId = "BTC/USDT", side = "buy", quantity = 0.001, price = 60_000, fee = 3_000, confirmed = true,
        };
        await PostAsync(ada, $"{Book}/fills", ruin);
        const string Cause = "the emergency stop is at";
        var halt = await HaltAsync(ada, Cause);
        foreach (var alone in new[] { ada, ada, adaToo })
        {
            Assert.Equal(1, (await ResetAsync(alone, halt)).GetProperty("missing").GetInt32());
            Assert.Equal(halt, await HaltAsync(bob, Cause));
        }

        Assert.Equal(0, (await ResetAsync(bob, halt)).GetProperty("missing").GetInt32());
        foreach (var left in Halts(await bob.ExpectAsync($"{Book}/mode")))
        {
            await ResetAsync(ada, left);
        }

        Assert.Equal("normal", (await bob.ExpectAsync($"{Book}/mode")).Text("mode"));
    }

    private static string[] Halts(JsonElement of) => [.. of.GetProperty("halts").EnumerateArray().Select(one => one.Text("haltId"))];

    private static async Task AgreeToLimitsAsync(HttpClient ada, HttpClient adaToo, HttpClient bob)
    {
        // The first question of a start may take longer than it waits for, on a machine that others want too.
        await Poll.UntilAsync(
            async () =>
            {
                using var answer = await ada.GetAsync(new Uri($"{Book}/mode", UriKind.Relative));
                return answer.IsSuccessStatusCode;
            },
            Patience, () => "The portfolio does not answer.");
        var halt = await HaltAsync(ada, "agreed to");
        foreach (var alone in new[] { ada, ada, adaToo })
        {
            Assert.Equal(1, (await ResetAsync(alone, halt)).GetProperty("missing").GetInt32());
        }

        Assert.Equal(0, (await ResetAsync(bob, halt)).GetProperty("missing").GetInt32());
        Assert.Equal("normal", (await bob.ExpectAsync($"{Book}/mode")).Text("mode"));
    }

    private static async Task<string> HaltAsync(HttpClient client, string cause)
    {
        var halts = (await client.ExpectAsync($"{Book}/mode")).GetProperty("halts").EnumerateArray().ToArray();
        return Assert.Single(halts, halt => halt.Text("cause").Contains(cause, StringComparison.OrdinalIgnoreCase)).Text("haltId");
    }

    private static Task<JsonElement> ResetAsync(HttpClient client, string halt) =>
        PostAsync(client, $"{Book}/halts/{halt}/reset", new { reason = "it was looked at" });

    private static Task<JsonElement> PostAsync(HttpClient client, string address, object body) =>
        client.SendJsonAsync(HttpMethod.Post, address, body).ExpectAsync(HttpStatusCode.OK);

    private static async Task<string> TokenAsync(SiloProcess silo, string name) =>
        (await silo.ExpectAsync(0, "tokens", "make", name, "--role", "operator", "--json")).Json().Text("secret");

    private static HttpClient Client(SiloProcess silo, string token)
    {
        var client = new HttpClient { BaseAddress = new Uri(silo.RunFile.WebUrl) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private void Set(string old, string replacement) =>
        _configuration.Replace(ConfigurationCopy.Assets, old, old, replacement);
}
