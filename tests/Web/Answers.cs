using System.Net;
using System.Text;
using System.Text.Json;

namespace OrleansAssets.Tests.Web;

/// <summary>How tests read what the web side answers.</summary>
internal static class Answers
{
    /// <summary>The JSON of an answer that must have a status; a failure shows what came instead.</summary>
    public static async Task<JsonElement> ExpectAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage?.RequestUri} answers {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public static Task<JsonElement> ExpectAsync(this HttpClient client, string address) =>
        client.GetAsync(new Uri(address, UriKind.Relative)).ExpectAsync(HttpStatusCode.OK);

    public static Task<JsonElement> ExpectAsync(this HttpClient client, string address, HttpStatusCode status) =>
        client.GetAsync(new Uri(address, UriKind.Relative)).ExpectAsync(status);

    /// <summary>Sends a value as JSON.</summary>
    public static Task<HttpResponseMessage> SendJsonAsync(this HttpClient client, HttpMethod method, string address, object body) =>
        client.SendTextAsync(method, address, JsonSerializer.Serialize(body));

    /// <summary>Sends a text as if it were JSON.</summary>
    public static async Task<HttpResponseMessage> SendTextAsync(this HttpClient client, HttpMethod method, string address, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.SendAsync(request);
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
