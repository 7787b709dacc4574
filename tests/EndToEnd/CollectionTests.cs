using System.Text.Json;
using Npgsql;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>The main job as a user meets it: candles in PostgreSQL, before and after a kill.</summary>
public sealed class CollectionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    /// <summary>One installation through a stop and a kill while it collects, as each start takes its time.</summary>
    [Fact]
    public async Task StopAndKill_DuringCollection_LoseNothingCountAgainstNoVendorAndGoOnFromTheWatermarks()
    {
        await using (var silo = await SiloProcess.StartAsync(_data.Path))
        {
            await silo.WaitForLineAsync("BTC/USDT candles");
            await silo.StopAsync();
            Assert.Equal(0, silo.ExitCode);
            Assert.False(File.Exists(silo.RunFilePath));
        }

        long candlesBefore;
        Dictionary<string, DateTime> newestBefore;
        await using (var silo = await SiloProcess.StartAsync(_data.Path))
        {
            await AssertNothingFailedAsync(silo);
            await silo.KillAsync();

            // The server outlives its silo: what was acknowledged is read from it, before the next silo starts.
            await using var database = NpgsqlDataSource.Create(silo.RunFile.ConnectionString);
            candlesBefore = await CountAsync(database, "SELECT count(*) FROM candles");
            newestBefore = await NewestAsync(database);
            Assert.True(candlesBefore > 0);
        }

        await using var restarted = await SiloProcess.StartAsync(_data.Path);
        await using var after = NpgsqlDataSource.Create(restarted.RunFile.ConnectionString);
        await AssertCollectedAsync(restarted, after);
        Assert.True(await CountAsync(after, "SELECT count(*) FROM candles") >= candlesBefore);
        foreach (var (feed, newest) in await NewestAsync(after))
        {
            Assert.True(newest >= newestBefore.GetValueOrDefault(feed), feed);
        }

        Assert.Equal(0, await CountAsync(after, """
            SELECT count(*) FROM (
                SELECT 1 FROM candles GROUP BY asset_id, source_id, timeframe, open_time HAVING count(*) > 1) AS twice
            """));
        Assert.Equal(0, await CountAsync(after, """
            SELECT count(*) FROM (
                SELECT open_time - lag(open_time) OVER (PARTITION BY asset_id, source_id, timeframe ORDER BY open_time) AS step, timeframe
                FROM candles WHERE source_id = 'ccxt_binance') AS steps
            WHERE step <> CASE timeframe WHEN '1h' THEN interval '1 hour' ELSE interval '1 day' END
            """));
        Assert.True(await CountAsync(after, "SELECT count(*) FROM orleansreminderstable WHERE remindername = 'collect'") > 0);
    }

    /// <summary>What a user sees once the sandbox is collected.</summary>
    private static async Task AssertCollectedAsync(SiloProcess silo, NpgsqlDataSource database)
    {
        var found = 0L;
        await Poll.UntilAsync(
            async () => (found = await CountAsync(database, """
                SELECT (SELECT count(DISTINCT asset_id) FROM candles WHERE source_id = 'ccxt_binance' AND timeframe = '1d')
                    + (SELECT count(DISTINCT asset_id) FROM social_sentiment WHERE asset_id = 'TSLA')
                    + (SELECT least(count(*), 1) FROM trending_symbols)
                """)) == 4,
            Patience, () => $"{found} of 4 kinds of rows came. The silo's log:\n{silo.Log}");
        Assert.Contains("sandbox", silo.Log, StringComparison.Ordinal);

        using var http = new HttpClient();
        using var ready = await http.GetAsync(new Uri($"{silo.RunFile.WebUrl}/health/ready"));
        Assert.True(ready.IsSuccessStatusCode);

        var shown = await silo.ConsoleAsync("sources", "show", "ccxt_binance", "--json");
        var feeds = shown.Json().GetProperty("feeds").EnumerateArray()
            .Where(feed => feed.GetProperty("rows").GetInt64() > 0)
            .Select(feed => feed.GetProperty("id").GetProperty("assetId").GetString())
            .ToHashSet();
        Assert.Superset(new HashSet<string?> { "BTC/USDT", "ETH/USDT" }, feeds);

        var trending = (await silo.ConsoleAsync("sentiment", "trending", "--json")).Json();
        Assert.Equal(1, trending[0].GetProperty("rank").GetInt32());
        var mood = Assert.Single((await silo.ConsoleAsync("sentiment", "TSLA", "--json")).Json().EnumerateArray());
        Assert.InRange(mood.GetProperty("score").GetDouble(), -1, 1);
        var unknown = await silo.ConsoleAsync("sentiment", "TSLAA");
        Assert.Contains("'TSLA'", unknown.Error, StringComparison.Ordinal);

        await AssertNothingFailedAsync(silo);

        var size = await silo.ConsoleAsync("size", "NVDA", "--portfolio", "10000", "--json");
        Assert.Equal(800m, size.Json().GetProperty("notional").GetDecimal());
    }

    private static async Task AssertNothingFailedAsync(SiloProcess silo)
    {
        var sources = (await silo.ConsoleAsync("sources", "--json")).Json();
        Assert.All(sources.EnumerateArray(), source =>
        {
            Assert.Equal(JsonValueKind.Null, source.GetProperty("lastFailureAt").ValueKind);
            Assert.Equal(0, source.GetProperty("errors").GetProperty("failuresLastDay").GetInt32());
        });
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!; // count(*) is never null
    }

    private static async Task<Dictionary<string, DateTime>> NewestAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "SELECT concat_ws(' ', source_id, asset_id, timeframe), max(open_time) FROM candles GROUP BY 1");
        await using var reader = await command.ExecuteReaderAsync();
        var newest = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            newest.Add(reader.GetString(0), reader.GetDateTime(1));
        }

        return newest;
    }
}
