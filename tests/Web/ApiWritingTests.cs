using System.Net;
using System.Text.Json;

namespace OrleansAssets.Tests.Web;

/// <summary>What the API changes, under whose name, and what it refuses to read.</summary>
[Collection(WebSilo.Name)]
public sealed class ApiWritingTests(WebSilo silo)
{
    [Fact]
    public async Task Flow_SentTwice_CountsOnceUnderTheNameOfItsToken()
    {
        using var ada = await silo.ClientOfAsync("Ada", "operator");
        await silo.MakeAsync("api-flows");
        var flow = new { flowId = "api-flow-1", amount = 2_500.25m, reason = "first deposit" };

        var first = await ada.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/api-flows/flows", flow).ExpectAsync(HttpStatusCode.OK);
        var again = await ada.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/api-flows/flows", flow).ExpectAsync(HttpStatusCode.OK);

        Assert.Equal(2_500.25m, first.GetProperty("cash").GetDecimal());
        Assert.Equal(2_500.25m, again.GetProperty("cash").GetDecimal());
        Assert.True(again.GetProperty("repeated").GetBoolean());
        var access = await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=access%2Fmain&last=100");
        var entry = access.EnumerateArray().First(one => one.Text("kind") == "flows.record");
        Assert.Equal("Ada", entry.Text("actor"));
        Assert.Contains("token ", entry.Text("payload"), StringComparison.Ordinal);
        var journal = await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=portfolio%2Fapi-flows&last=5");
        Assert.Contains("Ada", journal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Halt_ByATrader_StopsAndOnlyAnOperatorLetsItGoOn()
    {
        using var trader = await silo.ClientOfAsync("Tom", "trader");
        using var officer = await silo.ClientOfAsync("Olga", "operator");
        await silo.MakeAsync("api-halts");

        var halt = await trader.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/api-halts/halts", new { reason = "looks wrong" })
            .ExpectAsync(HttpStatusCode.OK);
        var address = $"/api/v1/portfolios/api-halts/halts/{Uri.EscapeDataString(halt.Text("haltId"))}/reset";
        await trader.SendJsonAsync(HttpMethod.Post, address, new { reason = "was nothing" }).ExpectAsync(HttpStatusCode.Forbidden);
        var mode = await trader.ExpectAsync("/api/v1/portfolios/api-halts/mode");
        var reset = await officer.SendJsonAsync(HttpMethod.Post, address, new { reason = "was nothing" }).ExpectAsync(HttpStatusCode.OK);

        Assert.Equal("halted", mode.Text("mode"));
        Assert.Equal("normal", reset.Text("mode"));
    }

    /// <summary>Whoever wants to stop trading is not told to write less first.</summary>
    [Theory]
    [InlineData("/api/v1/portfolios/api-words/halts", "cause")]
    [InlineData("/api/v1/account/halts", "cause")]
    public async Task Halt_WithMoreWordsThanAreKept_StopsAndKeepsTheFirst(string address, string words)
    {
        await silo.MakeAsync("api-words");

        var halt = await silo.Admin.SendJsonAsync(HttpMethod.Post, address, new { reason = new string('x', 100_000) })
            .ExpectAsync(HttpStatusCode.OK);

        Assert.Equal(500, halt.Text(words).Length);
        var reset = $"{address}/{Uri.EscapeDataString(halt.Text("haltId"))}/reset";
        await silo.Admin.SendJsonAsync(HttpMethod.Post, reset, new { reason = "test" }).ExpectAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Order_DecidedByTheApi_IsExplainedAndReplaysToTheByte()
    {
        using var trader = await silo.ClientOfAsync("Tom", "trader");
        await silo.MakeAsync("api-orders");
        var order = new { clientOrderId = "api-1", assetId = "BTC/USDT", side = "buy", notional = 100, reduceOnly = false };

        var decision = await trader.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/api-orders/orders", order)
            .ExpectAsync(HttpStatusCode.OK);
        var id = Uri.EscapeDataString(decision.Text("decisionId"));
        var replay = await trader.ExpectAsync($"/api/v1/portfolios/api-orders/decisions/{id}/replay");

        Assert.NotEmpty(decision.GetProperty("rules").EnumerateArray());
        Assert.True(replay.GetProperty("identical").GetBoolean());
    }

    [Fact]
    public async Task Body_WithSeveralFaults_IsToldAllOfThem()
    {
        var problem = await silo.Admin.SendTextAsync(
            HttpMethod.Post, "/api/v1/portfolios/main/orders",
            """{ "clientOrderID": "a", "assetId": 7, "side": "sideways", "quantty": 1, "limitPrice": "12,5" }""")
            .ExpectAsync(HttpStatusCode.BadRequest);

        var faults = problem.GetProperty("faults").EnumerateArray().Select(fault => $"{fault.Text("place")} {fault.Text("rule")}");
        Assert.Equal(
            [
                "$.assetId must be a text", "$.side must be one of buy, sell", "$.quantty is not known",
                "$.limitPrice must be a number with a point for decimals, such as 12.5", "$.reduceOnly is missing",
            ],
            faults);
        Assert.Contains("did you mean 'quantity'?", problem.Text("detail"), StringComparison.Ordinal);
    }

    /// <summary>Several names of an enum made a third of its values: a trader and operator was an admin, a buy and sell a sale.</summary>
    [Theory]
    [InlineData("tokens", """{ "name": "mix", "role": "trader,operator" }""", "$.role")]
    [InlineData("portfolios/main/orders", """{ "clientOrderId": "a", "assetId": "X","side": "buy,sell", "reduceOnly": false }""", "$.side")]
    [InlineData("portfolios/main/halts", """{ "reason": "x", "scope": "asset,assetClass", "scopeId": "crypto" }""", "$.scope")]
    public async Task Body_WithSeveralNamesOfOneChoice_IsRefused(string address, string body, string place)
    {
        var problem = await silo.Admin.SendTextAsync(HttpMethod.Post, $"/api/v1/{address}", body).ExpectAsync(HttpStatusCode.BadRequest);

        Assert.Contains($"{place} is '", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("it must be one of", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_OfYearOne_IsRefusedAndNotTakenForNow()
    {
        var problem = await silo.Admin.SendTextAsync(
            HttpMethod.Post, "/api/v1/portfolios/main/fills",
            """
            {
                "fillId": "y1", "assetId": "NVDA", "side": "buy", "quantity": 1, "price": 90, "fee": 0, "at": "0001-01-01T00:00:00Z"
            }
            """)
            .ExpectAsync(HttpStatusCode.BadRequest);

        Assert.Contains("$.at is '0001-01-01T00:00:00Z'", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "must be JSON")]
    [InlineData("", "must be JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("null", "must be")]
    [InlineData("""{ "rate": 1e999 }""", "must be a number")]
    [InlineData("""{ "rate": "NaN" }""", "must be a number")]
    [InlineData("""{ "rate": 1, "rate": 2 }""", "is given twice")]
    [InlineData("""{ "rate": {} }""", "must be a number")]
    public async Task Body_ThatIsNone_IsRefusedWithItsPlace(string body, string rule)
    {
        var problem = await silo.Admin.SendTextAsync(HttpMethod.Post, "/api/v1/portfolios/main/rates/JPY", body)
            .ExpectAsync(HttpStatusCode.BadRequest);

        Assert.Contains(rule, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_WithoutItsOffset_IsRefused()
    {
        var problem = await silo.Admin.SendTextAsync(
            HttpMethod.Post, "/api/v1/portfolios/main/events",
            """{ "eventId": "e1", "kind": "fee", "effectiveAt": "2026-01-31T09:30:00", "reason": "r", "amount": -1 }""")
            .ExpectAsync(HttpStatusCode.BadRequest);

        Assert.Contains("a time with its offset", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_TooLargeTooDeepOrOfAnotherType_IsRefusedAndTheServiceStaysUp()
    {
        var large = JsonSerializer.Serialize(new { reason = new string('x', 70_000) });
        var deep = string.Concat(Enumerable.Repeat("""{"reason":""", 5_000)) + "1" + new string('}', 5_000);
        using var form = new FormUrlEncodedContent([new("reason", "r")]);

        await silo.Admin.SendTextAsync(HttpMethod.Post, "/api/v1/portfolios/main/flows", large)
            .ExpectAsync(HttpStatusCode.RequestEntityTooLarge);
        await silo.Admin.SendTextAsync(HttpMethod.Post, "/api/v1/portfolios/main/halts", deep).ExpectAsync(HttpStatusCode.BadRequest);
        await silo.Admin.PostAsync(new Uri("/api/v1/portfolios/main/halts", UriKind.Relative), form)
            .ExpectAsync(HttpStatusCode.UnsupportedMediaType);
        var mode = await silo.Admin.ExpectAsync("/api/v1/portfolios/main/mode");

        Assert.Equal("normal", mode.Text("mode"));
    }
}
