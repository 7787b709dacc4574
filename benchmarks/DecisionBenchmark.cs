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
        var reference = await ReferenceCommits.MakeAsync(database);
        await using var silo = await OrderSilo.StartAsync(database);
        await WarmUpAsync(silo, reference);

        Console.WriteLine($"{Count:N0} durable decisions of one portfolio beside as many single-row commits, fsync on");
        Console.WriteLine($"callers   {Stretch.Heads}");
        foreach (var callers in new[] { 1, 16, 64 })
        {
            var (commits, decisions) = (new Stretch(), new Stretch());
            for (var done = 0; done < Count; done += Turn)
            {
                var first = done;
                await commits.AddAsync(callers, Turn, _ => reference.CommitAsync());
                await decisions.AddAsync(callers, Turn, number => silo.CheckAsync("main", $"{callers}-{first + number}"));
            }

            Console.WriteLine($"{callers,7}   {decisions.Beside(commits)}");
        }

        for (var number = 0; number < Portfolios; number++)
        {
            await silo.DepositAsync($"p{number}");
        }

        var many = new Stretch();
        await many.AddAsync(64, Count, number => silo.CheckAsync($"p{number % Portfolios}", $"many-{number}"));
        Console.WriteLine(
            $"{Portfolios:N0} portfolios, 64 callers: {many.Rate:N0} decisions/s, p50 {many.At(0.5):0.00} ms, p99 {many.At(0.99):0.00} ms");
    }

    private static async Task WarmUpAsync(OrderSilo silo, ReferenceCommits reference)
    {
        await silo.DepositAsync("main");
        for (var number = 0; number < WarmUpDecisions; number++)
        {
            await silo.CheckAsync("main", $"warm-{number}");
            await reference.CommitAsync();
        }
    }
}
