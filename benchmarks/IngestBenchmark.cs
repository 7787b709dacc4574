using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// Candles through the feed path (vendor page, upsert, watermark, per page) beside a plain binary COPY of the same rows into the same
/// table, in turns, so that both meet the same machine.
/// </summary>
internal static class IngestBenchmark
{
    private const int Rows = 200_000;
    private const int Rounds = 5;

    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        var database = server.DataSource;
        await using var silo = await FeedSilo.StartAsync(database, Candles("BTC/USDT"));
        await silo.Store.EnsurePartitionsAsync(
            Start, Start.AddMinutes(Rows), new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal), CancellationToken.None);

        Console.WriteLine($"Ingestion of {Rows:N0} one-minute candles, pages of {PagedHistory.PageRows:N0} in the feed path, fsync on");
        Console.WriteLine("round   COPY rows/s   feed rows/s   feed/COPY");
        var shares = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            await TruncateAsync(database);
            var copy = Rows / await TimeAsync(() => CopyAsync(database, Candles("reference")));
            await TruncateAsync(database);
            var feed = Rows / await TimeAsync(() => silo.CollectAllAsync(round));
            shares.Add(feed / copy);
            Console.WriteLine($"{round,5}   {copy,11:N0}   {feed,11:N0}   {feed / copy,9:0.00}");
        }

        shares.Sort();
        Console.WriteLine($"median  {shares[Rounds / 2]:0.00} of COPY; the aim is 0.50 or more");
    }

    private static Candle[] Candles(string assetId) =>
    [
        .. Enumerable.Range(0, Rows).Select(row => new Candle(
            assetId, PagedHistory.Id, Timeframe.M1, Start.AddMinutes(row),
            60_000 + row % 977, 60_010 + row % 977, 59_990 + row % 977, 60_005 + row % 977, row % 13 + 0.25m)),
    ];

    private static async Task CopyAsync(NpgsqlDataSource database, IReadOnlyList<Candle> candles)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var writer = await connection.BeginBinaryImportAsync("""
            COPY candles (asset_id, asset_class, source_id, timeframe, open_time, open, high, low, close, volume) FROM STDIN (FORMAT binary)
            """);
        foreach (var candle in candles)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(candle.AssetId, NpgsqlDbType.Text);
            await writer.WriteAsync("crypto", NpgsqlDbType.Text);
            await writer.WriteAsync(candle.SourceId, NpgsqlDbType.Text);
            await writer.WriteAsync("1m", NpgsqlDbType.Text);
            await writer.WriteAsync(candle.OpenTime, NpgsqlDbType.TimestampTz);
            await writer.WriteAsync(candle.Open, NpgsqlDbType.Numeric);
            await writer.WriteAsync(candle.High, NpgsqlDbType.Numeric);
            await writer.WriteAsync(candle.Low, NpgsqlDbType.Numeric);
            await writer.WriteAsync(candle.Close, NpgsqlDbType.Numeric);
            await writer.WriteAsync(candle.Volume, NpgsqlDbType.Numeric);
        }

        await writer.CompleteAsync();
    }

    private static async Task TruncateAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("TRUNCATE candles; CHECKPOINT");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
