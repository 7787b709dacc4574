using System.Net;
using System.Text.Json;
using System.Runtime.Versioning;
using Microsoft.AspNetCore.Routing;
using OrleansAssets.Access;
using OrleansAssets.Domain.Access;
using OrleansAssets.Tests.Support;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Tests.Web;

/// <summary>Nobody does what the role does not allow, at any address.</summary>
[Collection(WebSilo.Name)]
public sealed class AccessTests(WebSilo silo)
{
    private const string SignIn = "session.sign-in";

    private IEnumerable<(Operation Operation, HttpMethod Method, string Address)> Guarded => silo.Endpoints
        .Select(endpoint => (Operation: endpoint.Metadata.GetMetadata<Operation>(), Endpoint: endpoint))
        .Where(one => one.Operation is not null && one.Operation.Name != SignIn)
        .Select(one => (one.Operation!, MethodOf(one.Endpoint), AddressOf(one.Endpoint))); // those without are left out

    /// <summary>A lost answer leaves no token behind that nobody has: said again under its id it is the one token, told anew.</summary>
    [Fact]
    public async Task Token_MadeAgainUnderItsId_IsToldAnewUntilItWasUsed()
    {
        var wanted = new { name = "Rita", role = "viewer", id = "00c0ffee" };
        var lost = await MakeAsync(wanted, HttpStatusCode.OK);
        var again = await MakeAsync(wanted, HttpStatusCode.OK);
        using var first = silo.ClientOf(lost.Text("secret"));
        using var second = silo.ClientOf(again.Text("secret"));

        Assert.Equal(("00c0ffee", "00c0ffee"), (lost.GetProperty("token").Text("id"), again.GetProperty("token").Text("id")));
        await first.ExpectAsync("/api/v1/session", HttpStatusCode.Unauthorized);
        await second.ExpectAsync("/api/v1/session");
        await MakeAsync(wanted, HttpStatusCode.UnprocessableEntity); // somebody has it
        await second.ExpectAsync("/api/v1/session");
        var problem = await MakeAsync(new { name = "Rita", role = "viewer", id = "C0FFEE" }, HttpStatusCode.BadRequest);
        Assert.Contains("eight hexadecimal digits", problem.Text("detail"), StringComparison.Ordinal);

        Task<JsonElement> MakeAsync(object body, HttpStatusCode status) =>
            silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", body).ExpectAsync(status);
    }

    [Fact]
    public async Task EveryOperation_WithoutATokenThatIsInForce_IsRefused()
    {
        var revoked = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "Eve", role = "admin" })
            .ExpectAsync(HttpStatusCode.OK);
        await silo.Admin.DeleteAsync(new Uri($"/api/v1/tokens/{revoked.GetProperty("token").Text("id")}", UriKind.Relative))
            .ExpectAsync(HttpStatusCode.OK);
        var end = TimeProvider.System.GetUtcNow().AddSeconds(1);
        var expiring = await silo.Admin.SendJsonAsync(
            HttpMethod.Post, "/api/v1/tokens", new { name = "Eve", role = "admin", expiresAt = end }).ExpectAsync(HttpStatusCode.OK);
        using var expired = silo.ClientOf(expiring.Text("secret"));
        await Poll.UntilAsync(async () =>
        {
            using var answer = await expired.GetAsync(new Uri("/api/v1/session", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.Unauthorized;
        }, TimeSpan.FromSeconds(30), () => "The token has not expired.");
        using var ended = silo.ClientOf(revoked.Text("secret"));
        using var wrong = silo.ClientOf(revoked.Text("secret")[..^1] + "x");
        var before = await EntriesAsync();

        using var nameless = silo.Visitor("127.0.0.40");
        foreach (var client in new[] { nameless, wrong, ended, expired })
        {
            foreach (var (operation, method, address) in Guarded)
            {
                Assert.Equal((operation.Name, HttpStatusCode.Unauthorized), (operation.Name, await AskAsync(client, method, address)));
            }
        }

        Assert.Equal(before, await EntriesAsync());
    }

    [Fact]
    public async Task EveryOperation_OfAHigherRole_IsForbiddenAndLeavesNoTrace()
    {
        var before = await EntriesAsync() + 3; // the tokens

        foreach (var role in new[] { AccessRole.Viewer, AccessRole.Trader, AccessRole.Operator })
        {
            using var client = await silo.ClientOfAsync("Low", role.ToString());
            foreach (var (operation, method, address) in Guarded.Where(one => !role.Covers(one.Operation.Role)))
            {
                Assert.Equal((operation.Name, HttpStatusCode.Forbidden), (operation.Name, await AskAsync(client, method, address)));
            }
        }

        Assert.InRange(await EntriesAsync(), before, before + 3); // each token is asked for, and made
    }

    [Fact]
    public async Task Forbidden_Always_SaysWhichRoleItTakes()
    {
        using var viewer = await silo.ClientOfAsync("Vera", "viewer");

        var problem = await viewer.SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/main/halts", new { reason = "test" })
            .ExpectAsync(HttpStatusCode.Forbidden);

        Assert.Equal("forbidden", problem.Text("code"));
        Assert.Contains("halts.stop needs the role trader, and Vera", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void AdminToken_OfTheFirstStart_IsForItsOwnerAlone() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(silo.TokenFile));

    [Fact]
    public async Task Secrets_OfTokens_AreInNoLogAuditOrList()
    {
        var made = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "Sam", role = "viewer" })
            .ExpectAsync(HttpStatusCode.OK);

        var secret = made.Text("secret").Split('_')[^1];
        var list = await silo.Admin.ExpectAsync("/api/v1/tokens");
        var audit = await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=access%2Fmain&last=1000");
        Assert.DoesNotContain(secret, list.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, audit.ToString(), StringComparison.Ordinal);
        Assert.Contains("Sam", list.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(silo.Log.All, line => line.Text.Contains(secret, StringComparison.Ordinal));
    }

    private async Task<long> EntriesAsync()
    {
        var streams = await silo.Admin.ExpectAsync("/api/v1/audit/streams");
        return streams.EnumerateArray().Where(stream => stream.Text("name") == Keys.Access)
            .Sum(stream => stream.GetProperty("last").GetProperty("sequence").GetInt64());
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static HttpMethod MethodOf(RouteEndpoint endpoint) =>
        new(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single()); // an operation has one

    private static string AddressOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments
        .Select(segment => string.Concat(segment.Parts.Select(part =>
            part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "1"))));
}
