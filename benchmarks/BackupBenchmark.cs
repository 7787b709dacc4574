using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Client;
using OrleansAssets.Database;
using OrleansAssets.Database.Backups;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// A backup of an installation with ten million candles beside a silo that collects and takes money, its restore into another server with
/// every proof, and a start of the silo on that.
/// </summary>
internal static class BackupBenchmark
{
    private const int Candles = 10_000_000;
    private const int Assets = 10;
    private const string Size = "SELECT pg_database_size(current_database())";

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        await using var silo = Launch(server.ConnectionString, server.Directory);
        await silo.ReadyAsync();
        await silo.QuietAsync();
        await FillAsync(server.DataSource);
        var target = Path.Combine(server.Directory, "backup");
        var (flowsBefore, flowsAfter, taken, manifest) = await TakeAsync(server, target);

        var directory = Path.Combine(server.Directory, "elsewhere");
        await using var elsewhere = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(directory) { EndsWithProcess = true }, NullLogger.Instance, CancellationToken.None);
        var started = Stopwatch.GetTimestamp();
        await Backup.RestoreAsync(target, elsewhere.ConnectionString, CancellationToken.None);
        var restored = Stopwatch.GetElapsedTime(started);
        await using var second = Launch(elsewhere.ConnectionString, Path.Combine(server.Directory, "second"));
        var ready = await second.ReadyAsync();
        await using var database = NpgsqlDataSource.Create(elsewhere.ConnectionString);
        var flows = await NumberAsync(database, "SELECT count(*) FROM portfolio_ids WHERE kind = 'flow' AND id LIKE 'flow-%'");
        var size = await NumberAsync(server.DataSource, Size);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{manifest.Rows["candles"]:N0} candles, {size / 1e6:N0} MB of database; dump of {manifest.DumpBytes / 1e6:N0} MB"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"backup {taken.TotalSeconds:0.0} s, with {flowsAfter - flowsBefore} flows acknowledged meanwhile; restore and proof "
            + $"{restored.TotalSeconds:0.0} s; ready on it after {ready.TotalSeconds:0.0} s"));
        Console.WriteLine($"flows of the restored journal: {flows}; acknowledged before the backup {flowsBefore}, after it {flowsAfter}");
        await second.StopAsync();
        await silo.StopAsync();
    }

    private static SiloProcess Launch(string connectionString, string data) =>
        SiloProcess.Launch(connectionString, "--cluster", "--warm-up", "nextphase", "--data", data);

    private static async Task<(int Before, int After, TimeSpan Took, BackupManifest Manifest)> TakeAsync(
        BenchmarkDatabase server, string target)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddOrleansAssetsClient(options => options.ConnectionString = server.ConnectionString);
        using var service = builder.Build();
        await service.StartAsync();
        var portfolio = service.Services.GetRequiredService<OrleansAssetsClient>().Portfolio();
        await portfolio.RecordCashFlowAsync(OrderSilo.Deposit);
        using var stop = new CancellationTokenSource();
        var flows = 0;
        var working = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await portfolio.RecordCashFlowAsync(new CashFlow($"flow-{flows}", 1, "bench", "more"));
                Interlocked.Increment(ref flows);
            }
        });
        await Task.Delay(TimeSpan.FromSeconds(2)); // some are in it for certain
        var before = Volatile.Read(ref flows);
        var started = Stopwatch.GetTimestamp();
        var manifest = await Backup.TakeAsync(server.ConnectionString, target, "benchmark", CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(started);
        var after = Volatile.Read(ref flows);
        await stop.CancelAsync();
        await working;
        await service.StopAsync();
        return (before, after, took, manifest);
    }

    private static async Task FillAsync(NpgsqlDataSource database)
    {
        const int each = Candles / Assets;
        await ExecuteAsync(database, $"""
            SELECT make_partitions('candles', timestamptz '2023-01-01Z', timestamptz '2023-01-01Z' + {each} * interval '1 minute')
            """);
        for (var asset = 0; asset < Assets; asset++)
        {
            await ExecuteAsync(database, $"""
                INSERT INTO candles (asset_id, asset_class, source_id, timeframe, open_time, open, high, low, close, volume)
                SELECT 'BENCH{asset}/USDT', 'crypto', 'bench', '1m', timestamptz '2023-01-01Z' + n * interval '1 minute',
                    60000 + n % 977, 60010 + n % 977, 59990 + n % 977, 60005 + n % 977, n % 13 + 0.25
                FROM generate_series(0, {each - 1}) AS n
                """);
        }

        await ExecuteAsync(database, "CHECKPOINT");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> NumberAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }
}
