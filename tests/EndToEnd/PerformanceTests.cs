using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A made-up record is imported and measured through the built console.</summary>
public sealed class PerformanceTests : IDisposable
{
    private const int Days = 90;

    private static readonly DateOnly Last = new(2025, 6, 30);

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Performance_ImportedRecord_AgreesWithASecondComputation()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        await ImportAsync(silo);

        await CrossCheckAsync(silo);
        await AssertPartsAsync(silo);
    }

    private async Task ImportAsync(SiloProcess silo)
    {
        var (random, equity) = (new Random(7), 10_000m);
        var rows = Enumerable.Range(0, Days + 1).Select(day =>
        {
            var flow = day == 40 ? 500m : 0;
            equity = day == 0 ? equity : decimal.Round(equity * (1 + ((decimal)(random.NextDouble() - 0.47) / 20)), 2) + flow;
            return string.Create(CultureInfo.InvariantCulture, $"{Last.AddDays(day - Days):yyyy-MM-dd},{equity},{flow}");
        }).Prepend("date,equity,cash_flow").ToArray();
        var trades = Enumerable.Range(0, 60).Select(index =>
        {
            var (asset, strategy) = (index % 3) switch { 0 => ("BTC/USDT", "trend"), 1 => ("ETH/USDT", "trend"), _ => ("NVDA", "swing") };
            return string.Create(CultureInfo.InvariantCulture,
                $"t{index},{asset},long,1,{Last.AddDays(index - 61):yyyy-MM-dd}T12:00Z,100,{Last.AddDays(index - 59):yyyy-MM-dd}T12:00Z,"
                + $"{90 + random.Next(0, 22)},0.25,{strategy}");
        }).Prepend("trade_id,asset,side,quantity,opened_at,entry_price,closed_at,exit_price,fees,strategy").ToArray();
        await DoneAsync(silo, "import", "equity", _data.Write("equity.csv", rows));
        await DoneAsync(silo, "import", "trades", _data.Write("trades.csv", trades));
    }

    private static async Task CrossCheckAsync(SiloProcess silo)
    {
        var start = new ProcessStartInfo("bash", ["tests/cross-check.sh"])
        {
            WorkingDirectory = RepositoryFiles.Root, UseShellExecute = false, RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ConnectionStrings__assets");
        start.Environment["RUN_FILE"] = silo.RunFilePath;
        start.Environment["ASSETS"] = $"dotnet {AssetsProcess.Dll}";
        using var process = Process.Start(start)!; // null only with UseShellExecute
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, $"exit {process.ExitCode}: {await output} {await error}");
        Assert.Contains("report,sharpe | ", await output, StringComparison.Ordinal);
        Assert.Contains("trades,averageLoss | ", await output, StringComparison.Ordinal);
    }

    /// <summary>What the parts closed and earned is what the whole did.</summary>
    private static async Task AssertPartsAsync(SiloProcess silo)
    {
        var whole = await AskAsync(silo, "portfolio");
        Assert.Equal(60, whole.GetProperty("report").GetProperty("closedTrades").GetInt32());
        string[][] partings = [["class", "crypto", "stocks"], ["asset", "BTC/USDT", "ETH/USDT", "NVDA"], ["strategy", "trend", "swing"]];
        foreach (var parting in partings)
        {
            var (count, profit) = (0, 0m);
            foreach (var id in parting[1..])
            {
                var part = await AskAsync(silo, parting[0], id);
                count += part.GetProperty("report").GetProperty("closedTrades").GetInt32();
                profit += part.GetProperty("trades").GetProperty("netProfit").GetDecimal();
            }

            Assert.Equal((60, whole.GetProperty("trades").GetProperty("netProfit").GetDecimal()), (count, profit));
        }
    }

    private static async Task<JsonElement> AskAsync(SiloProcess silo, params string[] arguments) =>
        (await DoneAsync(silo, ["performance", .. arguments])).Json().GetProperty("details");

    private static Task<AssetsOutcome> DoneAsync(SiloProcess silo, params string[] arguments) =>
        silo.ExpectAsync(0, [.. arguments, "--json"]);
}
