using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Web;

/// <summary>People and services whom an issuer of OpenID Connect vouches for.</summary>
[Collection(WebSilo.Name)]
public sealed class OpenIdTests(WebSilo silo)
{
    [Fact]
    public async Task AccessToken_OfTheIssuer_IsAnIdentityWithItsRole()
    {
        using var service = silo.ClientOf(silo.Issuer.Token("quant-bot", "trader"));

        var who = await service.ExpectAsync("/api/v1/session");
        await service.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "x", role = "admin" })
            .ExpectAsync(HttpStatusCode.Forbidden);

        Assert.Equal(("quant-bot", "trader"), (who.Text("name"), who.Text("role")));
        Assert.StartsWith("OpenID Connect of ", who.Text("via"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessToken_ExpiredOfAnotherAudienceKeyOrWithoutARole_LetsNobodyIn()
    {
        using var stranger = RSA.Create(2048);
        using var expired = silo.ClientOf(silo.Issuer.Token("Grace", "admin", age: TimeSpan.FromHours(1)));
        using var foreign = silo.ClientOf(silo.Issuer.Token("Grace", "admin", audience: "another-product"));
        using var forged = silo.ClientOf(silo.Issuer.Token("Grace", "admin", key: new RsaSecurityKey(stranger) { KeyId = "test" }));
        using var roleless = silo.ClientOf(silo.Issuer.Token("Grace", role: null));

        await expired.ExpectAsync("/api/v1/session", HttpStatusCode.Unauthorized);
        await foreign.ExpectAsync("/api/v1/session", HttpStatusCode.Unauthorized);
        await forged.ExpectAsync("/api/v1/session", HttpStatusCode.Unauthorized);
        await roleless.ExpectAsync("/api/v1/session", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task SignIn_AtTheIssuersPages_EndsWithACookieOfThisSite()
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = true }) { BaseAddress = silo.Anonymous.BaseAddress };

        var page = await browser.GetStringAsync(new Uri("/sign-in/openid", UriKind.Relative));
        var who = await browser.ExpectAsync("/api/v1/session");

        Assert.Contains("Signed in", page, StringComparison.Ordinal);
        Assert.Equal(("Grace", "operator"), (who.Text("name"), who.Text("role")));
    }

    /// <summary>A page asks every second: whoever was dismissed at the issuer would stay in for as long as one is open.</summary>
    [Fact]
    public async Task Session_OfSomebodyTheIssuerVouchedFor_EndsWithItsWordHoweverOftenItIsUsed()
    {
        var cookie = silo.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("session");
        var (clock, before) = (new ShiftedClock(), cookie.TimeProvider);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = true }) { BaseAddress = silo.Anonymous.BaseAddress };
        await browser.GetStringAsync(new Uri("/sign-in/openid", UriKind.Relative));
        cookie.TimeProvider = clock;
        try
        {
            for (var minute = 0; minute < 4; minute++)
            {
                await browser.ExpectAsync("/api/v1/session");
                clock.Advance(TimeSpan.FromMinutes(1));
            }

            clock.Advance(TimeSpan.FromMinutes(2)); // the issuer's tokens are good for five
            await browser.ExpectAsync("/api/v1/session", HttpStatusCode.Unauthorized);
        }
        finally
        {
            cookie.TimeProvider = before;
        }
    }
}
