using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Npgsql;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Storage;
using OrleansAssets.Tests.Support;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A silo that goes away under its clients: what people read, and that services find the next one.</summary>
public sealed class SiloLossTests(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Far below the 30 s that a call without an answer takes.</summary>
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(15);

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Kill_InMidCommand_EndsEachCommandWithSixAndOneSentence()
    {
        await using var silo = await StartAsync();
        var port = silo.RunFile.WebPort;
        string[] runFile = ["--run-file", silo.RunFilePath];
        await using var holder = await postgres.DataSource.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await LockAsync(holder, "portfolio_ids"); // the decision waits here until the silo is dead
        var order = AssetsProcess.RunAsync(
            ["order", "check", "BTC/USDT", "buy", "--quantity", "0.01", "--order-id", "lost-1", .. runFile]);
        await Poll.UntilAsync(WaitsForIdsAsync, Patience, () => "No decision waits for the ids.");
        await LockAsync(holder, "orleansstorage"); // and the checks here: taken first, it could hold up what the decision asks
        var doctor = AssetsProcess.RunAsync(["doctor", .. runFile]);
        await ConnectedAsync(port, 2);
        var cancelled = await AssetsProcess.RunAsync(
            async process =>
            {
                await ConnectedAsync(port, 3);
                using var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
                await process.WaitForExitAsync();
            },
            ["portfolio", "deposit", "10", "--flow-id", "lost-2", .. runFile]);
        await silo.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        var outcomes = await Task.WhenAll(doctor, order);
        var took = Stopwatch.GetElapsedTime(killed);

        output.WriteLine($"told {took.TotalSeconds:0.0} s after the kill: {outcomes[0].Error}{outcomes[1].Error}");
        Assert.Equal(130, cancelled.ExitCode);
        Assert.All(outcomes, outcome => Assert.Equal((6, ""), (outcome.ExitCode, outcome.Output)));
        Assert.All(outcomes, outcome => Assert.Single(outcome.Error.Trim().Split('\n')));
        Assert.DoesNotContain("known whether", outcomes[0].Error, StringComparison.Ordinal);
        Assert.Contains("not known whether POST /api/v1/portfolios/main/orders took effect", outcomes[1].Error, StringComparison.Ordinal);
        Assert.Contains("(--order-id lost-1)", outcomes[1].Error, StringComparison.Ordinal);
        Assert.InRange(took, TimeSpan.Zero, ToldWithin);
    }

    [Fact]
    public async Task Restart_OfAllSilos_LeavesNoClientBehind()
    {
        string[] ports = ["--gateway-port", $"{FreePort()}", "--silo-port", $"{FreePort()}", "--cluster"];
        await using var first = await StartAsync(ports);
        var gateway = new IPEndPoint(IPAddress.Loopback, first.RunFile.GatewayPort);
        await using var byGateway = await ConnectAsync(first, options => options.Gateway = gateway);
        await using var byTable = await ConnectAsync(first, options => options.ConnectionString = postgres.ConnectionString);
        IPortfolioGrain[] clients = [byGateway.Portfolio, byTable.Portfolio];
        await Task.WhenAll(clients.Select(client => client.GetModeAsync()));

        await first.StopAsync();
        var calls =
            clients.Select((client, index) => client.RecordCashFlowAsync(new CashFlow($"flow-{index}", 100, "Ada", "test"))).ToArray();
        await using var second = await StartAsync(ports);
        var answers = await Task.WhenAll(calls);
        var repeated = await clients[0].RecordCashFlowAsync(new CashFlow("flow-1", 100, "Ada", "test"));

        Assert.Equal(200, answers.Max(answer => answer.Cash));
        Assert.True(repeated.Repeated);
    }

    private async Task<SiloProcess> StartAsync(params string[] more)
    {
        var silo = SiloProcess.LaunchWith(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__assets"] = postgres.ConnectionString },
            _data.Path, more);
        await silo.WaitForLineAsync("Ready: ");
        return silo;
    }

    private static Task<ConnectedClient> ConnectAsync(SiloProcess silo, Action<OrleansAssetsClientOptions> configure) =>
        ConnectedClient.ConnectAsync(options =>
    {
        configure(options);
        options.Token = silo.Token;
        options.CallDeadlineSeconds = options.ReconnectSeconds = 2 * Patience.TotalSeconds; // a busy machine starts a silo slowly
    });

    private static async Task LockAsync(NpgsqlConnection connection, string tables)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"LOCK TABLE {tables} IN EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> WaitsForIdsAsync()
    {
        await using var command = postgres.DataSource.CreateCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = 'portfolio_ids'::regclass AND NOT granted)");
        return (bool)(await command.ExecuteScalarAsync())!; // EXISTS is never null
    }

    private static Task<TimeSpan> ConnectedAsync(int port, int commands) => Poll.UntilAsync(
        () => Task.FromResult(Connected(port) >= commands), Patience, () => $"{Connected(port)} of {commands} commands are connected.");

    private static int Connected(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == port && connection.State == TcpState.Established);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
