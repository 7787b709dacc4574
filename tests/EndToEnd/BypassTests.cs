using System.Net.Http;
using System.Text.Json;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>What is enabled without evidence shows on the status page, in the health of the silo and in the audit log.</summary>
public sealed class BypassTests : IDisposable
{
    private const string Reason = "the desk needs ETFs before the quarter ends";

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Bypass_ByHandAndByForce_ShowsOnStatusHealthAndAuditLog()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        Assert.Equal("Healthy", await GateAsync(silo));
        var expires = TimeProvider.System.GetUtcNow().AddDays(2).ToString("O");

        await silo.ExpectAsync(0, "enable", "NVDA");
        await silo.ExpectAsync(
            3, "phases", "activate", "phase_2_leveraged_etfs", "--force", "--reason", Reason, "--expires", expires);
        var approved = await silo.ConsoleAsync(await silo.IdentityAsync("Bob"), "phases", "approve", "phase_2_leveraged_etfs");
        Assert.True(approved.ExitCode == 0, $"{approved}"); // one alone opens nothing without evidence

        var status = (await silo.ExpectAsync(0, "status", "--json")).Json().GetProperty("bypasses").EnumerateArray()
            .ToDictionary(bypass => bypass.GetProperty("assetId").GetString()!, bypass => bypass.GetProperty("reason").GetString());
        Assert.Equal(["NVDA", "SOXL", "TQQQ", "UVXY"], status.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((Reason, "enabled while phase_1_stocks is not active"), (status["TQQQ"], status["NVDA"]));
        var page = (await silo.ExpectAsync(0, "status")).Output.ReplaceLineEndings(" ");
        Assert.All(status.Keys, asset => Assert.Contains($"{asset} by", page, StringComparison.Ordinal));
        var health = await GateAsync(silo);
        Assert.Contains("Degraded", health, StringComparison.Ordinal);
        Assert.All(status.Keys, asset => Assert.Contains(asset, health, StringComparison.Ordinal));
        var byHand = await silo.ExpectAsync(0, "audit", "show", "--stream", "asset/NVDA", "--json");
        Assert.Contains("enabled_by_hand", byHand.Output, StringComparison.Ordinal);
        var byForce = await silo.ExpectAsync(0, "audit", "show", "--stream", "phase/phase_2_leveraged_etfs", "--json");
        Assert.Contains(Reason, byForce.Output, StringComparison.Ordinal);

        await silo.ExpectAsync(0, "phases", "deactivate", "phase_2_leveraged_etfs", "--reason", "no longer needed");
        await silo.ExpectAsync(0, "disable", "NVDA");
        Assert.Equal("Healthy", await GateAsync(silo));
    }

    /// <summary>The gate's word and what it says.</summary>
    private static async Task<string> GateAsync(SiloProcess silo)
    {
        using var client = new HttpClient();
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri(new Uri(silo.RunFile.WebUrl), "health")));
        return string.Join(' ',
            json.RootElement.GetProperty("checks").GetProperty("gate").EnumerateArray().Select(part => part.GetString())).Trim();
    }
}
