using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using OrleansAssets.Access;
using OrleansAssets.Client.Certificates;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.EndToEnd;

namespace OrleansAssets.Tests.Web;

/// <summary>Services that call grains themselves, at a silo that asks for tokens.</summary>
[Collection(WebSilo.Name)]
public sealed class GrainClientTests(WebSilo silo)
{
    [Fact]
    public async Task Call_WithoutATokenOrWithAWrongOne_IsRefused()
    {
        await using var nameless = await ConnectAsync(null);
        await using var wrong = await ConnectAsync("oat_0a1b2c3d_" + new string('0', 64));

        var refused = await Assert.ThrowsAsync<AccessDeniedException>(() => nameless.Portfolio.GetAsync());
        await Assert.ThrowsAsync<AccessDeniedException>(() => wrong.Portfolio.GetAsync());

        Assert.Contains("without a token", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithAToken_MayDoWhatItsRoleMayAndNoMore()
    {
        await silo.MakeAsync("api-grains");
        await using var viewer = await ConnectAsync(await TokenAsync("Vera", "viewer"));

        var view = await viewer.Assets.Portfolio("api-grains").GetAsync();
        var refused = await Assert.ThrowsAsync<AccessDeniedException>(() => viewer.Assets.Portfolio("api-grains").HaltAsync(Halt("Vera")));
        await foreach (var mode in viewer.Assets.WatchModeAsync("api-grains"))
        {
            Assert.Equal(TradingMode.Normal, mode.Mode);
            break;
        }

        Assert.Equal("api-grains", view.Id);
        Assert.Contains("needs the role trader", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_ByATypedName_IsOfTheTokensIdentity()
    {
        await silo.MakeAsync("api-names");
        await using var trader = await ConnectAsync(await TokenAsync("Tom", "operator"));

        await trader.Assets.Portfolio("api-names").HaltAsync(Halt("Mallory"));
        await trader.Assets.Portfolio("api-names").StateRateAsync("JPY", 0.0066m, "Mallory", confirmed: true);

        var journal = (await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=portfolio%2Fapi-names&last=10")).ToString();
        Assert.Contains("Tom", journal, StringComparison.Ordinal);
        Assert.DoesNotContain("Mallory", journal, StringComparison.Ordinal);
        var access = await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=access%2Fmain&last=100");
        var entry = access.EnumerateArray().First(one => one.Text("kind") == "IPortfolioGrain.HaltAsync");
        Assert.Equal("Tom", entry.Text("actor"));
        Assert.Contains("grain client with token", entry.Text("payload"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_ByAGrainClient_AreNobodysToMake()
    {
        await using var admin = await ConnectAsync(silo.AdminSecret);
        var access = admin.Grains.GetGrain<IAccessGrain>(Keys.Access);

        await Assert.ThrowsAsync<InvalidRequestException>(() => access.ListAsync());
        await Assert.ThrowsAsync<InvalidRequestException>(() => access.CreateAsync(
            new TokenRequest("0a1b2c3d", "Mallory", AccessRole.Admin, new string('0', 64), null, "Mallory")));
    }

    /// <summary>Whoever says that he is a door would else speak for everybody.</summary>
    [Fact]
    public async Task Door_WithoutAnAdminsToken_IsRefused()
    {
        await silo.MakeAsync("api-doors");
        await using var officer = await ConnectAsync(await TokenAsync("Olga", "operator"));
        await using var nameless = await ConnectAsync(null);
        RequestContext.Set(CallDoor.Key, CallDoor.Web); // of this test's calls alone

        var refused = await Assert.ThrowsAsync<AccessDeniedException>(
            () => officer.Assets.Portfolio("api-doors").HaltAsync(Halt("Mallory")));
        await Assert.ThrowsAsync<AccessDeniedException>(() => officer.Grains.GetGrain<IAccessGrain>(Keys.Access).ListAsync());
        await Assert.ThrowsAsync<AccessDeniedException>(() => nameless.Grains.GetGrain<IAccessGrain>(Keys.Access).ListAsync());

        Assert.Contains("needs an admin's token", refused.Message, StringComparison.Ordinal);
        Assert.Equal("normal", (await silo.Admin.ExpectAsync("/api/v1/portfolios/api-doors/mode")).Text("mode"));
    }

    /// <summary>Who is signed by another authority is not heard, whatever token he has.</summary>
    [Fact]
    public async Task Connection_WithoutACertificateOfTheAuthority_IsNotHeard()
    {
        using var elsewhere = new DataDirectory();
        Pki.Make(elsewhere.Path, "client", isSilo: false);
        var gateway = new IPEndPoint(IPAddress.Loopback, silo.Services.GetRequiredService<SiloOptions>().GatewayPort);

        await Assert.ThrowsAsync<AssetsUnavailableException>(() => ConnectAsync(silo.AdminSecret, Pki.Of(elsewhere.Path, "client")));
        await Assert.ThrowsAsync<AssetsUnavailableException>(() => ConnectedClient.ConnectAsync(options =>
        {
            options.Gateway = gateway;
            options.Token = silo.AdminSecret;
            options.ConnectTimeoutSeconds = 1;
        }));
        await using var known = await ConnectAsync(silo.AdminSecret);
        Assert.Equal("main", (await known.Portfolio.GetAsync()).Id);
    }

    private static HaltRequest Halt(string name) => new(HaltScope.Portfolio, null, TradingMode.Halted, name, "test");

    private Task<ConnectedClient> ConnectAsync(string? token, CertificateFiles? certificates = null) =>
        ConnectedClient.ConnectAsync(options =>
        {
            options.Gateway = new IPEndPoint(IPAddress.Loopback, silo.Services.GetRequiredService<SiloOptions>().GatewayPort);
            options.Token = token;
            options.Certificates = certificates ?? silo.ClientCertificates;
            options.ConnectTimeoutSeconds = certificates is null ? 15 : 1;
        });

    private async Task<string> TokenAsync(string name, string role)
    {
        var made = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name, role }).ExpectAsync(HttpStatusCode.OK);
        return made.Text("secret");
    }
}
