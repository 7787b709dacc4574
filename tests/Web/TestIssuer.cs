using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OrleansAssets.Tests.Web;

/// <summary>
/// A small issuer of OpenID Connect on loopback: its configuration and keys, signing in without a question, and tokens of any content.
/// </summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "assets-test";

    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "test" };
    private readonly ConcurrentDictionary<string, string> _nonces = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    public TestIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Address,
            authorization_endpoint = $"{Address}/authorize",
            token_endpoint = $"{Address}/token",
            jwks_uri = $"{Address}/keys",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        _app.MapGet("/authorize", ([FromQuery(Name = "redirect_uri")] string back, string state, string nonce) =>
        {
            var code = Guid.NewGuid().ToString("N");
            _nonces[code] = nonce;
            return Results.Redirect($"{back}?code={code}&state={Uri.EscapeDataString(state)}");
        });
        _app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            var token = Token("Grace", "assets-operator", nonce: _nonces[form["code"].ToString()]);
            return Results.Json(new { access_token = token, id_token = token, token_type = "Bearer", expires_in = 300 });
        });
    }

    public Uri Authority => new(Address);

    private string Address => _app.Urls.First();

    public Task StartAsync() => _app.StartAsync();

    /// <summary>A signed token.</summary>
    public string Token(
        string name, string? role, string audience = Audience, TimeSpan? age = null, string? nonce = null, SecurityKey? key = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime - (age ?? TimeSpan.Zero);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "1", ["preferred_username"] = name };
        if (role is not null)
        {
            claims["roles"] = new[] { "something-else", role };
        }

        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = claims,
            SigningCredentials = new SigningCredentials(key ?? _key, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Rsa.Dispose();
    }

    private object PublicKey()
    {
        var numbers = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            kid = _key.KeyId,
            alg = "RS256",
            n = Base64UrlEncoder.Encode(numbers.Modulus),
            e = Base64UrlEncoder.Encode(numbers.Exponent),
        };
    }
}
