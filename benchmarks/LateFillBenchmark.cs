using System.Diagnostics;
using Npgsql;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// What it costs to take a fill of a day that has ended into a long journal, through the grain: one of yesterday, one of the beginning, and
/// ten of yesterday one after another, as a broker tells them that was not heard for a day.
/// </summary>
internal static class LateFillBenchmark
{
    private const int InARow = 10;
    private const int MinutesOfAnHour = 60;
    private const int FillEvery = 10;

    private static readonly int[] Lengths = [10_000, 100_000];

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        await using var silo = await OrderSilo.StartAsync(server.DataSource, 2);
        Console.WriteLine(
            "entries   plain Npgsql reads them, s   fill of yesterday, s   of the beginning, s   each of ten of yesterday, s");
        foreach (var entries in Lengths)
        {
            var portfolioId = $"late{entries}";
            var begun = await WriteAsync(silo, portfolioId, entries);
            await silo.GetAsync(portfolioId); // what is new to the grain is read
            var read = await TimeAsync(() => ReadPlainAsync(portfolioId, server.DataSource));
            var yesterday = await TimeAsync(() => silo.FillAsync(portfolioId, "yesterday", OrderSilo.Now.AddDays(-1)));
            var first = await TimeAsync(() => silo.FillAsync(portfolioId, "first", begun.AddHours(1)));
            var row = await TimeAsync(async () =>
            {
                for (var number = 0; number < InARow; number++)
                {
                    await silo.FillAsync(portfolioId, $"row{number}", OrderSilo.Now.AddDays(-1).AddMinutes(number));
                }
            });
            Console.WriteLine($"{entries,7:N0}   {read,26:0.00}   {yesterday,20:0.00}   {first,19:0.00}   {row / InARow,27:0.00}");
        }
    }

    /// <summary>A mark each minute up to now, and each ten minutes a fill.</summary>
    private static async Task<DateTimeOffset> WriteAsync(OrderSilo silo, string portfolioId, int entries)
    {
        var (journal, assetId) = (silo.Journal, silo.AssetIds[0]);
        var context = new BookContext(IsShadow: false, silo.Configuration);
        var begun = OrderSilo.Now.AddMinutes(-entries);
        var (book, number) = (new PortfolioBook(), 0);
        for (var at = begun; at < OrderSilo.Now; at = at.AddMinutes(MinutesOfAnHour))
        {
            var draft = new BookDraft(portfolioId, book, at);
            if (book.Head.Sequence == 0)
            {
                draft.Append(new PortfolioCreated("bench"), "bench");
                MoneyCommands.Move(draft, new CashFlow("deposit", 1_000_000, "bench", "bench"), null, 0, context);
            }

            BookCommands.Begin(draft, context, []);
            for (var minute = 0; minute < MinutesOfAnHour; minute++)
            {
                var price = 100 + (minute / 60m);
                if (minute % FillEvery == 0)
                {
                    Fill(draft, assetId, number++, price, at.AddMinutes(minute));
                }
                else
                {
                    draft.Append(
                        new PricesMarked([new MarkedPrice(assetId, price, 1, "par", at.AddMinutes(minute), "bench")]), BookCommands.Self);
                }
            }

            await journal.AppendAsync(draft.ToBatch(), CancellationToken.None);
            book = draft.Book;
        }

        return begun;
    }

    private static void Fill(BookDraft draft, string assetId, int number, decimal price, DateTimeOffset at)
    {
        var side = number % 2 == 0 ? OrderSide.Buy : OrderSide.Sell;
        var fill = new FillRecorded(
            new Fill($"f{number}", null, assetId, side, 1, price, 0, null, null, at, null), $"{number}", "crypto", Margined: false,
            price, 1, "par", 0, null, 0, 0, 0, Paper: false);
        var closed = RoundTrips.Apply(draft.Book, fill).Closed;
        draft.Append(fill, BookCommands.Self);
        foreach (var trade in closed)
        {
            draft.Append(trade, BookCommands.Self);
        }
    }

    private static async Task ReadPlainAsync(string portfolioId, NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "SELECT sequence, at, kind, actor, payload, previous_hash, hash FROM audit_log WHERE stream = $1 ORDER BY sequence");
        command.Parameters.AddWithValue(Keys.Portfolio(portfolioId));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            _ = reader.GetString(4);
        }
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
