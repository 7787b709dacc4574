using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansAssets.Tests.Web;

/// <summary>
/// Whatever is sent to whatever operation, by whoever has no right to it or means no good: nothing changes, nothing leaks, and the service
/// stays up. What tokens that are wrong, ended or of another role come to is in <see cref="AccessTests"/>.
/// </summary>
[Collection(WebSilo.Name)]
public sealed partial class HostileTests(WebSilo silo)
{
    private const int MatchMs = 1_000;
    private const int Tries = 10_000;
    private const int Thieves = 16;

    /// <summary>After so many tries of each somebody with a token asks too.</summary>
    private const int ServedEvery = 125;

    private static readonly string Deep = string.Concat(Enumerable.Repeat("""{"reason":""", 4_000)) + "1" + new string('}', 4_000);

    /// <summary>Bodies that are no request of any operation, and what each is.</summary>
    private static readonly (string What, byte[] Bytes, string MediaType)[] Bodies =
    [
        ("nothing", [], "application/json"),
        ("half of something", "{"u8.ToArray(), "application/json"),
        ("null", "null"u8.ToArray(), "application/json"),
        ("a number", "7"u8.ToArray(), "application/json"),
        ("what no operation knows", """{"__proto__":{"admin":true},"$type":"System.Object"}"""u8.ToArray(), "application/json"),
        ("a list of lists", "[[[]]]"u8.ToArray(), "application/json"),
        ("no UTF-8", [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'], "application/json"),
        ("half of a character", """{"reason":"a\udc00","flowId":"\ud800"}"""u8.ToArray(), "application/json"),
        ("half of a character in a name", """{"a\ud83d":1}"""u8.ToArray(), "application/json"),
        ("half of a character in a list", """[["\ud83d",1]]"""u8.ToArray(), "application/json"),
        ("depth", Encoding.UTF8.GetBytes(Deep), "application/json"),
        ("a form", "reason=r"u8.ToArray(), "application/x-www-form-urlencoded"),
        ("XML", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"u8.ToArray(), "application/xml"),
    ];

    private static readonly string[] Tricks =
    [
        "..%2F..%2F..%2Fetc%2Fpasswd", "%2e%2e%2f%2e%2e%2f", "%00", "a%00b", "%FF%FE", "'%3B%20drop%20table%20tokens--",
        "%7B%7B7*7%7D%7D", "%3Cscript%3E", "%F0%9F%92%A9", "-1", "99999999999999999999", new string('x', 3_000), "%252e%252e%252f", "a;b=c",
    ];

    [Fact]
    public async Task EveryOperation_WithAForgedCookie_IsRefused()
    {
        var (book, before) = (await ApiBook.ReadAsync(silo.Anonymous), await TraceAsync());
        using var forged = silo.Visitor("127.0.0.21");
        forged.DefaultRequestHeaders.Add("Cookie", "assets-session=CfDJ8" + new string('A', 300));

        foreach (var operation in book.Operations.Where(one => one.Id != "session.sign-in"))
        {
            await RefusedAsync(forged, operation, operation.Address(Any), HttpStatusCode.Unauthorized);
        }

        Assert.Equal(before, await TraceAsync());
    }

    [Fact]
    public async Task EveryChange_SentByAnotherSiteWithSomebodysCookie_IsRefused()
    {
        var book = await ApiBook.ReadAsync(silo.Anonymous);
        using var victim = silo.Visitor("127.0.0.22");
        await victim.SendJsonAsync(HttpMethod.Post, "/api/v1/session", new { token = silo.AdminSecret }).ExpectAsync(HttpStatusCode.OK);
        var before = await TraceAsync();

        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "null") })
        {
            victim.DefaultRequestHeaders.Add(header, value);
            foreach (var operation in book.Operations.Where(one => one.IsChange))
            {
                await RefusedAsync(victim, operation, operation.Address(Any), HttpStatusCode.Forbidden);
            }

            victim.DefaultRequestHeaders.Remove(header);
        }

        Assert.Equal(before, await TraceAsync());
    }

