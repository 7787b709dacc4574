using System.Text.Json;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>The way from a new installation to stocks, through the console, with a crash in between.</summary>
public sealed class FirstPhaseTests : IDisposable
{
    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Activate_EarnedByImportedRecord_IsGrantedAndSurvivesAKill()
    {
        await using (var silo = await SiloProcess.StartAsync(_data.Path))
        {
            var refused = await silo.ConsoleAsync("phases", "activate", "phase_1_stocks", "--json");
            Assert.True(refused.ExitCode is 3 or 4, $"exit {refused.ExitCode}: {refused.Output} {refused.Error}");
            Assert.False(await IsEnabledAsync(silo, "NVDA"));

            await silo.ExpectAsync(0, "import", "trades", _data.Write("trades.csv", Record.Trade()), "--json");
            var poor = await silo.ConsoleAsync("import", "equity", _data.Write("poor.csv", Record.PoorEquity()), "--json");
            Assert.True(poor.ExitCode == 0, poor.Error);
            var premature = await silo.ConsoleAsync("phases", "activate", "phase_1_stocks", "--json");
            Assert.Equal(3, premature.ExitCode);

            var path = _data.Write("good.csv", Record.GoodEquity());
            var first = await silo.ConsoleAsync("import", "equity", path, "--json");
            Assert.True(first.ExitCode == 0, first.Error);
            var second = await silo.ConsoleAsync("import", "equity", path, "--json");
            Assert.Equal(61, second.Json().GetProperty("unchanged").GetInt32());

            await silo.WaitForLineAsync("alpaca is Healthy");
            var (ada, bob) = (await silo.IdentityAsync("Ada"), await silo.IdentityAsync("Bob"));
            var asked = await silo.ConsoleAsync(ada, "phases", "activate", "phase_1_stocks", "--json");
            Assert.True(asked.ExitCode == 3, $"{asked.Output} {asked.Error}");
            Assert.Contains("60 days: 60 imported", asked.Output, StringComparison.Ordinal);
            var herself = await silo.ConsoleAsync(await silo.IdentityAsync("Ada"), "phases", "approve", "phase_1_stocks", "--json");
            Assert.Equal(2, herself.ExitCode);
            Assert.False(await IsEnabledAsync(silo, "NVDA"));
            var granted = await silo.ConsoleAsync(bob, "phases", "approve", "phase_1_stocks", "--json");
            Assert.True(granted.ExitCode == 0, $"{granted.Output} {granted.Error}");
            await silo.KillAsync();
        }

        await using var restarted = await SiloProcess.StartAsync(_data.Path);
        foreach (var asset in new[] { "NVDA", "TSLA", "AMD" })
        {
            Assert.True(await IsEnabledAsync(restarted, asset), asset);
        }

        var phase = await restarted.ConsoleAsync("phases", "show", "phase_1_stocks", "--json");
        Assert.Equal("active", phase.Json().GetProperty("status").GetString(), ignoreCase: true);
        await using var database = Npgsql.NpgsqlDataSource.Create(restarted.RunFile.ConnectionString);
        await using var log = database.CreateCommand("SELECT count(*) FROM phase_activation_log WHERE phase_id = 'phase_1_stocks'");
        Assert.Equal(3L, await log.ExecuteScalarAsync()); // asked, agreed, activated
    }

    private static async Task<bool> IsEnabledAsync(SiloProcess silo, string asset)
    {
        var shown = await silo.ConsoleAsync("show", asset, "--json");
        return shown.Json().GetProperty("enabled").ValueKind == JsonValueKind.True;
    }
}
