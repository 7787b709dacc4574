using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class DayRateReaderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly Currency Yen = new("JPY");
    private static readonly DateOnly Day = new(2025, 3, 5);
    private readonly MarketDataStore _store = Rows.StoreOf(postgres.DataSource);

    public Task InitializeAsync() => Rows.ReadAsync(postgres.DataSource, "TRUNCATE candles, quotes");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Read_ADailyCandle_BelongsToTheDateOfItsMiddle()
    {
        // From 17:00 in New York on the evening before.
        await StoreAsync(new DateTimeOffset(2025, 3, 4, 22, 0, 0, TimeSpan.Zero), 150m);

        var rates = await ReadAsync(Day, Day);

        Assert.Equal("USD/JPY at oanda", rates.Find(Yen, Day)?.Source);
        Assert.Equal(0.006666666667m, rates.Find(Yen, Day)?.Rate);
        Assert.Null(rates.Find(Yen, Day.AddDays(-1)));
    }

    [Fact]
    public async Task Read_ADayWithoutACandle_TakesTheMedianOfItsQuotes()
    {
        await StoreAsync(new DateTimeOffset(2025, 3, 4, 0, 0, 0, TimeSpan.Zero), 150m);
        await _store.UpsertQuotesAsync(
            ConversionPair.ClassId, [Quote(10, 159.9m, 160.1m), Quote(11, 160m, 160m), Quote(12, 1m, 31_999m)], CancellationToken.None);

        var rates = await ReadAsync(Day, Day);

        Assert.Equal(Rounding.Price(1 / 160m), rates.Find(Yen, Day)?.Rate);
        Assert.Equal(Rounding.Price(1 / 150m), rates.Find(Yen, Day.AddDays(-1))?.Rate);
    }

    [Fact]
    public async Task Read_AMonday_KnowsTheRateOfFriday()
    {
        await StoreAsync(new DateTimeOffset(2025, 3, 6, 22, 0, 0, TimeSpan.Zero), 148m); // Friday's

        Assert.Equal(Rounding.Price(1 / 148m), (await ReadAsync(new(2025, 3, 10), new(2025, 3, 10))).Find(Yen, new(2025, 3, 10))?.Rate);
    }

    [Fact]
    public async Task Read_Dollars_AsksNothing()
    {
        var rates = await new DayRateReader(postgres.DataSource).ReadAsync([Currency.Usd], Day, Day, CancellationToken.None);

        Assert.Equal(1m, rates.Find(Currency.Usd, Day)?.Rate);
        Assert.Null(rates.Find(Yen, Day));
    }

    private static Quote Quote(int hour, decimal bid, decimal ask) => new(
        "USD/JPY", "oanda", new DateTimeOffset(Day, new TimeOnly(hour, 0), TimeSpan.Zero), bid, ask, null, null);

    private Task<ImportCounts> StoreAsync(DateTimeOffset openTime, decimal close) => _store.UpsertCandlesAsync(
        ConversionPair.ClassId,
        [new Candle("USD/JPY", "oanda", Timeframe.D1, openTime, close, close, close, close, 1)],
        CancellationToken.None);

    private Task<DayRates> ReadAsync(DateOnly from, DateOnly until) =>
        new DayRateReader(postgres.DataSource).ReadAsync([Yen], from, until, CancellationToken.None);
}
