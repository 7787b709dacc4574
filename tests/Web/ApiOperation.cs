using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace OrleansAssets.Tests.Web;

/// <summary>The API as its document tells it: whoever calls by this knows nothing else of the product.</summary>
internal sealed class ApiBook
{
    private ApiBook(JsonElement document) => (Document, Operations) = (document, [.. Read(document)]);

    public JsonElement Document { get; }

    public ImmutableArray<ApiOperation> Operations { get; }

    public ApiOperation this[string id] => Operations.Single(one => one.Id == id);

    public static async Task<ApiBook> ReadAsync(HttpClient client) => new(await client.ExpectAsync("/openapi/v1.json"));

    private static IEnumerable<ApiOperation> Read(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method =>
            new ApiOperation(method.Value.Text("operationId"), HttpMethod.Parse(method.Name.ToUpperInvariant()), path.Name, method.Value)));
}

/// <summary>One operation of the document.</summary>
/// <param name="Path">With its parameters in braces.</param>
internal sealed record ApiOperation(string Id, HttpMethod Method, string Path, JsonElement Form)
{
    public bool IsChange => Method != HttpMethod.Get;

    public IEnumerable<JsonElement> Parameters =>
        Form.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    /// <summary>What its body must be; null where it takes none.</summary>
    public JsonElement? Body => Form.TryGetProperty("requestBody", out _) ? Content.GetProperty("schema") : null;

    /// <summary>A body that the document shows.</summary>
    public JsonElement Example => Content.TryGetProperty("example", out var example)
        ? example
        : throw new InvalidOperationException($"{Id} takes a body, of which the document has no example.");

    private JsonElement Content => Form.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");

    /// <summary>What it may answer with a status.</summary>
    /// <param name="mediaType">Null where there is no content.</param>
    public bool Tells(int status, string? mediaType, out JsonElement schema)
    {
        schema = default;
        return Form.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var answer)
            && (mediaType is null ? !answer.TryGetProperty("content", out _)
                : answer.TryGetProperty("content", out var content) && content.TryGetProperty(mediaType, out var form)
                    && form.TryGetProperty("schema", out schema));
    }

    /// <summary>Its address with values in it: those given, else the document's own examples of what must be there.</summary>
    public string Address(IReadOnlyDictionary<string, string> values)
    {
        var (path, query) = (Path, new List<string>());
        foreach (var parameter in Parameters)
        {
            var (name, place) = (parameter.Text("name"), parameter.Text("in"));
            var isNeeded = parameter.TryGetProperty("required", out var required) && required.GetBoolean();
            var value = values.GetValueOrDefault(name)
                ?? (!isNeeded ? null : parameter.TryGetProperty("example", out var example) ? example.ToString()
                    : throw new InvalidOperationException($"{Id} needs '{name}', of which the document has no example."));
            if (value is not null && place == "path")
            {
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            }
            else if (value is not null && place == "query")
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }
}
