using System.Net;
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

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
