using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Tests.Rules;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// Restarts under load by kill -9, over windows so tight that they bind all the time: no window is overspent, no interval doubled or
/// lost. ASSETS_KILLS sets the number of kills; tests/kill9-collection.sh runs a hundred.
/// </summary>
public sealed class KillNineTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("ASSETS_KILLS"), out var kills) ? kills : 2;

    private readonly DataDirectory _data = new();
    private readonly ConfigurationCopy _configuration = new();

    public void Dispose()
    {
        _configuration.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Kill_ManyTimesUnderLoad_OverspendsNothingAndLosesNothing()
    {
        const string Binance = "  ccxt_binance:";
        _configuration.Replace(
            ConfigurationCopy.Sources, Binance, "minute: { seconds: 60, limit: 6000 }",
            "second: { seconds: 1, limit: 12 }\n      ten_seconds: { seconds: 10, limit: 80 }\n      minute: { seconds: 60, limit: 360 }");
        _configuration.Replace(ConfigurationCopy.Sources, Binance, "candles-1h: { every_seconds: 300, history_days: 90 }",
            "candles-1m: { every_seconds: 60, history_days: 60 }");
        _configuration.Replace(ConfigurationCopy.Sources, Binance, "quotes: { every_seconds: 60 }", "quotes: { every_seconds: 10 }");
        var definitions = _configuration.Read().Configuration!.Sources; // The copy is valid.
        var log = Path.Combine(_data.Path, "calls.log");
        var random = new Random(9);
        string connection = "";
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var silo = SiloProcess.Launch(
                _data.Path, "--config", _configuration.Directory, "--sandbox-log", log, "--warm-up", "nextphase");
            await CallsAsync(log, more: random.Next(15, 40));
            connection = silo.RunFile.ConnectionString;
            await silo.KillAsync();
        }

        // The server outlives its last silo for long enough to be asked.
        await using var database = NpgsqlDataSource.Create(connection);
        var calls = File.ReadLines(log).Select(line => line.Split(' '))
            .Select(parts => (At: long.Parse(parts[0], CultureInfo.InvariantCulture), Source: parts[1])).ToList();
        var (windows, over) = Overspent(definitions, calls);
        var doubled = await CountAsync(database, Doubled);
        var missing = await CountAsync(database, Missing);
        var candles = await CountAsync(database, "SELECT count(*) FROM candles");
        output.WriteLine(
            $"{Kills} kills, {calls.Count} calls, {windows} windows: {over.Length} over their limit; "
            + $"{candles} candles: {doubled} doubled, {missing} missing intervals");

        Assert.Empty(over);
        Assert.Equal((0, 0), (doubled, missing));
        Assert.True(calls.Count >= 3 * Kills && candles > 0, $"Only {calls.Count} calls and {candles} candles.");
    }

    private const string Doubled = """
        SELECT count(*) FROM (
            SELECT FROM candles GROUP BY asset_id, source_id, timeframe, open_time HAVING count(*) > 1) AS twice
        """;

    private const string Missing = """
        SELECT coalesce(sum(step / CASE timeframe WHEN '1m' THEN 60 ELSE 86400 END - 1), 0)::bigint FROM (
            SELECT timeframe, extract(epoch FROM open_time
                - lag(open_time) OVER (PARTITION BY asset_id, source_id, timeframe ORDER BY open_time)) AS step
            FROM candles WHERE source_id = 'ccxt_binance') AS steps
        WHERE step IS NOT NULL
        """;

    private static (int Windows, ImmutableArray<string> Over) Overspent(
        ImmutableArray<DataSourceDefinition> sources, IReadOnlyList<(long At, string Source)> calls)
    {
        var used = from source in sources
            from window in source.Windows
            from call in calls
            where call.Source == source.Id
            group call by (source.Id, window, Start: call.At / 1000 / window.WindowSeconds) into spent
            select (spent.Key, Units: spent.Count() * (spent.Key.Id == "ccxt_binance" ? 2 : 1));
        var all = used.ToList();
        return (all.Count,
        [
            .. all.Where(spent => spent.Units > spent.Key.window.LimitUnits)
                .Select(spent => $"{spent.Key.Id} {spent.Key.window.Name}: {spent.Units} of {spent.Key.window.LimitUnits}"),
        ]);
    }

    /// <summary>Waits until so many more calls have arrived than the log held.</summary>
    private static async Task CallsAsync(string log, int more)
    {
        var wanted = Count(log) + more;
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(log)!, Path.GetFileName(log)); // It has a directory.
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Changed += (_, _) => Look();
        watcher.Created += (_, _) => Look();
        watcher.EnableRaisingEvents = true;
        Look();
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(120));

        void Look()
        {
            if (Count(log) >= wanted)
            {
                arrived.TrySetResult();
            }
        }
    }

    private static int Count(string log)
    {
        if (!File.Exists(log))
        {
            return 0;
        }

        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Count(character => character == '\n');
    }

    private static async Task<long> CountAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!; // A count is never null.
    }
}
