using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Database;
using OrleansAssets.Database.Backups;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>The time series as hypertables of a real TimescaleDB: made, written, compressed, dropped, backed up and restored.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xUnit disposes what it initialized, by IAsyncLifetime.")]
public sealed class HypertableTests : IAsyncLifetime
{
    private const string Content = "SELECT count(*), sum(bid), sum(hashtext(quotes::text)) FROM quotes";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly DataDirectory _directory = new();
    private readonly List<string> _databases = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var name in _databases)
        {
            await (await TestServer.GetAsync()).DropDatabaseAsync(name);
        }

        _directory.Dispose();
    }

    [TimescaleFact]
    public Task Migrations_ExtensionInThePublicSchema_MakeHypertablesThatAreCompressedAndDropped() => ProveAsync("");

    [TimescaleFact]
    public Task Migrations_ExtensionInASchemaOfItsOwn_MakeHypertablesThatAreCompressedAndDropped() =>
        ProveAsync("CREATE SCHEMA extensions; CREATE EXTENSION timescaledb SCHEMA extensions");

    [TimescaleFact]
    public async Task Backup_OfHypertables_IsRestoredElsewhereProvedAndGoesOn()
    {
        var (connectionString, runtime) = await MadeAsync("");
        await using (var database = NpgsqlDataSource.Create(runtime))
        {
            await WriteQuotesAsync(database);
            await Store(database).CompressAsync("quotes", _now.AddDays(-60), _now, None);
            var before = await Rows.ReadAsync(database, Content);
            await InstallationStampAsync(connectionString);
            var target = Path.Combine(_directory.Path, "backup");
            var manifest = await Backup.TakeAsync(connectionString, target, "test", None);

            var elsewhere = await EmptyAsync();
            await Backup.RestoreAsync(target, elsewhere, None);

            Assert.NotNull(manifest.Timescale);
            await using var restored = NpgsqlDataSource.Create(elsewhere + ";Pooling=false");
            Assert.Equal(before, await Rows.ReadAsync(restored, Content));
            Assert.Equal(["7"], await Rows.ReadAsync(
                restored, "SELECT count(*) FROM timescaledb_information.hypertables WHERE hypertable_schema = 'public'"));
            await using var again = NpgsqlDataSource.Create(await RuntimeRole.EnsureLoginAsync(restored, elsewhere, None));
            await WriteQuotesAsync(again); // chunks are made and unpacked as before
            Assert.Equal(before, await Rows.ReadAsync(again, Content));
        }
    }

    private async Task ProveAsync(string prepare)
    {
        var (connectionString, runtime) = await MadeAsync(prepare);
        await using var owner = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        Assert.Equal(["7|7"], await Rows.ReadAsync(owner, """
            SELECT (SELECT count(*) FROM time_series WHERE hypertable),
                (SELECT count(*) FROM timescaledb_information.hypertables WHERE hypertable_schema = 'public')
            """));
        await using var database = NpgsqlDataSource.Create(runtime);
        await WriteQuotesAsync(database);
        await WriteCandlesAsync(database);
        var before = await Rows.ReadAsync(database, Content);
        var store = Store(database);

        var compressed = await store.CompressAsync("quotes", _now.AddDays(-60), _now, None);
        var candles = await store.CompressAsync("candles", _now.AddDays(-60), _now, None);

        Assert.NotEmpty(compressed);
        Assert.All(compressed, one => Assert.True(one.Bytes > 0, $"{one}"));
        Assert.NotEmpty(candles);
        Assert.Empty(await store.CompressAsync("quotes", _now.AddDays(-60), _now, None));
        Assert.Equal(before, await Rows.ReadAsync(database, Content));

        // What comes late, or again, is taken as before.
        await WriteQuotesAsync(database);
        await WriteCandlesAsync(database);
        Assert.Equal(before, await Rows.ReadAsync(database, Content));

        var dropped = await store.DropAsync("quotes", _now.AddDays(-200), _now, None);
        Assert.NotEmpty(dropped);
        Assert.All(dropped, one => Assert.True(one.Bytes > 0, $"{one}"));
        Assert.Equal(["t"], await Rows.ReadAsync(owner, "SELECT count(*) > 0 FROM quotes"));
        Assert.Equal(["partitions_compressed", "partitions_compressed", "partitions_dropped"], await Rows.ReadAsync(
            owner, "SELECT kind FROM audit_log WHERE stream = 'retention' ORDER BY sequence"));
    }

    private async Task<(string Owner, string Runtime)> MadeAsync(string prepare)
    {
        var connectionString = await EmptyAsync();
        await using var owner = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        if (prepare.Length > 0)
        {
            await using var command = owner.CreateCommand(prepare);
            await command.ExecuteNonQueryAsync();
        }

        await DatabasePreparation.PrepareAsync(owner, NullLogger.Instance, None);
        return (connectionString, await RuntimeRole.EnsureLoginAsync(owner, connectionString, None));
    }

    private async Task<string> EmptyAsync()
    {
        var (name, connectionString) = await (await TestServer.GetAsync()).CreateDatabaseAsync(migrated: false);
        _databases.Add(name);
        return connectionString;
    }

    private static RetentionStore Store(NpgsqlDataSource database) => new(database, new PartitionKeeper(database));

    private static async Task InstallationStampAsync(string connectionString)
    {
        await using var owner = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await InstallationStamp.EnsureAsync(owner, "sandbox", None);
    }

    // Two old months and one of today, with so many rows that packing them is worth it.
    private async Task WriteQuotesAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO quotes (asset_id, source_id, at, asset_class, bid, ask, recorded_at)
            SELECT 'BTC/USDT', 'bench', date_trunc('day', $1) - months * interval '1 month' + n * interval '30 s', 'crypto',
                100 + n % 7, 108, date_trunc('day', $1)
            FROM generate_series(0, 5000) AS n, unnest(ARRAY[0, 4, 12]) AS months
            ON CONFLICT (asset_id, source_id, at) DO UPDATE SET bid = excluded.bid
            """);
        command.Parameters.AddWithValue(_now.UtcDateTime);
        await command.ExecuteNonQueryAsync();
    }

    private async Task WriteCandlesAsync(NpgsqlDataSource database) =>
        await Rows.StoreOf(database).UpsertCandlesAsync(
            "crypto",
            [
                .. Enumerable.Range(0, 5_000).Select(row => new Candle(
                    "BTC/USDT", "bench", Timeframe.H1, new DateTimeOffset(_now.UtcDateTime.Date, TimeSpan.Zero).AddYears(-2).AddHours(-row),
                    10, 12, 9, 11, row)),
            ],
            None);
}
