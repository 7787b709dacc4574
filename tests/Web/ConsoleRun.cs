using System.CommandLine;
using System.Net;
using OrleansAssets.Cli;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Tests.Web;

/// <summary>The console in this process, as an admin of the silo: what is parsed and run is what the program does.</summary>
internal static class ConsoleRun
{
    public static async Task<(int Exit, string Output, string Error)> RunConsoleAsync(
        this WebSilo silo, string[] line, int columns = CommandOutput.PlainWidth)
    {
        var home = Path.Combine(Path.GetTempPath(), $"no-home-{Guid.NewGuid():N}");
        var options = new GlobalOptions();
        var finder = new SiloFinder(
            name => name switch { SiloFinder.TokenVariable => silo.AdminSecret, "XDG_CONFIG_HOME" => home, _ => null }, Path.GetTempPath());
        var root = CommandTree.Build(new CommandRunner(options, finder, TimeProvider.System) { Columns = columns }, options);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        string[] arguments = [.. line, "--url", $"{silo.Anonymous.BaseAddress}"];
        var exit = await BareNoun.Shown(root, root.Parse(arguments), arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return (exit, $"{output}", $"{error}");
    }

    /// <summary>A portfolio with trades of 10 and 12 US dollars, each net of fees of 2, the second closed last.</summary>
    public static async Task RoundTripAsync(this WebSilo silo, string portfolioId)
    {
        await silo.MakeAsync(portfolioId);
        await SendAsync("flows", new { flowId = "capital", amount = 100_000m, reason = "capital" });
        foreach (var (number, earned) in new[] { (1, 1_200m), (2, 1_400m) })
        {
            await FillAsync($"b{number}", "buy", 60_000m);
            await FillAsync($"s{number}", "sell", 60_000m + earned);
        }

        Task FillAsync(string fillId, string side, decimal price) => SendAsync("fills", new
        {
            fillId, assetId = "BTC/USDT", side, quantity = 0.01m, price, fee = 1m, strategyId = "trend", currency = "USD", confirmed = true,
        });

        Task SendAsync(string what, object body) => silo.Admin
            .SendJsonAsync(HttpMethod.Post, $"/api/v1/portfolios/{portfolioId}/{what}", body).ExpectAsync(HttpStatusCode.OK);
    }
}
