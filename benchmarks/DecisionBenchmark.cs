using System.Diagnostics.Metrics;

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

        await TellPartsAsync(silo);

        for (var number = 0; number < Portfolios; number++)
        {
            await silo.DepositAsync($"p{number}");
        }

        var many = new Stretch();
        await many.AddAsync(64, Count, number => silo.CheckAsync($"p{number % Portfolios}", $"many-{number}"));
        Console.WriteLine(
            $"{Portfolios:N0} portfolios, 64 callers: {many.Rate:N0} decisions/s, p50 {many.At(0.5):0.00} ms, p99 {many.At(0.99):0.00} ms");
    }

    /// <summary>What one decision's time goes to: facts and rules, and the transaction of the journal.</summary>
    private static async Task TellPartsAsync(OrderSilo silo)
    {
        var (dry, whole, appends) = (new Stretch(), new Stretch(), new List<double>());
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "assets.journal.append.duration")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => appends.Add(seconds * 1_000));
        listener.Start();
        for (var done = 0; done < Count; done += Turn)
        {
            var first = done;
            await dry.AddAsync(1, Turn, number => silo.DryCheckAsync("main", $"dry-{first + number}"));
            await whole.AddAsync(1, Turn, number => silo.CheckAsync("main", $"parts-{first + number}"));
        }

        Console.WriteLine(
            $"of one decision's {whole.At(0.5):0.00} ms: facts and rules {dry.At(0.5):0.00} ms, the journal's transaction "
            + $"{appends.Order().ElementAt(appends.Count / 2):0.00} ms (medians)");
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