    [Fact]
    public async Task EveryBody_ThatIsNone_IsRefusedAndTheServiceStaysUp()
    {
        var (book, before) = (await ApiBook.ReadAsync(silo.Anonymous), await TraceAsync());
        using var admin = silo.Visitor("127.0.0.23", silo.AdminSecret);
        var faults = new List<string>();
        var large = Encoding.UTF8.GetBytes($$"""{"reason":"{{new string('x', 9 * 1024 * 1024)}}"}""");

        foreach (var operation in book.Operations.Where(one => one.Body is not null))
        {
            foreach (var (what, bytes, mediaType) in Bodies.Append(("too much", large, "application/json")))
            {
                using var content = new ByteArrayContent(bytes);
                content.Headers.ContentType = new(mediaType);
                using var request = new HttpRequestMessage(operation.Method, new Uri(operation.Address(Any), UriKind.Relative));
                request.Content = content;
                request.Headers.ExpectContinue = bytes.Length > 1024 * 1024; // it may be refused before it is sent
                using var answer = await admin.SendAsync(request);
                var status = (int)answer.StatusCode;
                faults.AddRange(status is 400 or 413 or 415 or 422 ? [] : [$"{operation.Id} answers {status} to {what}"]);
                await NothingLeaksAsync(answer, operation.Id);
            }
        }

        Assert.Empty(faults);
        Assert.Equal(before, await TraceAsync());
    }

