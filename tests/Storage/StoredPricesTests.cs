using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class StoredPricesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);

    private readonly CandleReader _reader = new(postgres.DataSource);

    [Fact]
    public async Task GetLastPrices_CandlesAndQuotes_TakesTheNewestThatWasOver()
    {
        await Rows.ReadAsync(postgres.DataSource, $"""
            SELECT make_partitions('candles', ARRAY['2026-03-01Z'::timestamptz]);
            SELECT make_partitions('quotes', ARRAY['2026-03-01Z'::timestamptz]);
            INSERT INTO candles (asset_id, source_id, timeframe, open_time, asset_class, open, high, low, close, volume) VALUES
                ('A', 'one', '1d', '2026-03-02Z', 'crypto', 1, 9, 1, 5, 1), ('A', 'one', '1d', '2026-03-03Z', 'crypto', 1, 9, 1, 9, 1),
                ('B', 'one', '1h', '2026-03-02 22:00Z', 'crypto', 1, 9, 1, 6, 1);
            INSERT INTO quotes (asset_id, source_id, at, asset_class, bid, ask) VALUES
                ('B', 'two', '2026-03-02 23:30Z', 'crypto', 7, 9), ('B', 'two', '2026-03-03 00:30Z', 'crypto', 1, 3)
            """);

        var found = await _reader.GetLastPricesAsync(["A", "B", "C"], [Midnight, Midnight.AddDays(1)], default);

        Assert.Equal(
            [
                new StoredPrice("A", Midnight, 5, Midnight, "one"),
                new StoredPrice("B", Midnight, 8, Midnight.AddMinutes(-30), "two"),
                new StoredPrice("A", Midnight.AddDays(1), 9, Midnight.AddDays(1), "one"),
                new StoredPrice("B", Midnight.AddDays(1), 2, Midnight.AddMinutes(30), "two"),
            ],
            found.OrderBy(price => price.Instant).ThenBy(price => price.AssetId, StringComparer.Ordinal));
    }

    [Fact]
    public async Task GetPastPrices_CandlesAndQuotes_AreTheNewestCloseAndTheQuotesWhateverTheySay()
    {
        await Rows.ReadAsync(postgres.DataSource, $"""
            SELECT make_partitions('candles', ARRAY['2026-03-01Z'::timestamptz]);
            SELECT make_partitions('quotes', ARRAY['2026-03-01Z'::timestamptz]);
            INSERT INTO candles (asset_id, source_id, timeframe, open_time, asset_class, open, high, low, close, volume) VALUES
                ('CRUDE', 'one', '1d', '2026-03-01Z', 'commodities', 1, 9, 1, 5, 1),
                ('CRUDE', 'one', '1h', '2026-03-02 22:00Z', 'commodities', 1, 9, -40, -37.6, 1);
            INSERT INTO quotes (asset_id, source_id, at, asset_class, bid, ask)
                SELECT 'CRUDE', 'two', '2026-03-02Z'::timestamptz + number * interval '1 minute', 'commodities', -number, 190000
                FROM generate_series(1, 1500) AS number
            """);

        var found = Assert.Single(await _reader.GetPastPricesAsync(["CRUDE", "NONE"], [Midnight], default));

        Assert.Equal(("CRUDE", Midnight), (found.AssetId, found.Instant));
        Assert.Equal(new LastClose(-37.6m, Midnight.AddHours(-1), "one"), found.Close);
        Assert.Equal(PastPrices.QuotesMax, found.Quotes.Length);
        Assert.Equal((Midnight, -1440m, 190_000m), (found.Quotes[^1].At, found.Quotes[^1].Bid, found.Quotes[^1].Ask));
        Assert.True(found.Quotes[0].At < found.Quotes[^1].At);
        Assert.Empty(await _reader.GetPastPricesAsync([], [Midnight], default));
    }

    [Fact]
    public async Task GetLastPrices_OfNothing_AsksNothing() => Assert.Empty(await _reader.GetLastPricesAsync([], [Midnight], default));
}
