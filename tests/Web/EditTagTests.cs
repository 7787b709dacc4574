using System.Net;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace OrleansAssets.Tests.Web;

/// <summary>Two who decide by the same view: the second is told that it is not so any more.</summary>
[Collection(WebSilo.Name)]
public sealed class EditTagTests(WebSilo silo)
{
    private const string Asset = "/api/v1/assets/RGTI";

    [Fact]
    public async Task Edit_OfWhatSomebodyChangedMeanwhile_IsRefusedAndChangesNothing()
    {
        var seen = await TagAsync(Asset);

        using var first = await SwitchAsync(enabled: true, seen);
        var problem = await SwitchAsync(enabled: false, seen).ExpectAsync(HttpStatusCode.PreconditionFailed);
        var now = await silo.Admin.ExpectAsync(Asset);
        using var again = await SwitchAsync(enabled: false, $"{first.Headers.ETag}");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("changed_meanwhile", problem.Text("code"));
        Assert.Contains("Look at it again", problem.Text("detail"), StringComparison.Ordinal);
        Assert.True(now.GetProperty("enabled").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.NotEqual(seen, $"{again.Headers.ETag}");
    }

    /// <summary>The look and the change are one turn of the grain, so that nobody gets in between.</summary>
    [Fact]
    public async Task Edits_OfTheSameVersionAtOnce_AreMadeOnce()
    {
        var seen = await TagAsync(Asset);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => SwitchAsync(enabled: true, seen)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(11, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        using var off = await SwitchAsync(enabled: false, "*");
        Assert.Equal(HttpStatusCode.OK, off.StatusCode);
    }

    [Fact]
    public async Task Phase_OfAnotherVersion_IsNotActivated()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/phases/phase_1_stocks/activate", UriKind.Relative));
        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation(HeaderNames.IfMatch, "\"0123456789abcdef\"");

        await silo.Admin.SendAsync(request).ExpectAsync(HttpStatusCode.PreconditionFailed);

        Assert.NotEmpty(await TagAsync("/api/v1/phases/phase_1_stocks"));
    }

    [Theory]
    [InlineData("W/\"0123456789abcdef\"")]
    [InlineData("0123456789abcdef")]
    [InlineData("\"a\", nonsense")]
    public async Task Tag_OfAnotherForm_IsToldByItsHeader(string tag)
    {
        var problem = await SwitchAsync(enabled: true, tag).ExpectAsync(HttpStatusCode.BadRequest);

        Assert.Contains("header If-Match", problem.Text("detail"), StringComparison.Ordinal);
    }

    private async Task<string> TagAsync(string address)
    {
        using var answer = await silo.Admin.GetAsync(new Uri(address, UriKind.Relative));
        return $"{answer.Headers.ETag}";
    }

    private async Task<HttpResponseMessage> SwitchAsync(bool enabled, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"{Asset}/enabled", UriKind.Relative));
        request.Content = new StringContent($$"""{"enabled":{{(enabled ? "true" : "false")}}}""", Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation(HeaderNames.IfMatch, tag);
        return await silo.Admin.SendAsync(request);
    }
}
