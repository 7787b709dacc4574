using System.Net;
using System.Text.Json;

namespace OrleansAssets.Tests.Web;

/// <summary>What the document of the API shows as bodies is taken by the API itself.</summary>
[Collection(WebSilo.Name)]
public sealed class BodyExampleTests(WebSilo silo)
{
    private const string Portfolio = "examples";

    /// <summary>What changes what other tests of this silo rely on, or names a token that nobody has.</summary>
    private static readonly string[] NotSent = ["account.halt", "assets.switch", "session.sign-in"];

    /// <summary>What can be done in a new portfolio; the others name orders, fills and halts that are not there.</summary>
    private static readonly string[] Done =
    [
        "portfolios.create", "flows.record", "events.dry-run", "events.record", "orders.dry-check", "orders.check", "portfolios.what-if",
        "rates.state", "halts.stop", "phases.activate", "tokens.make",
    ];

    [Fact]
    public async Task Examples_OfBodies_AreThereAndFitTheirSchemas()
    {
        var book = await ApiBook.ReadAsync(silo.Anonymous);
        var check = new SchemaCheck(book.Document);

        var bodies = book.Operations.Where(operation => operation.Body is not null).ToArray();
        Assert.True(bodies.Length > 30, $"{bodies.Length} operations take a body.");
        Assert.Empty(bodies.SelectMany(operation =>
            check.Faults(operation.Example, operation.Body!.Value).Select(fault => $"{operation.Id}: {fault}"))); // they have one
    }

    [Fact]
    public async Task Examples_OfBodies_AreTakenByTheApi()
    {
        var book = await ApiBook.ReadAsync(silo.Anonymous);
        var others = book.Operations.Where(operation => operation.Body is not null).Select(operation => operation.Id)
            .Where(id => !id.StartsWith("imports.", StringComparison.Ordinal)).Except([.. Done, .. NotSent], StringComparer.Ordinal);

        foreach (var id in Done)
        {
            await SendAsync(book[id], HttpStatusCode.OK);
        }

        foreach (var id in others)
        {
            await SendAsync(book[id], HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity);
        }

        await silo.Admin.SendJsonAsync(
            HttpMethod.Post, "/api/v1/phases/phase_1_stocks/deactivate", new { reason = "as it was before" })
            .ExpectAsync(HttpStatusCode.OK);
        var account = await silo.Admin.ExpectAsync("/api/v1/account");
        Assert.True(account.GetProperty("halts").GetArrayLength() == 0, $"{account}");
    }

    [Theory]
    [InlineData("candles")]
    [InlineData("equity")]
    [InlineData("events")]
    [InlineData("fills")]
    [InlineData("trades")]
    public async Task Examples_OfRows_AreStaged(string kind)
    {
        await silo.MakeAsync(Portfolio);
        var book = await ApiBook.ReadAsync(silo.Anonymous);
        var address = $"/api/v1/imports/{Guid.NewGuid()}";
        var begin = JsonSerializer.Deserialize<Dictionary<string, string>>(book["imports.begin"].Example)!; // it is an object of texts
        begin["kind"] = kind;
        begin["portfolioId"] = Portfolio;
        if (kind == "candles")
        {
            begin.Remove("portfolioId");
        }

        await silo.Admin.SendJsonAsync(HttpMethod.Post, address, begin).ExpectAsync(HttpStatusCode.NoContent);
        await silo.Admin.SendJsonAsync(HttpMethod.Put, $"{address}/{kind}/0", book[$"imports.{kind}"].Example)
            .ExpectAsync(HttpStatusCode.NoContent);
        await silo.Admin.DeleteAsync(new Uri(address, UriKind.Relative)).ExpectAsync(HttpStatusCode.NoContent);
    }

    private async Task SendAsync(ApiOperation operation, params HttpStatusCode[] wanted)
    {
        var address = operation.Address(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["portfolio"] = Portfolio, ["order"] = "o-none", ["fill"] = "f-none", ["halt"] = "halt-999", ["event"] = "e-none",
            ["reservation"] = "none:1", ["notice"] = "999999999",
        });
        using var answer = await silo.Admin.SendJsonAsync(operation.Method, address, operation.Example);
        Assert.True(
            wanted.Contains(answer.StatusCode),
            $"{operation.Id} answers {(int)answer.StatusCode} to its own example: {await answer.Content.ReadAsStringAsync()}");
    }
}
