using System.Net;
using System.Text.Json;

namespace OrleansAssets.Tests.Web;

/// <summary>Whatever a grain or a rule refuses, the answer names each place as the caller wrote it, with its value and the rule.</summary>
[Collection(WebSilo.Name)]
public sealed class RefusedPlacesTests(WebSilo silo)
{
    private const string Main = "portfolios/main";
    private const string Bought = "\"assetId\": \"NVDA\", \"side\": \"buy\"";

    [Theory]
    [InlineData("orders", $$"""{ "clientOrderId": "f1", {{Bought}}, "quantity": -1, "limitPrice": 0, "reduceOnly": false }""",
        "$.quantity=-1|$.limitPrice=0")]
    [InlineData("orders", $$"""{ "clientOrderId": "f1", {{Bought}}, "quantity": 1, "timeInForce": "gtd", "reduceOnly": false }""",
        "$.goodUntil=")]
    [InlineData("fills", $$"""{ "fillId": " f", {{Bought}}, "quantity": 0, "price": -2, "fee": 0, "feeCurrency": "usd" }""",
        "$.fillId= f|$.quantity=0|$.price=-2|$.feeCurrency=usd")]
    [InlineData("flows", """{ "flowId": "", "amount": 0, "reason": "" }""", "$.flowId=|$.amount=0|$.reason=")]
    [InlineData("events", """{ "eventId": "e1", "kind": "fee", "effectiveAt": null, "reason": "r", "amount": 3, "perUnit": 1 }""",
        "$.perUnit=1|$.amount=3")]
    [InlineData("rates/dollar", """{ "rate": 0 }""", "path currency=dollar|$.rate=0")]
    [InlineData("fills/f9/correction", """{ "correctionId": "", "replacement": null, "reason": "r" }""", "$.correctionId=")]
    [InlineData("fills/f9/correction",
        $$"""{ "correctionId": "c", "replacement": { "fillId": "f8", {{Bought}}, "quantity": 0, "price": 1, "fee": 0 }, "reason": "r" }""",
        "$.replacement.quantity=0")]
    [InlineData("orders/o9/report", """{ "state": "filled", "at": "1999-01-01T00:00:00Z" }""", "$.state=Filled|$.at=1999-01-01T00:00:00Z")]
    [InlineData("halts/none/reset", """{ "reason": "r" }""", "path halt=none")]
    [InlineData("halts", """{ "reason": "r", "mode": "normal" }""", "$.mode=Normal")]
    [InlineData("what-if", """{ "shocks": [{ "assetId": "NVDA", "move": -0.1 }, { "assetId": "NVDAA", "move": 0 }] }""",
        "$.shocks[1]=NVDAA")]
    public async Task Command_OfAPortfolio_NamesEachPlace(string address, string body, string places) =>
        await ExpectAsync(silo.Admin.SendTextAsync(HttpMethod.Post, $"/api/v1/{Main}/{address}", body), places);

    [Theory]
    [InlineData("imports/6f1e5a34-1111-4222-8333-444455556666", """{ "kind": "fills", "portfolioId": "a b" }""", "$.portfolioId=a b")]
    [InlineData("tokens", """{ "name": "Ann!", "role": "viewer" }""", "$.name=Ann!")]
    [InlineData("phases/phase_1_stocks/deactivate", """{ "reason": "short" }""", "$.reason=short")]
    [InlineData("phases/phase_1_stocks/activate",
        """{ "force": { "reason": "because I say so", "expiresAt": "2001-01-01T00:00:00Z" } }""",
        "$.force.expiresAt=2001-01-01T00:00:00Z")]
    public async Task Command_OfAnythingElse_NamesEachPlace(string address, string body, string places) =>
        await ExpectAsync(silo.Admin.SendTextAsync(HttpMethod.Post, $"/api/v1/{address}", body), places);

    [Theory]
    [InlineData($"{Main}/trades?most=0&from=1700-01-01", "query most=0|query from=1700-01-01")]
    [InlineData("notices?max=0", "query max=0")]
    [InlineData("notices/pages?most=0", "query most=0")]
    [InlineData("assets/NVDA/size?portfolioValue=-1", "query portfolioValue=-1")]
    [InlineData("data/NVDA/sentiment?limit=0", "query limit=0")]
    [InlineData("phases/phase_1_stocks/history?count=0", "query count=0")]
    public async Task Question_ThatMakesNoSense_NamesEachParameter(string address, string places) =>
        await ExpectAsync(silo.Admin.GetAsync(new Uri($"/api/v1/{address}", UriKind.Relative)), places);

    /// <summary>What to do about it stands beside the rule, where the rule does not say it.</summary>
    [Theory]
    [InlineData("rates/USDT", """{ "rate": 900 }""", "$.rate", "say it a second time and confirm it")]
    [InlineData("halts", """{ "reason": "r", "mode": "normal" }""", "$.mode", "reset the halt")]
    [InlineData("flows", """{ "flowId": "f9", "amount": -100000000, "reason": "r" }""", "$.amount", "withdraw less")]
    public async Task Command_WithAKnownRemedy_HasItInTheFault(string address, string body, string place, string remedy)
    {
        var problem = await silo.Admin.SendTextAsync(HttpMethod.Post, $"/api/v1/{Main}/{address}", body)
            .ExpectAsync(HttpStatusCode.UnprocessableEntity);

        var fault = Assert.Single(problem.GetProperty("faults").EnumerateArray().ToArray());
        Assert.Equal(place, fault.Text("place"));
        Assert.Contains(remedy, fault.Text("remedy"), StringComparison.Ordinal);
    }

    private static async Task ExpectAsync(Task<HttpResponseMessage> asked, string places)
    {
        var problem = await asked.ExpectAsync(HttpStatusCode.UnprocessableEntity);

        var faults = problem.GetProperty("faults").EnumerateArray().ToArray();
        Assert.Equal(places.Split('|'), faults.Select(fault => $"{fault.Text("place")}={ValueOf(fault)}"));
        Assert.All(faults, fault => Assert.StartsWith("must ", fault.Text("rule"), StringComparison.Ordinal));
        Assert.Equal("invalid_request", problem.Text("code"));
        Assert.NotEmpty(problem.Text("detail"));
    }

    private static string? ValueOf(JsonElement fault) => fault.TryGetProperty("value", out var value) ? value.GetString() : null;
}
