using System.Net;

namespace OrleansAssets.Tests.Web;

/// <summary>Signing in at a page: the cookie, what it is worth, and who may not use it.</summary>
[Collection(WebSilo.Name)]
public sealed class SessionTests(WebSilo silo)
{
    [Fact]
    public async Task Cookie_OfASignIn_IsTheTokensIdentityUntilTheTokenEnds()
    {
        var made = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "Cora", role = "operator" })
            .ExpectAsync(HttpStatusCode.OK);
        using var browser = silo.Visitor("127.0.0.1");

        using var signedIn = await browser.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = made.Text("secret") });
        var who = await browser.ExpectAsync("/api/v1/session");
        await silo.Admin.DeleteAsync(new Uri($"/api/v1/tokens/{made.GetProperty("token").Text("id")}", UriKind.Relative))
            .ExpectAsync(HttpStatusCode.OK);

        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(made.Text("secret"), cookie, StringComparison.Ordinal);
        Assert.Equal(("Cora", "operator"), (who.Text("name"), who.Text("role")));
        Assert.StartsWith("session of token ", who.Text("via"), StringComparison.Ordinal);
        await browser.ExpectAsync("/api/v1/session", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Cookie_ForgedOrSentByAnotherSite_ChangesNothing()
    {
        using var browser = silo.Visitor("127.0.0.1");
        using var forged = new HttpClient { BaseAddress = silo.Anonymous.BaseAddress };
        forged.DefaultRequestHeaders.Add("Cookie", "assets-session=CfDJ8" + new string('A', 300));
        await browser.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = silo.AdminSecret }).ExpectAsync(HttpStatusCode.OK);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        var problem = await browser.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/main/halts", new { reason = "from elsewhere" })
            .ExpectAsync(HttpStatusCode.Forbidden);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        browser.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        await browser.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/main/halts", new { reason = "from elsewhere" })
            .ExpectAsync(HttpStatusCode.Forbidden);
        await forged.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/main/halts", new { reason = "forged" })
            .ExpectAsync(HttpStatusCode.Unauthorized);
        var mode = await silo.Admin.ExpectAsync("/api/v1/portfolios/main/mode");

        Assert.Contains("another site", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal("normal", mode.Text("mode"));
    }

    /// <summary>From an address of its own, so that nobody else has to wait.</summary>
    [Fact]
    public async Task SignIn_TriedAgainAndAgain_IsSlowedAndLetsNobodyIn()
    {
        using var thief = silo.Visitor("127.0.0.77");
        var answers = new List<HttpStatusCode>();
        TimeSpan? pause = null;

        for (var number = 0; number < 60; number++)
        {
            using var answer = await thief.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = $"oat_guess{number}" });
            answers.Add(answer.StatusCode);
            pause = answer.Headers.RetryAfter?.Delta;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.True(pause >= TimeSpan.FromSeconds(1), "It is not told when to try again.");
        Assert.All(answers, answer => Assert.True(answer is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests));
        await silo.Admin.ExpectAsync("/api/v1/session");
    }
}
