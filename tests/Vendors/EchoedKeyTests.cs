using System.Text;
using Microsoft.AspNetCore.Http;
using OrleansAssets.DataSources;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Vendors that send back what they were sent, keys among it: no failure of any adapter shows one.</summary>
public sealed class EchoedKeyTests
{
    /// <summary>Members in which some vendor puts its words.</summary>
    private static readonly string[] Members =
    [
        "message", "msg", "error", "errors", "error_message", "errorMessage", "Information", "Error Message", "Note", "detail", "title",
        "result", "reason", "status", "code",
    ];

    public static TheoryData<string, int> EchoedQuestions
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var question in VendorQuestion.All.DistinctBy(question => question.SourceId))
            {
                foreach (var status in new[] { 200, 302, 400, 401, 402, 403, 404, 418, 422, 429, 500 })
                {
                    data.Add(question.ToString(), status);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EchoedQuestions))]
    public async Task Ask_ReplyThatEchoesTheRequest_ShowsNoKey(string name, int status)
    {
        var question = VendorQuestion.Find(name);
        foreach (var form in new[] { "json", "html" })
        {
            await using var setup = await VendorSetup.WithServerAsync(context => EchoAsync(context, status, form), now: VendorQuestion.Now);
            var answer = await question.AskAsync(setup);

            Assert.NotEqual(FeedResult.Ok, answer.Result);
            Assert.NotEmpty(setup.Server.Requests);
            Assert.All(Spellings(), spelling => Assert.DoesNotContain(spelling, answer.Error, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static IEnumerable<string> Spellings()
    {
        yield return VendorSetup.KeyId;
        yield return VendorSetup.SecretKey;
        yield return Uri.EscapeDataString(VendorSetup.SecretKey);
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{VendorSetup.KeyId}:{VendorSetup.SecretKey}"));
    }

    /// <summary>The address as sent and decoded, and every header, in all members at once or as a page.</summary>
    private static Task EchoAsync(HttpContext context, int status, string form)
    {
        var address = context.Request.QueryString.ToString();
        var sent = string.Join(' ', context.Request.Headers.Select(header => header.Value.ToString()))
            + $" {address} {Uri.UnescapeDataString(address)}";
        return form == "json"
            ? Reply.SendAsync(context, status, System.Text.Json.JsonSerializer.Serialize(Members.ToDictionary(member => member, _ => sent)))
            : Reply.SendAsync(context, status, $"<html>{sent}</html>", "text/html");
    }
}
