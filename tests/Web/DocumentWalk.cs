using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansAssets.Tests.Web;

/// <summary>
/// A client that knows the document of the API and nothing else: it finds addresses by operation ids, holds what it sends against the
/// document, and what is answered.
/// </summary>
internal sealed class DocumentWalk(ApiBook book, HttpClient client)
{
    private static readonly HttpStatusCode[] Done = [HttpStatusCode.OK, HttpStatusCode.NoContent];

    private readonly SchemaCheck _check = new(book.Document);
    private readonly HashSet<string> _walked = new(StringComparer.Ordinal);

    /// <summary>What parameters are where a step does not say.</summary>
    public Dictionary<string, string> Usual { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Forgotten => book.Operations.Select(one => one.Id).Except(_walked, StringComparer.Ordinal);

    public Task<JsonElement> AskAsync(string id, params (string Name, string Value)[] values) => DoAsync(id, null, values);

    /// <summary>Does an operation, which must succeed.</summary>
    public Task<JsonElement> DoAsync(string id, object? body, params (string Name, string Value)[] values) =>
        SendAsync(client, id, body, Done, values);

    /// <summary>Does an operation which the installation must refuse as it stands, by the status that the document names.</summary>
    public Task<JsonElement> RefusedAsync(string id, HttpStatusCode status, object? body, params (string Name, string Value)[] values) =>
        SendAsync(client, id, body, [status], values);

    /// <summary>Does an operation as somebody else.</summary>
    public Task<JsonElement> DoAsAsync(HttpClient other, string id, object? body) => SendAsync(other, id, body, Done, []);

    /// <summary>Counts an operation that was done in another way.</summary>
    public void Walked(string id) => _walked.Add(book[id].Id);

    private async Task<JsonElement> SendAsync(
        HttpClient by, string id, object? body, HttpStatusCode[] wanted, (string Name, string Value)[] values)
    {
        var operation = book[id];
        var all = Usual.ToImmutableDictionary(StringComparer.Ordinal)
            .SetItems(values.Select(one => KeyValuePair.Create(one.Name, one.Value)));
        var sent = body is null ? (JsonElement?)null : JsonSerializer.SerializeToElement(body);
        if (operation.Body is { } form)
        {
            Assert.Empty(sent is { } told ? _check.Faults(told, form) : [$"{id} needs a body"]);
        }

        using var request = new HttpRequestMessage(operation.Method, new Uri(operation.Address(all), UriKind.Relative));
        request.Content = sent is { } content ? JsonContent.Create(content) : null;
        using var answer = await by.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(wanted.Contains(answer.StatusCode), $"{id}: {request.RequestUri} answers {(int)answer.StatusCode}: {text}");
        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        Assert.True(
            operation.Tells((int)answer.StatusCode, mediaType, out var schema),
            $"{id} answers {(int)answer.StatusCode} with {mediaType ?? "no content"}, of which the document has nothing.");
        var read = text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        Assert.Empty(text.Length == 0 ? [] : _check.Faults(read, schema).Select(fault => $"{id} answers {fault}"));
        _walked.Add(id);
        return read;
    }
}
