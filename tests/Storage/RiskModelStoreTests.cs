using System.Text.Json;
using OrleansAssets.MarketData;
using OrleansAssets.RiskModel;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class RiskModelStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    /// <summary>The rows of the minutes and their keys take some 250.</summary>
    private const long BlocksMax = 60;

    private static readonly DateOnly Day = new(2026, 11, 23);

    public Task InitializeAsync() => Rows.ReadAsync(postgres.DataSource, "TRUNCATE candles, correlation_matrix");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task GetDaily_OfAnAsset_IsBySourceThenOldestFirstAndNothingElse()
    {
        var daily = Rows.Candle(0) with { Timeframe = Timeframe.D1 };
        Candle At(int day, string source) => daily with { OpenTime = Rows.Start.AddDays(day), SourceId = source, Close = 100.123456789m };
        var store = Rows.StoreOf(postgres.DataSource);
        await store.UpsertCandlesAsync(
            "crypto",
            [
                At(3, "b"), At(2, "b"), At(2, "a"), At(1, "a"), At(3, "a") with { AssetId = "ETH/USDT" },
                At(3, "a") with { Timeframe = Timeframe.H1 },
            ],
            CancellationToken.None);

        var read = await new CandleReader(postgres.DataSource).GetDailyAsync("BTC/USDT", Rows.Start.AddDays(2), CancellationToken.None);

        Assert.Equal([At(2, "a"), At(2, "b"), At(3, "b")], read.AsEnumerable());
    }

    public static TheoryData<string> Questions => ["days of an asset", "closes of a benchmark", "closes of rates"];

    /// <summary>As many minutes as there are: they lie between the days of two sources in the key, and are passed by.</summary>
    [Theory]
    [MemberData(nameof(Questions))]
    public async Task GetDaily_BesideTwentyThousandMinutes_ReadsNoneOfThem(string question)
    {
        var store = Rows.StoreOf(postgres.DataSource);
        Candle At(int number, string source, Timeframe timeframe) => Rows.Candle(0) with
        {
            SourceId = source, Timeframe = timeframe, OpenTime = Rows.Start + (number * timeframe.Duration()),
        };
        await store.UpsertCandlesAsync(
            "crypto",
            [
                .. Enumerable.Range(0, 20_000).Select(number => At(number, "b", Timeframe.M1)),
                .. Enumerable.Range(0, 14).SelectMany(day => new[] { At(day, "b", Timeframe.D1), At(day, "c", Timeframe.D1) }),
            ],
            CancellationToken.None);
        await Rows.ReadAsync(postgres.DataSource, "ANALYZE candles");

        var (from, until) = (Rows.Start.UtcDateTime, Rows.Start.UtcDateTime.AddDays(30));
        var (sql, expected, parameters) = question switch
        {
            "days of an asset" => (CandleSql.Daily, 28, new object[] { "BTC/USDT", from }),
            "closes of a benchmark" => (
                PerformanceSql.DailyCloses, 14, ["BTC/USDT", from, until, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1)]),
            _ => (DayRateReader.Closes, 14, [new[] { "BTC/USDT" }, from, until]),
        };
        await using var command = postgres.DataSource.CreateCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}");
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        var plan = JsonElement.Parse((string)(await command.ExecuteScalarAsync())!)[0].GetProperty("Plan"); // it has one

        Assert.Equal(expected, plan.GetProperty("Actual Rows").GetDouble());
        Assert.InRange(
            plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64(), 1, BlocksMax);
    }

    [Fact]
    public async Task Save_SameDateAgain_TakesThePlaceOfTheMatrix()
    {
        var store = new CorrelationStore(postgres.DataSource);
        await SaveAsync(store, Day, new("A", "B", 0.25, 30), new("A", "C", -1, 40));
        await SaveAsync(store, Day.AddDays(-1), new CorrelationPair("A", "B", 0.5, 29));

        await SaveAsync(store, Day, new CorrelationPair("A", "B", 0.75, 31));

        Assert.Equal(
            ["2026-11-22|60|A|B|class of A|class of B|0.5|29", "2026-11-23|60|A|B|class of A|class of B|0.75|31"],
            await Rows.ReadAsync(
                postgres.DataSource,
                "SELECT as_of::text, window_days, asset_a, asset_b, asset_class_a, asset_class_b, correlation, observations "
                + "FROM correlation_matrix ORDER BY as_of, asset_b"));
    }

    [Fact]
    public async Task Save_NothingMeasured_WritesNothing()
    {
        await new CorrelationStore(postgres.DataSource).SaveAsync(RiskModelView.None, id => id, CancellationToken.None);

        Assert.Equal(["0"], await Rows.ReadAsync(postgres.DataSource, "SELECT count(*) FROM correlation_matrix"));
    }

    private static Task SaveAsync(CorrelationStore store, DateOnly day, params CorrelationPair[] pairs) => store.SaveAsync(
        new RiskModelView(day, DateTimeOffset.UnixEpoch, 60, 20, 0.05, [.. pairs], []), id => $"class of {id}", CancellationToken.None);
}
