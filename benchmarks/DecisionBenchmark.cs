using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Assets;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Database;

namespace OrleansAssets.Benchmarks;

/// <summary>Durable decisions of one portfolio beside single-row commits by plain Npgsql, in turns, on one server with fsync on.</summary>
internal static class DecisionBenchmark
{
    private const int Count = 1_500;
    private const int Rounds = 3;
    private const int Portfolios = 1_000;

    public static async Task RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("assets-benchmark-");
        await using var server = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(Path.Combine(directory.FullName, "postgres")) { EndsWithProcess = true },
            NullLogger.Instance, CancellationToken.None);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await DatabasePreparation.PrepareAsync(database, NullLogger.Instance, CancellationToken.None);
        await ExecuteAsync(database, "CREATE TABLE reference (id bigint PRIMARY KEY, payload text NOT NULL)");
        await using var silo = await OrderSilo.StartAsync(database);
        await WarmUpAsync(silo, database);

        Console.WriteLine($"{Count:N0} durable decisions of one portfolio beside as many single-row commits, fsync on");
        Console.WriteLine("callers   commits/s   decisions/s   share   commit p50 / p99 ms   decision p50 / p99 ms");
        foreach (var callers in new[] { 1, 16, 64 })
        {
            for (var round = 0; round < Rounds; round++)
            {
                var run = $"{callers}-{round}";
                var commits = await TimeAsync(callers, number => ExecuteAsync(
                    database, $"INSERT INTO reference VALUES ({(callers * 1_000_000L) + (round * 100_000) + number}, 'a payload of some length')"));
                var decisions = await TimeAsync(callers, number => silo.CheckAsync("main", $"{run}-{number}"));
                Console.WriteLine(
                    $"{callers,7}   {commits.Rate,9:N0}   {decisions.Rate,11:N0}   {decisions.Rate / commits.Rate,5:0.00}   "
                    + $"{commits.P50,10:0.00} / {commits.P99:0.00}        {decisions.P50,10:0.00} / {decisions.P99:0.00}");
            }
        }

        var many = await TimeAsync(64, number => silo.CheckAsync($"p{number % Portfolios}", $"many-{number}"));
        Console.WriteLine($"{Portfolios:N0} portfolios, 64 callers: {many.Rate:N0} decisions/s, p50 {many.P50:0.00} ms, p99 {many.P99:0.00} ms");
    }

    private static async Task WarmUpAsync(OrderSilo silo, NpgsqlDataSource database)
    {
        await silo.DepositAsync("main");
        for (var number = 0; number < 300; number++)
        {
            await silo.CheckAsync("main", $"warm-{number}");
            await ExecuteAsync(database, $"INSERT INTO reference VALUES ({-number - 1}, 'warm')");
        }
    }

    private static async Task<Measured> TimeAsync(int callers, Func<int, Task> act)
    {
        var next = -1;
        var times = new double[Count];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number < Count; number = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                await act(number);
                times[number] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Array.Sort(times);
        return new Measured(Count / seconds, times[Count / 2], times[Count * 99 / 100]);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Measured(double Rate, double P50, double P99);
}
