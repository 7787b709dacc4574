using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OrleansAssets.Client;
using OrleansAssets.Hosting;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>The commands of portfolio and risk against a silo process, what makes sense and what does not.</summary>
public sealed class PortfolioConsoleTests : IDisposable
{
    private static readonly string LongText = new('x', 100_000); // what Linux lets into one argument is 128 KiB

    private static readonly string[][] Refused =
    [
        ["order", "check", "BTC/USDT", "buy", "--quantity", "NaN"],
        ["order", "check", "BTC/USDT", "buy", "--quantity", "-1"],
        ["order", "check", "BTC/USDT", "buy", "--quantity", "1e400"],
        ["order", "check", "BTC/USDT", "both", "--quantity", "1"],
        ["order", "check", "BTC/USDT", "buy", "--quantity", "1", "--order-id", LongText],
        ["order", "fill", "UNKNOWN", "buy", "--quantity", "1", "--price", "1", "--fill-id", "f1"],
        ["order", "release", "main:999999"],
        ["portfolio", "deposit", "Infinity"],
        ["portfolio", "deposit", "5", "--flow-id", "first"],
        ["portfolio", "withdraw", "99999999"],
        ["portfolio", "what-if", "UNKNOWN=-30%"],
        ["portfolio", "event", "split", "NVDIA", "10", "1"],
        ["portfolio", "event", "split", "NVDA", "1", "1"],
        ["portfolio", "event", "fee", "-5"],
        ["portfolio", "correct-mark", "NVDA", "--from", "2026-01-01T00:00:00Z", "--reason", "test"],
        ["order", "correct", "nothing", "--reason", "test"],
        ["risk", "reset", "halt-999999", "--reason", "over"],
        ["risk", "halt", "--asset", "UNKNOWN", "--reason", "news"],
        ["risk", "explain", "main:999999"],
    ];

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Commands_OfPortfolioAndRisk_AnswerOrRefuseByTheirExitCodes()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        await RunAsync(silo, 0, "portfolio", "deposit", "10000", "--flow-id", "first");
        await AssertEventsAsync(silo);
        await RunAsync(silo, 0, "portfolio", "validate");
        await RunAsync(silo, 0, "risk", "model");

        await RunAsync(silo, 0, "risk", "halt", "--reason", "rehearsal");
        var shown = await RunAsync(silo, 0, "portfolio", "show");
        var book = shown.Json().GetProperty("book");
        var halt = Assert.Single(book.GetProperty("halts").EnumerateArray()).GetProperty("haltId").GetString()!; // a halt has an id
        Assert.Equal((10_000m, "halted"), (book.GetProperty("cash").GetDecimal(), book.GetProperty("mode").GetString()));
        await RunAsync(silo, 5, "order", "check", "BTC/USDT", "buy", "--quantity", "0.01");

        var before = await EntriesAsync(silo);
        foreach (var arguments in Refused)
        {
            await RunAsync(silo, 2, arguments);
        }

        await AssertHugeTextIsRefusedAsync(silo);
        Assert.Equal(before, await EntriesAsync(silo));

        await RunAsync(silo, 0, "risk", "reset", halt, "--reason", "over");
        Assert.Equal(before + 1, await EntriesAsync(silo));
        await RunAsync(silo, 0, "audit", "verify", "--stream", "portfolio/main");
    }

    // A fill with its fee in the coin, a split of it, and both are gone with the correction of the fill.
    private static async Task AssertEventsAsync(SiloProcess silo)
    {
        await RunAsync(
            silo, 0, "order", "fill", "BTC/USDT", "buy", "--quantity", "0.01", "--price", "60000", "--fee", "0.0001", "--fee-currency",
            "BTC", "--fill-id", "f1", "--yes");
        await Poll.UntilAsync(
            async () => (await RunAsync(silo, 0, "show", "BTC/USDT")).Output.Contains("\"bid\"", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60), () => "There is no quote to hold a split against.");
        string[] halves = ["portfolio", "event", "split", "BTC/USDT", "2", "1", "--event-id", "s1"];
        await RunAsync(silo, 2, halves); // the market has not had it
        var dry = await RunAsync(silo, 0, [.. halves, "--dry-run"]);
        Assert.Contains("the market has not had this split", dry.Json().GetProperty("doubt").GetString(), StringComparison.Ordinal);
        var split = await RunAsync(silo, 0, [.. halves, "--yes"]);
        Assert.Equal(0.0198m, split.Json().GetProperty("quantity").GetDecimal());
        var fee = await RunAsync(silo, 0, "portfolio", "event", "fee", "2.5", "--reason", "market data");
        Assert.Equal(-2.5m, fee.Json().GetProperty("amount").GetDecimal());
        await RunAsync(silo, 0, "portfolio", "event", "rebate", "2.5");
        await RunAsync(silo, 0, "portfolio", "event", "correct", "s1", "--reason", "the market has not had it");
        var without = await RunAsync(silo, 0, "portfolio", "event", "fee", "1", "--asset", "BTC/USDT", "--dry-run");
        Assert.Equal(0.0099m, without.Json().GetProperty("quantityBefore").GetDecimal());
        var corrected = await RunAsync(silo, 0, "order", "correct", "f1", "--reason", "the broker took it back");
        Assert.Equal(10_000, corrected.Json().GetProperty("cash").GetDecimal());
        var accepted = await RunAsync(silo, 0, "order", "accept", "f1", "--reason", "it was none of ours");
        Assert.Single(accepted.Json().GetProperty("lifted").EnumerateArray());
    }

    private static Task<Console.AssetsOutcome> RunAsync(SiloProcess silo, int exitCode, params string[] arguments) =>
        silo.ExpectAsync(exitCode, [.. arguments, "--json"]);

    private static async Task AssertHugeTextIsRefusedAsync(SiloProcess silo)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOrleansAssetsClient(options =>
        {
            options.Gateway = new IPEndPoint(IPAddress.Loopback, silo.RunFile.GatewayPort);
            options.Token = silo.Token;
        });
        await using var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        var portfolio = provider.GetRequiredService<OrleansAssetsClient>().Portfolio();
        var huge = new string('x', 10_000_000);
        var order = new OrderRequest(huge, "BTC/USDT", OrderSide.Buy, 1, null, null, null, null, null, ReduceOnly: false);
        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.CheckOrderAsync(order));
        Assert.Contains("10,000,000 characters", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.ResetAsync(new ResetRequest(huge, "Ada", "over")));
    }

    /// <summary>Entries of the portfolio's stream but those that the clock makes.</summary>
    private static async Task<long> EntriesAsync(SiloProcess silo)
    {
        await using var database = NpgsqlDataSource.Create(silo.RunFile.ConnectionString);
        await using var command = database.CreateCommand(
            "SELECT count(*) FROM audit_log WHERE stream = 'portfolio/main' AND kind NOT IN ('day', 'mark')");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
