using System.Text.Json;
using OrleansAssets.Tests.Architecture;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Tests.Web;

/// <summary>The document of the API: a client can be written from it alone.</summary>
[Collection(WebSilo.Name)]
public sealed class ApiDocumentTests(WebSilo silo)
{
    private IEnumerable<Operation> Operations =>
        silo.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<Operation>()).OfType<Operation>();

    [Fact]
    public async Task Document_Always_NamesEveryOperationWithItsRole()
    {
        var document = await silo.Anonymous.ExpectAsync("/openapi/v1.json");

        Assert.StartsWith("3.1", document.Text("openapi"), StringComparison.Ordinal);
        var told = Paths(document).ToDictionary(one => one.Operation.Text("operationId"), one => one.Operation, StringComparer.Ordinal);
        Assert.Equal(Operations.Select(one => one.Name).Order(StringComparer.Ordinal), told.Keys.Order(StringComparer.Ordinal));
        Assert.All(Operations, operation => Assert.EndsWith(
            $"Needs the role {operation.Role.ToString().ToLowerInvariant()}.", told[operation.Name].Text("description"),
            StringComparison.Ordinal));
        Assert.All(told.Values, operation => Assert.NotEmpty(operation.Text("summary")));
    }

    [Fact]
    public async Task Document_AskedForAgain_IsTheSameAndNeedNotBeSent()
    {
        var place = new Uri("/openapi/v1.json", UriKind.Relative);
        using var first = await silo.Anonymous.GetAsync(place);
        using var again = new HttpRequestMessage(HttpMethod.Get, place);
        again.Headers.Host = "evil.example";
        again.Headers.IfNoneMatch.Add(Assert.IsType<System.Net.Http.Headers.EntityTagHeaderValue>(first.Headers.ETag));

        using var second = await silo.Anonymous.SendAsync(again);

        Assert.Equal(System.Net.HttpStatusCode.NotModified, second.StatusCode);
        Assert.DoesNotContain("\"servers\"", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal); // it is of any host
    }

    /// <summary>Comments of the records are the descriptions: units are where a reader looks for them.</summary>
    [Fact]
    public async Task Schemas_OfRecords_AreDescribed()
    {
        var document = await silo.Anonymous.ExpectAsync("/openapi/v1.json");

        var schemas = document.GetProperty("components").GetProperty("schemas");
        var size = schemas.GetProperty("SizeAnswer");
        Assert.Contains("US dollars", size.GetProperty("properties").GetProperty("notional").Text("description"), StringComparison.Ordinal);
        Assert.Equal("number", size.GetProperty("properties").GetProperty("notional").Text("type"));
    }

    /// <summary>What callers of this version rely on: addresses, parameters, members and their types. Words are not part of it.</summary>
    [Fact]
    public async Task Document_OfThisVersion_HasTheApprovedShape()
    {
        var document = await silo.Anonymous.ExpectAsync("/openapi/v1.json");

        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method =>
            $"{method.Name.ToUpperInvariant()} {path.Name} {Shape(method.Value)}"));
        var members = document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .SelectMany(schema => Shape(schema.Value) is var shape && schema.Value.TryGetProperty("properties", out var properties)
                ? properties.EnumerateObject().Select(property => $"{schema.Name}.{property.Name}: {Shape(property.Value)}")
                : [$"{schema.Name}: {shape}"]);
        ApprovedFile.Check(
            "Api.approved.txt",
            string.Join(Environment.NewLine, operations.Concat(members).Order(StringComparer.Ordinal)),
            "Callers of this version must go on as they are; if they do, run the tests once with APPROVE=1.");
    }

    [Fact]
    public async Task References_InTheDocument_AllLeadSomewhere()
    {
        var document = await silo.Anonymous.ExpectAsync("/openapi/v1.json");

        var schemas = document.GetProperty("components").GetProperty("schemas");
        var wanted = References(document).Select(reference => reference.Split('/')[^1]).Distinct(StringComparer.Ordinal);
        Assert.All(wanted, name => Assert.True(schemas.TryGetProperty(name, out _), name));
        Assert.All(Paths(document), one => Assert.Equal(
            one.Path.Split('{').Skip(1).Select(part => part.Split('}')[0]).Order(StringComparer.Ordinal),
            ParametersOf(one.Operation, "path").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Reference_ForPeople_IsServedWithItsOwnScript()
    {
        var page = await silo.Anonymous.GetStringAsync(new Uri("/reference/", UriKind.Relative));

        Assert.DoesNotContain("https://cdn", page, StringComparison.Ordinal);
        Assert.Contains("nonce=", page, StringComparison.Ordinal);
        using var script = await silo.Anonymous.GetAsync(new Uri("/reference/scalar.js", UriKind.Relative));
        Assert.True(script.IsSuccessStatusCode, $"{script.StatusCode}: {page}");
    }

    // Without words and examples.
    private static string Shape(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(", ", element.EnumerateObject()
            .Where(one => one.Name is not ("description" or "summary" or "example" or "examples" or "tags" or "title"))
            .Select(one => $"{one.Name} {Shape(one.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(", ", element.EnumerateArray().Select(Shape)) + "]",
        _ => element.ToString().Replace("#/components/schemas/", "", StringComparison.Ordinal),
    };

    private static IEnumerable<(string Path, JsonElement Operation)> Paths(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation.Value)));

    private static IEnumerable<string> ParametersOf(JsonElement operation, string place) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(parameter => parameter.Text("in") == place).Select(parameter => parameter.Text("name"))
            : [];

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == "$ref" && member.Value.ValueKind == JsonValueKind.String
                ? [member.Value.GetString()!] // it is a text
                : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
