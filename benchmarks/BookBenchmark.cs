using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Core;
using Orleans.Runtime;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>What it costs to value what is held, and to read a book again from nothing but its journal.</summary>
internal static class BookBenchmark
{
    private const int Portfolios = 1_000;
    private const int Positions = 20;
    private const int Callers = 16;
    private const int Days = 365;
    private const int MinutesOfADay = 1_440;
    private const int BatchSize = 1_000;

    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        await using var silo = await OrderSilo.StartAsync(server.DataSource, Positions);
        await MarkAsync(silo, await ReferenceCommits.MakeAsync(server.DataSource));
        await RebuildAsync(silo, server.DataSource);
    }

    private static async Task MarkAsync(OrderSilo silo, ReferenceCommits reference)
    {
        await Parallel.ForAsync(0, Portfolios, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, _) =>
        {
            await silo.DepositAsync($"p{number}");
            foreach (var assetId in silo.AssetIds)
            {
                await silo.FillAsync($"p{number}", assetId);
            }
        });

        Console.WriteLine($"{Portfolios:N0} portfolios of {Positions} positions marked by {Callers} callers, beside commits of a row");
        Console.WriteLine("round   commits/s   marks/s   share   commit p50 / p99 ms   mark p50 / p99 ms");
        for (var round = 1; round <= 3; round++)
        {
            var (commits, marks) = (new Stretch(), new Stretch());
            await commits.AddAsync(Callers, Portfolios, _ => reference.CommitAsync());
            await marks.AddAsync(Callers, Portfolios, number => silo.MarkAsync($"p{number}", 100 + round));
            Console.WriteLine($"{round,5}   {marks.Beside(commits)}");
        }
    }

    /// <summary>Two positions, marked each minute of a year.</summary>
    private static async Task RebuildAsync(OrderSilo silo, NpgsqlDataSource database)
    {
        const string Portfolio = "year";
        await silo.DepositAsync(Portfolio);
        await silo.FillAsync(Portfolio, silo.AssetIds[0]);
        await silo.FillAsync(Portfolio, silo.AssetIds[1]);
        var journal = silo.Journal;
        var written = await WriteYearAsync(Portfolio, journal, await LoadAsync(Portfolio, journal), [.. silo.AssetIds.Take(2)]);

        for (var round = 1; round <= 3; round++)
        {
            var readAt = Stopwatch.GetTimestamp();
            var rows = await ReadPlainAsync(Portfolio, database);
            var read = Stopwatch.GetElapsedTime(readAt);
            var loadAt = Stopwatch.GetTimestamp();
            var book = await LoadAsync(Portfolio, journal);
            var load = Stopwatch.GetElapsedTime(loadAt);
            if (book.Head != written.Head || book.Equity != written.Equity)
            {
                throw new InvalidOperationException($"The book that was read ends at {book.Head}, the written one at {written.Head}.");
            }

            Console.WriteLine(
                $"a year of {rows:N0} events: read and checked again in {load.TotalSeconds:0.0} s, {rows / load.TotalSeconds:N0} a second; "
                + $"plain Npgsql reads their rows in {read.TotalSeconds:0.0} s; share {read / load:0.00}");
        }

        await CorrectAsync(silo, Portfolio, written.Head.Sequence);
    }

    /// <summary>
    /// What a fill that was wrong, or is told late, takes: all is told anew. The first one also makes the grain read what is new to it.
    /// </summary>
    private static async Task CorrectAsync(OrderSilo silo, string portfolioId, long entries)
    {
        await silo.CorrectAsync(portfolioId, silo.AssetIds[0]);
        var started = Stopwatch.GetTimestamp();
        await silo.CorrectAsync(portfolioId, silo.AssetIds[1]);
        var taken = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(
            $"a fill corrected at the beginning of {entries:N0} entries: {taken.TotalSeconds:0.0} s, "
            + $"{taken.TotalSeconds * 200_000 / entries:0.0} s for 200,000");
    }

    private static async Task<PortfolioBook> WriteYearAsync(
        string portfolioId, IPortfolioJournal journal, PortfolioBook book, ImmutableArray<string> assetIds)
    {
        for (var minute = 0; minute < Days * MinutesOfADay; minute += BatchSize)
        {
            var draft = new BookDraft(portfolioId, book, Start.AddMinutes(minute));
            foreach (var at in Enumerable.Range(minute, BatchSize).Select(number => Start.AddMinutes(number)))
            {
                var price = 100 + (at.Minute / 60m);
                var marks = assetIds.Select(assetId => new MarkedPrice(assetId, price, 1, "par", at, "bench"));
                draft.Append(new PricesMarked([.. marks]), BookCommands.Self);
            }

            await journal.AppendAsync(draft.ToBatch(), CancellationToken.None);
            book = draft.Book;
        }

        return book;
    }

    private static Task<PortfolioBook> LoadAsync(string portfolioId, IPortfolioJournal journal) =>
        new BookStore(portfolioId, new NoSnapshot(), journal, NullLogger.Instance).LoadAsync();

    private static async Task<long> ReadPlainAsync(string portfolioId, NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "SELECT sequence, at, kind, actor, payload, previous_hash, hash FROM audit_log WHERE stream = $1 ORDER BY sequence");
        command.Parameters.AddWithValue(Keys.Portfolio(portfolioId));
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0L;
        while (await reader.ReadAsync())
        {
            _ = reader.GetString(4);
            rows++;
        }

        return rows;
    }

    private sealed class NoSnapshot : IPersistentState<PortfolioState>
    {
        PortfolioState IStorage<PortfolioState>.State { get; set; } = new();

        string IStorage.Etag => "";

        bool IStorage.RecordExists => false;

        Task IStorage.ClearStateAsync() => Task.CompletedTask;

        Task IStorage.WriteStateAsync() => Task.CompletedTask;

        Task IStorage.ReadStateAsync() => Task.CompletedTask;
    }
}
