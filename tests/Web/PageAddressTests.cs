using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OrleansAssets.Pages;
using OrleansAssets.Pages.Reading;

namespace OrleansAssets.Tests.Web;

/// <summary>Addresses of pages that ask for what is not there: an answer in words, with its status, and no fault in the log.</summary>
[Collection(WebSilo.Name)]
public sealed class PageAddressTests(WebSilo silo)
{
    private static readonly string[] OtherKinds =
    [
        "/audit?before=abc", "/portfolio?days=abc", "/portfolio?days=1&days=x", "/decisions?why=abc",
        "/decisions?before=99999999999999999999",
        "/audit?stream=access%2Fmain&after=first", "/notices?see=abc", "/notices?see=1.5", "/assets/BTC%2FUSDT?why=x",
    ];

    /// <summary>Names and values that no page knows were passed over without a word.</summary>
    private static readonly (string Address, string Words)[] UnknownOnes =
    [
        ("/audit?kind=zzz", "The address says kind=, which this page does not know."),
        ("/audit?streem=access%2Fmain", "The nearest is 'stream'."),
        ("/decisions?outcome=aproved", "The address says outcome=aproved. The nearest is 'Approved'."),
        ("/assets/BTC%2FUSDT?every=1y", "The address says every=1y."),
        ("/portfolio?by=clas", "The address says by=clas."),
    ];

    /// <summary>Whatever page is added, its values are looked at: one of a kind that is not known would fail here.</summary>
    [Fact]
    public void Queries_OfEveryPage_AreOfKindsThatAreLookedAt()
    {
        Type[] pages =
        [
            .. typeof(PagesRegistration).Assembly.GetTypes().Where(type => type.GetCustomAttribute<RouteAttribute>() is not null),
        ];

        Assert.True(pages.Length > 15, $"{pages.Length} pages.");
        Assert.All(pages, page => Assert.Null(PageQuery.FaultOf(page, QueryCollection.Empty)));
    }

    /// <summary>An open page asks each second: only where something of it is live it is made whole.</summary>
    [Fact]
    public async Task Pages_AskedForTheirFrame_DoNothingElse()
    {
        using var visitor = silo.Visitor("127.0.0.33");
        await visitor.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = silo.AdminSecret }).ExpectAsync(HttpStatusCode.OK);
        const string Verified = "/audit?stream=access%2Fmain&verify=1";
        Assert.Contains("id=\"verified\"", await ReadAsync(visitor, Verified, HttpStatusCode.OK), StringComparison.Ordinal);
        visitor.DefaultRequestHeaders.Add("X-Live", "frame");

        foreach (var address in new[] { Verified, "/phases/phase_1_stocks?plan=activate" })
        {
            var frame = await ReadAsync(visitor, address, HttpStatusCode.OK);
            Assert.Contains("id=\"live-top\"", frame, StringComparison.Ordinal);
            Assert.DoesNotContain("id=\"verified\"", frame, StringComparison.Ordinal);
            Assert.DoesNotContain("<h1>", frame, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_AskedForWhatIsNotThere_SaySo()
    {
        using var visitor = silo.Visitor("127.0.0.31");
        await visitor.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = silo.AdminSecret }).ExpectAsync(HttpStatusCode.OK);

        foreach (var address in OtherKinds)
        {
            var page = await ReadAsync(visitor, address, HttpStatusCode.BadRequest);
            Assert.Contains("is a whole number on this page", page, StringComparison.Ordinal);
            Assert.Contains("<title>Not understood", page, StringComparison.Ordinal);
        }

        foreach (var (address, words) in UnknownOnes)
        {
            var page = await ReadAsync(visitor, address, HttpStatusCode.BadRequest);
            Assert.Contains(words, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        }

        Assert.Contains(
            "There is no stream 'portfolio/mian'. The nearest is 'portfolio/main'.",
            WebUtility.HtmlDecode(await ReadAsync(visitor, "/audit?stream=portfolio%2Fmian", HttpStatusCode.NotFound)),
            StringComparison.Ordinal);
        Assert.Contains(
            "<title>No such portfolio", await ReadAsync(visitor, "/portfolio?portfolio=", HttpStatusCode.NotFound),
            StringComparison.Ordinal);
        Assert.Contains("<title>Portfolio", await ReadAsync(visitor, "/portfolio?days=", HttpStatusCode.OK), StringComparison.Ordinal);
        Assert.Contains(
            "<title>No such portfolio", await ReadAsync(visitor, "/risk?portfolio=mian", HttpStatusCode.NotFound),
            StringComparison.Ordinal);
        foreach (var who in new[] { visitor, silo.Anonymous })
        {
            var page = await ReadAsync(who, "/nosuch/%3Cscript%3E", HttpStatusCode.NotFound);
            Assert.Contains("<title>No such page", page, StringComparison.Ordinal);
            Assert.Contains("There is no page at /nosuch/&lt;script&gt;", page, StringComparison.Ordinal);
        }

        using var head = new HttpRequestMessage(HttpMethod.Head, "/nosuch");
        head.Headers.Accept.ParseAdd("text/html");
        using var bare = await visitor.SendAsync(head);
        Assert.Equal(HttpStatusCode.NotFound, bare.StatusCode);

        // The API has its own words.
        using var problem = await visitor.GetAsync(new Uri("/api/v1/nosuch", UriKind.Relative));
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<string> ReadAsync(HttpClient who, string address, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html,*/*");
        using var answer = await who.SendAsync(request);
        Assert.True(status == answer.StatusCode, $"{address} answers {(int)answer.StatusCode}.");
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"), address);
        return await answer.Content.ReadAsStringAsync();
    }
}
