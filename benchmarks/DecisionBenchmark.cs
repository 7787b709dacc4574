using System.Diagnostics;
using Npgsql;
using OrleansAssets.Assets;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>Durable decisions of one portfolio beside single-row commits by plain Npgsql, in turns, on one server with fsync on.</summary>
internal static class DecisionBenchmark
{
    private const int Count = 1_600;

    /// <summary>Of these there are so many that a neighbour's noise falls on both sides alike.</summary>
    private const int Turn = 160;

    private const int Portfolios = 1_000;

    /// <summary>The compiler is done with what is hot after so many.</summary>
    private const int WarmUpDecisions = 3_000;

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        var database = server.DataSource;
        await ExecuteAsync(database, "CREATE TABLE reference (id bigint PRIMARY KEY, payload text NOT NULL)");
        await using var silo = await OrderSilo.StartAsync(database);
        await WarmUpAsync(silo, database);

        Console.WriteLine($"{Count:N0} durable decisions of one portfolio beside as many single-row commits, fsync on");
        Console.WriteLine("callers   commits/s   decisions/s   share   commit p50 / p99 ms   decision p50 / p99 ms");
        foreach (var callers in new[] { 1, 16, 64 })
        {
            var (commits, decisions) = (new Stretch(), new Stretch());
            for (var done = 0; done < Count; done += Turn)
            {
                var first = done;
                await commits.AddAsync(callers, Turn, number => ExecuteAsync(
                    database, "INSERT INTO reference VALUES ($1, 'a payload of some length')", (callers * 1_000_000L) + first + number));
                await decisions.AddAsync(callers, Turn, number => silo.CheckAsync("main", $"{callers}-{first + number}"));
            }

            Console.WriteLine(
                $"{callers,7}   {commits.Rate,9:N0}   {decisions.Rate,11:N0}   {decisions.Rate / commits.Rate,5:0.00}   "
                + $"{commits.At(0.5),10:0.00} / {commits.At(0.99):0.00}        {decisions.At(0.5),10:0.00} / {decisions.At(0.99):0.00}");
        }

        var many = new Stretch();
        await many.AddAsync(64, Count, number => silo.CheckAsync($"p{number % Portfolios}", $"many-{number}"));
        Console.WriteLine(
            $"{Portfolios:N0} portfolios, 64 callers: {many.Rate:N0} decisions/s, p50 {many.At(0.5):0.00} ms, p99 {many.At(0.99):0.00} ms");
    }

    private static async Task WarmUpAsync(OrderSilo silo, NpgsqlDataSource database)
    {
        await silo.DepositAsync("main");
        for (var number = 0; number < WarmUpDecisions; number++)
        {
            await silo.CheckAsync("main", $"warm-{number}");
            await ExecuteAsync(database, "INSERT INTO reference VALUES ($1, 'a payload of some length')", -number - 1L);
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql, long? id = null)
    {
        await using var command = database.CreateCommand(sql);
        if (id is { } value)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Times of the same act, gathered turn by turn.</summary>
    private sealed class Stretch
    {
        private readonly List<double> _times = [];
        private double _seconds;

        public double Rate => _times.Count / _seconds;

        public async Task AddAsync(int callers, int count, Func<int, Task> act)
        {
            var next = -1;
            var times = new double[count];
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
            {
                for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
                {
                    var began = Stopwatch.GetTimestamp();
                    await act(number);
                    times[number] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                }
            })));
            _seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
            _times.AddRange(times);
        }

        /// <summary>The time in ms that such a share stays below.</summary>
        public double At(double share) => _times.Order().ElementAt((int)(_times.Count * share));
    }
}
