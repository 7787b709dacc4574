using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Orleans.Configuration;
using OrleansAssets.Client;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// A history read by a client through its silo, over TCP, beside the same rows read by plain Npgsql, in turns; and the newest quotes of
/// many assets in one call.
/// </summary>
internal static class ReadBenchmark
{
    private const int Rows = 100_000;
    private const int PageRows = 10_000;
    private const int Assets = 1_000;
    private const int Rounds = 7;
    private const string AssetId = "BTC/USDT";

    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        string[] quoted = [.. Enumerable.Range(0, Assets).Select(number => $"A{number:0000}")];
        using var host = await GrainHost.StartAsync(
            server.DataSource,
            FeedSilo.ConfigurationOf([.. quoted.Prepend(AssetId).Select(id => FeedSilo.Asset(id, PagedHistory.Id))], []));
        await FillAsync(host.Services.GetRequiredService<IMarketDataStore>(), quoted);
        await using var command = server.DataSource.CreateCommand("ANALYZE");
        await command.ExecuteNonQueryAsync();
        var gateway = host.Services.GetRequiredService<IOptions<EndpointOptions>>().Value.GatewayPort;
        await using var services = new ServiceCollection().AddLogging()
            .AddOrleansAssetsClient(options => options.Gateway = new IPEndPoint(IPAddress.Loopback, gateway))
            .BuildServiceProvider();
        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        await MeasureAsync(server.DataSource, services.GetRequiredService<OrleansAssetsClient>(), quoted);
        await host.StopAsync();
    }

    private static async Task MeasureAsync(NpgsqlDataSource database, OrleansAssetsClient client, string[] quoted)
    {
        Console.WriteLine($"Reading {Rows:N0} candles, pages of {PageRows:N0} in the client, and the newest quotes of {Assets:N0} assets");
        Console.WriteLine("round   Npgsql rows/s   client rows/s   client/Npgsql   quotes ms   Npgsql ms");
        var shares = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var plain = Rows / await TimeAsync(() => ReadPlainAsync(database));
            var through = Rows / await TimeAsync(() => ReadAsync(client));
            var quotes = await TimeAsync(async () => Require(Assets, (await client.MarketData.GetQuotesAsync([.. quoted])).Length));
            var quotesPlain = await TimeAsync(() => ReadQuotesAsync(database, quoted));
            shares.Add(through / plain);
            Console.WriteLine(
                $"{round,5}   {plain,13:N0}   {through,13:N0}   {through / plain,13:0.00}   "
                + $"{quotes * 1000,9:0.0}   {quotesPlain * 1000,9:0.0}");
        }

        shares.Sort();
        Console.WriteLine($"median  {shares[Rounds / 2]:0.00} of Npgsql; the aim is 0.50 or more");
    }

    private static async Task FillAsync(IMarketDataStore store, string[] quoted)
    {
        await store.UpsertCandlesAsync(
            "crypto",
            [
                .. Enumerable.Range(0, Rows).Select(row => new Candle(
                    AssetId, PagedHistory.Id, Timeframe.M1, Start.AddMinutes(row),
                    60_000 + row % 977, 60_010 + row % 977, 59_990 + row % 977, 60_005 + row % 977, row % 13 + 0.25m)),
            ],
            CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        await store.UpsertQuotesAsync(
            "crypto",
            [
                .. quoted.SelectMany(id => Enumerable.Range(0, 100).Select(
                    minute => new Quote(id, PagedHistory.Id, now.AddMinutes(-minute), 100.25m, 100.5m, 3, 4))),
            ],
            CancellationToken.None);
    }

    private static async Task ReadAsync(OrleansAssetsClient client)
    {
        var rows = 0;
        await foreach (var page in client.MarketData.ReadCandlesAsync(
            new CandleRequest(AssetId, Timeframe.M1, PagedHistory.Id, Start, Limit: PageRows)))
        {
            rows += page.Rows.Length;
        }

        Require(Rows, rows);
    }

    private static async Task ReadPlainAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("""
            SELECT open_time, open, high, low, close, volume FROM candles
            WHERE asset_id = $1 AND source_id = $2 AND timeframe = '1m' AND open_time >= $3 ORDER BY open_time
            """);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, AssetId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, PagedHistory.Id);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, Start.UtcDateTime);
        var rows = new List<CandleRow>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(new CandleRow(
                new DateTimeOffset(reader.GetDateTime(0)), reader.GetDecimal(1), reader.GetDecimal(2), reader.GetDecimal(3),
                reader.GetDecimal(4), reader.GetDecimal(5)));
        }

        Require(Rows, rows.Count);
    }

    private static async Task ReadQuotesAsync(NpgsqlDataSource database, string[] quoted)
    {
        await using var command = database.CreateCommand("""
            SELECT asset_id, newest.* FROM unnest($1) AS asset (asset_id) CROSS JOIN LATERAL (
                SELECT at, bid, ask FROM quotes
                WHERE quotes.asset_id = asset.asset_id AND source_id = $2 AND at > now() - interval '14 days'
                ORDER BY at DESC LIMIT 1) AS newest
            """);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, quoted);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, PagedHistory.Id);
        var rows = 0;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows++;
        }

        Require(Assets, rows);
    }

    private static void Require(int expected, int found)
    {
        if (expected != found)
        {
            throw new InvalidOperationException($"{found} rows came, not {expected}.");
        }
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