    [Fact]
    public async Task EveryAddress_WithTricksInItsPlaces_AnswersWithoutAFault()
    {
        var (book, before) = (await ApiBook.ReadAsync(silo.Anonymous), await TraceAsync());
        var made = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "Trick", role = "viewer" })
            .ExpectAsync(HttpStatusCode.OK);
        using var viewer = silo.Visitor("127.0.0.24", made.Text("secret"));
        var faults = new List<string>();

        foreach (var operation in book.Operations.Where(one => one.Path.Contains('{')))
        {
            foreach (var trick in Tricks)
            {
                var address = Place().Replace(operation.Path, trick);
                var place = new Uri($"{silo.Anonymous.BaseAddress}{address.TrimStart('/')}");
                using var request = new HttpRequestMessage(operation.Method, place);
                using var answer = await viewer.SendAsync(request);
                var status = (int)answer.StatusCode;
                faults.AddRange((operation.IsChange ? status is >= 400 and < 500 : status < 500)
                    ? [] : [$"{operation.Id} answers {status} to {address}"]);
                await NothingLeaksAsync(answer, operation.Id);
            }
        }

        Assert.Empty(faults);

        Assert.Equal(before + 2, await TraceAsync()); // the token was asked for, and made
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override", "DELETE")]
    [InlineData("X-Original-URL", "/api/v1/tokens")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Authorization", "Basic YWRtaW46YWRtaW4=")]
    [InlineData("Authorization", "Bearer null")]
    [InlineData("X-Client-Cert", "CN=admin")]
    public async Task Headers_ThatClaimSomething_ProveNothing(string name, string value)
    {
        using var stranger = silo.Visitor("127.0.0.25");
        stranger.DefaultRequestHeaders.TryAddWithoutValidation(name, value);

        using var answer = await stranger.GetAsync(new Uri("/api/v1/status", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("evil", await NothingLeaksAsync(answer, name), StringComparison.Ordinal);
    }

    /// <summary>What no library would send.</summary>
    [Theory]
    [InlineData("GET /api/v1/status HTTP/1.1\r\n\r\n")]
    [InlineData("GET /api/v1/status HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET /api/v1/../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /api/v1/status\0 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 40\r\n\r\nGET ")]
    [InlineData("POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, x\r\n\r\n0\r\n\r\n")]
    [InlineData("G\u0001T / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    public async Task Request_ThatBreaksHttp_IsRefusedAndTheServiceStaysUp(string raw)
    {
        var place = silo.Anonymous.BaseAddress!; // it is set
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var caller = new TcpClient();
        await caller.ConnectAsync(place.Host, place.Port, limit.Token);
        await caller.GetStream().WriteAsync(Encoding.Latin1.GetBytes(raw), limit.Token);
        using var reader = new StreamReader(caller.GetStream(), Encoding.Latin1);
        var first = await reader.ReadLineAsync(limit.Token);

        Assert.True(first is null || Client().IsMatch(first), $"{first} to {raw}");
        await silo.Admin.ExpectAsync("/api/v1/session");
    }

    /// <summary>From many addresses at once, each of which says that it is another one each time.</summary>
    [Fact]
    public async Task SignIn_TriedTenThousandTimes_LetsNobodyInWhileOthersAreServed()
    {
        var before = await TraceAsync();
        using var trader = silo.Visitor("127.0.0.26", silo.AdminSecret);

        var answers = await Task.WhenAll(Enumerable.Range(0, Thieves).Select(thief => TryAsync(thief, trader)));

        Assert.Equal(Tries, answers.Sum(one => one.Count));
        Assert.All(
            answers.SelectMany(one => one),
            status => Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{status}"));
        Assert.True(answers.SelectMany(one => one).Count(status => status == HttpStatusCode.Unauthorized) < Thieves * 40);
        Assert.Equal(before, await TraceAsync());
    }

    private async Task<List<HttpStatusCode>> TryAsync(int thief, HttpClient trader)
    {
        using var client = silo.Visitor($"127.0.1.{thief + 1}");
        var answers = new List<HttpStatusCode>();
        for (var number = 0; number < Tries / Thieves; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/session", UriKind.Relative));
            request.Headers.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"10.0.{thief}.{number % 250}"));
            request.Content = new StringContent(
                $$"""{"token":"oat_{{number:x8}}_{{new string('0', 64)}}"}""", Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(request);
            answers.Add(answer.StatusCode);
            if (number % ServedEvery == 0)
            {
                await trader.ExpectAsync("/api/v1/session");
            }
        }

        return answers;
    }

    private static readonly Dictionary<string, string> Any = new(StringComparer.Ordinal)
    {
        ["import"] = "00000000-0000-0000-0000-000000000001", ["batch"] = "0", ["notice"] = "1", ["halt"] = "halt-1", ["fill"] = "f",
        ["event"] = "e", ["decision"] = "d", ["order"] = "o", ["reservation"] = "r", ["token"] = "t", ["indicator"] = "i",
        ["stream"] = "access/main", ["since"] = "2026-01-01T00:00:00Z", ["assets"] = "NVDA",
    };

    private static async Task RefusedAsync(HttpClient client, ApiOperation operation, string address, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(operation.Method, new Uri(address, UriKind.Relative));
        using var answer = await client.SendAsync(request);
        Assert.Equal((operation.Id, status), (operation.Id, answer.StatusCode));
        await NothingLeaksAsync(answer, operation.Id);
    }

    /// <summary>No type, stack or file of ours, and no name of the server.</summary>
    private static async Task<string> NothingLeaksAsync(HttpResponseMessage answer, string what)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.False(Inside().IsMatch(text), $"{what} tells what is inside: {text}");
        Assert.False(answer.Headers.Contains("Server"), $"{what} names its server.");
        return text;
    }

    /// <summary>Entries of the log of all that anybody did to money, phases and identities.</summary>
    private async Task<long> TraceAsync()
    {
        var streams = await silo.Admin.ExpectAsync("/api/v1/audit/streams");
        return streams.EnumerateArray()
            .Where(stream => stream.Text("name").Split('/')[0] is "access" or "portfolio" or "account")
            .Sum(stream => stream.GetProperty("last").GetProperty("sequence").GetInt64());
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Place();

    [GeneratedRegex(@"^HTTP/1\.1 4\d\d ", RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Client();

    [GeneratedRegex(
        @"\b(System|Microsoft|Npgsql|Orleans|OrleansAssets)\.[A-Z]|Exception\b|\bat .*\.cs\b|\.dll\b|oat_[0-9a-f]{8}_[0-9a-f]",
        RegexOptions.ExplicitCapture, MatchMs)]
    private static partial Regex Inside();
}
