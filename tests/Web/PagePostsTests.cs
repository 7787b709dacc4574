using System.Net;
using System.Text.RegularExpressions;

namespace OrleansAssets.Tests.Web;

/// <summary>What a page takes, and from whom; and what a browser may do with it.</summary>
[Collection(WebSilo.Name)]
public sealed partial class PagePostsTests(WebSilo silo)
{
    /// <summary>Each page with a form, and the form.</summary>
    private static readonly (string Address, string Form)[] Forms =
    [
        ("/stop", "stop"), ("/settings", "make"), ("/settings", "sign-out"), ("/phases/phase_1_stocks", "phase"),
        ("/portfolio/flow", "flow"), ("/portfolio/new", "new-portfolio"), ("/order?asset=BTC/USDT&amount=500", "check"),
        ("/sign-in", "sign-in"), ("/risk/drill", "drill"), ("/sources/collect?source=ccxt_binance", "collect"),
        ("/risk/measure", "measure"), ("/sources/ccxt_binance", "check-source"), ("/assets/switch?asset=NVDA", "switch"),
        ("/portfolio/fill", "fill"), ("/portfolio/event?kind=Fee", "event"), ("/portfolio/rate", "rate"),
        ("/portfolio/correct-event?event=e1", "correct-event"), ("/portfolio/correct-mark?asset=BTC/USDT", "correct-mark"),
    ];

    /// <summary>Somebody's browser is made to send it from elsewhere: the cookie alone is not enough.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("cross-site")]
    public async Task Post_WithoutTheTokenOfItsForm_IsRefusedAndChangesNothing(string? from)
    {
        using var visitor = silo.Visitor("127.0.0.34");
        await visitor.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = silo.AdminSecret }).ExpectAsync(HttpStatusCode.OK);
        if (from is not null)
        {
            visitor.DefaultRequestHeaders.Add("Sec-Fetch-Site", from);
            visitor.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        }

        var before = await EntriesAsync();
        foreach (var (address, form) in Forms)
        {
            using var body = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["_handler"] = form, ["Form.Reason"] = "from elsewhere", ["Form.Act"] = "force", ["Form.Name"] = "Mallory",
                ["Form.Amount"] = "1", ["__RequestVerificationToken"] = "CfDJ8" + new string('A', 150),
            });
            using var answer = await visitor.PostAsync(new Uri(address, UriKind.Relative), body);
            Assert.True(
                answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{address} answers {answer.StatusCode}.");
        }

        Assert.Equal(before, await EntriesAsync());
        await visitor.ExpectAsync("/api/v1/session"); // nobody was signed out
    }

    [Fact]
    public async Task Page_Any_AllowsNothingInlineAndNothingFromElsewhere()
    {
        using var visitor = silo.Visitor("127.0.0.35");
        await visitor.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = silo.AdminSecret }).ExpectAsync(HttpStatusCode.OK);

        foreach (var address in new[] { "/", "/assets/BTC/USDT", "/phases/phase_1_stocks?plan=activate", "/audit", "/nosuch" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
            request.Headers.Accept.ParseAdd("text/html");
            using var page = await visitor.SendAsync(request);
            var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy")).Split("; ");
            Assert.Equal(
                [
                    "base-uri 'none'", "connect-src 'self'", "default-src 'none'", "form-action 'self'", "frame-ancestors 'none'",
                    "img-src 'self' data:", "script-src 'self'", "style-src 'self'",
                ],
                policy.Order(StringComparer.Ordinal));
            Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
            var html = await page.Content.ReadAsStringAsync();
            Assert.DoesNotMatch(Inline(), html);
            Assert.All(
                Elsewhere().Matches(html).Select(match => match.Groups["address"].Value),
                link => Assert.StartsWith("/", link, StringComparison.Ordinal));
        }
    }

    /// <summary>How many changes were asked for, by whoever.</summary>
    private async Task<long> EntriesAsync() => (await silo.Admin.ExpectAsync("/api/v1/audit/streams")).EnumerateArray()
        .Single(stream => stream.Text("name") == "access/main").GetProperty("last").GetProperty("sequence").GetInt64();

    // A script or a style of its own, or a handler in an attribute.
    [GeneratedRegex("<script(?![^>]* src=)|<style| style=\"| on[a-z]+=\"", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Inline();

    [GeneratedRegex("<(?:script|link|img|iframe)[^>]* (?:src|href)=\"(?<address>[^\"]*)\"", RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Elsewhere();
}
