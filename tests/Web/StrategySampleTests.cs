using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Console;

namespace OrleansAssets.Tests.Web;

/// <summary>The sample of a strategy as a process of its own: a service of somebody else's, at a silo that asks for a token.</summary>
[Collection(WebSilo.Name)]
public sealed class StrategySampleTests(WebSilo silo)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Strategy_AtASiloThatAsksForATokenBySizesAndQuotes_HasItsOrdersDecided()
    {
        await silo.MakeAsync("sample");
        await silo.Admin.SendJsonAsync(
            HttpMethod.Post, "/api/v1/portfolios/sample/flows", new { flowId = "capital", amount = 10_000, reason = "capital" })
            .ExpectAsync(HttpStatusCode.OK);
        var made = await silo.Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name = "Sample strategy", role = "trader" })
            .ExpectAsync(HttpStatusCode.OK);
        var gateway = $"127.0.0.1:{silo.Services.GetRequiredService<SiloOptions>().GatewayPort}";

        var (exitCode, output) = await RunAsync(
            made.Text("secret"), "--authority", silo.ClientCertificates.Authority, "--certificate", silo.ClientCertificates.Certificate,
            "--key", silo.ClientCertificates.Key!, "--gateway", gateway, "--portfolio", "sample", "--window", "2",
            "--decisions", "1"); // each has a key beside it

        Assert.True(exitCode == 0, output);
        Assert.Contains("Portfolio sample may trade: Normal", output, StringComparison.Ordinal);
        Assert.Contains("Decided Buy BTC/USDT: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Text("secret"), output, StringComparison.Ordinal);
        var journal = (await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=portfolio%2Fsample&last=50")).ToString();
        Assert.Contains("mean-reversion-", journal, StringComparison.Ordinal);
        var access = await silo.Admin.ExpectAsync("/api/v1/audit/entries?stream=access%2Fmain&last=100");
        Assert.Contains(
            access.EnumerateArray(),
            entry => entry.Text("actor") == "Sample strategy" && entry.Text("kind") == "IPortfolioGrain.CheckOrderAsync");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string token, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [AssetsProcess.BesideTests("Strategy", "Strategy.dll"), .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["STRATEGY_TOKEN"] = token;
        using var process = Process.Start(start)!; // null only with UseShellExecute
        using var limit = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
