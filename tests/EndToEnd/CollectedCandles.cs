using System.Text.Json;
using Npgsql;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// The one-minute candles of a source and the stored state of its feeds, read from the database while no silo runs over it.
/// </summary>
internal sealed class CollectedCandles(string connection, string sourceId) : IAsyncDisposable
{
    private const int Assets = 2;

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connection);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    public Task<long> CountAsync() => CountAsync($"SELECT count(*) FROM candles WHERE source_id = '{sourceId}'");

    /// <summary>Minutes without a candle between the start of the history and the newest candle.</summary>
    public Task<long> MissingAsync(DateTimeOffset start) => CountAsync($"""
        SELECT sum((extract(epoch FROM newest - '{start:O}'::timestamptz) / 60 + 1)::bigint - candles)::bigint FROM (
            SELECT max(open_time) AS newest, count(*) FILTER (WHERE open_time >= '{start:O}') AS candles
            FROM candles WHERE source_id = '{sourceId}' AND timeframe = '1m' GROUP BY asset_id) AS feeds
        """);

    /// <summary>Candles that were stored again with other values, though the vendor says the same of each minute for ever.</summary>
    public Task<long> ChangedAsync() => CountAsync($"SELECT count(*) FROM candles WHERE source_id = '{sourceId}' AND revision > 0");

    /// <summary>Loses a stretch of every asset, as a disk does.</summary>
    public Task<long> LoseAsync(DateTimeOffset from, DateTimeOffset until) => CountAsync($"""
        WITH lost AS (
            DELETE FROM candles WHERE source_id = '{sourceId}' AND open_time >= '{from:O}' AND open_time < '{until:O}' RETURNING 1)
        SELECT count(*) FROM lost
        """);

    /// <summary>Makes ledgers an age old and every feed due, as waiting does; budgets stay as they are.</summary>
    public Task AgeAsync() => CountAsync($"""
        WITH aged AS (
            UPDATE orleansstorage SET payloadbinary = convert_to(regexp_replace(regexp_replace(convert_from(payloadbinary, 'UTF8'),
                '"measuredAt":"[^"]*"', '"measuredAt":"2020-01-01T00:00:00+00:00"', 'g'),
                '"nextDueAt":"[^"]*"', '"nextDueAt":"2020-01-01T00:00:00+00:00"', 'g'), 'UTF8')
            WHERE graintypestring IN ('{StateNames.Feed}', '{StateNames.DataSource}')
                AND grainidextensionstring LIKE '%{sourceId}%' RETURNING 1)
        SELECT count(*) FROM aged
        """);

    /// <summary>Where a kill found the collection.</summary>
    public async Task<KillPoint> PointAsync()
    {
        var feeds = await FeedsAsync();
        var source = (await StatesAsync(StateNames.DataSource, sourceId)).Single();
        return new KillPoint(
            CallsReserved: source.TryGetProperty("pendingCalls", out var pending) && pending.GetInt32() > 0,
            FillsHistory: feeds.Count < Assets || feeds.Exists(feed => feed.TryGetProperty("continueFrom", out _)),
            FillsGap: feeds.Exists(feed => feed.TryGetProperty("gaps", out var gaps) && gaps.TryGetProperty("next", out _)));
    }

    /// <summary>Whether every feed has its whole history, was measured lately, and lacks nothing.</summary>
    public async Task<bool> IsWholeAsync()
    {
        var feeds = await FeedsAsync();
        return !(await PointAsync()).FillsHistory && feeds.TrueForAll(feed =>
            feed.TryGetProperty("gaps", out var gaps) && gaps.GetProperty("missing").GetInt64() == 0
            && gaps.GetProperty("measuredAt").GetDateTimeOffset().Year > 2020);
    }

    private async Task<List<JsonElement>> FeedsAsync() =>
        [.. (await StatesAsync(StateNames.Feed, $"{sourceId}%candles-1m")).Where(state => state.TryGetProperty("watermark", out _))];

    private async Task<List<JsonElement>> StatesAsync(string name, string key)
    {
        await using var command = _database.CreateCommand($"""
            SELECT convert_from(payloadbinary, 'UTF8') FROM orleansstorage
            WHERE graintypestring = '{name}' AND grainidextensionstring LIKE '%{key}%'
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var states = new List<JsonElement>();
        while (await reader.ReadAsync())
        {
            states.Add(JsonElement.Parse(reader.GetString(0)));
        }

        return states;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is long count ? count : 0; // A sum of nothing is null.
    }
}

/// <summary>Where a kill found the collection.</summary>
/// <param name="CallsReserved">Calls were reserved and their outcome not written.</param>
/// <param name="FillsHistory">A feed had part of its history.</param>
/// <param name="FillsGap">A feed had a gap to fill.</param>
internal sealed record KillPoint(bool CallsReserved, bool FillsHistory, bool FillsGap);
