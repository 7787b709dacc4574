using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

/// <summary>
/// TimescaleDB refuses a statement that touches more than 100,000 rows of compressed chunks unless its transaction says otherwise, as a
/// file that is imported again may. Without TimescaleDB the setting is nobody's, and can be looked at while rows are written.
/// </summary>
public sealed class CompressedRowsTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    public Task InitializeAsync() => Rows.ReadAsync(postgres.DataSource, """
        CREATE TABLE IF NOT EXISTS limits_seen (written text, as_limited text);
        CREATE OR REPLACE FUNCTION note_limit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO limits_seen
            VALUES (TG_ARGV[0], current_setting('timescaledb.max_tuples_decompressed_per_dml_transaction', true));
            RETURN NULL;
        END $$;
        CREATE OR REPLACE TRIGGER note_limit AFTER UPDATE ON candles FOR EACH ROW EXECUTE FUNCTION note_limit('candles');
        CREATE OR REPLACE TRIGGER note_limit AFTER UPDATE ON leading_indicators FOR EACH ROW EXECUTE FUNCTION note_limit('facts');
        TRUNCATE candles, leading_indicators, limits_seen;
        """);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Upsert_OfWhatIsStored_LiftsTheLimitForItsTransaction()
    {
        var store = Rows.StoreOf(postgres.DataSource);
        await store.UpsertCandlesAsync("crypto", [Rows.Candle(1)], CancellationToken.None);
        await store.UpsertCandlesAsync("crypto", [Rows.Candle(1, close: 101m)], CancellationToken.None);
        var facts = new MarketFactsStore(new SeriesWriter(postgres.DataSource, new PartitionKeeper(postgres.DataSource)));
        var value = new IndicatorValue("BTC/USDT", "glassnode", "nupl", Rows.Start, 1m, "ratio");
        await facts.UpsertIndicatorsAsync("crypto", [value], CancellationToken.None);
        await facts.UpsertIndicatorsAsync("crypto", [value with { Value = 2m }], CancellationToken.None);

        Assert.Equal(["candles|0", "facts|0"], await SeenAsync());
        Assert.Equal([""], await Rows.ReadAsync(
            postgres.DataSource, "SELECT current_setting('timescaledb.max_tuples_decompressed_per_dml_transaction', true)"));
    }

    [Fact]
    public async Task Import_OfAFileThatWasImportedBefore_LiftsTheLimitForItsTransaction()
    {
        await Rows.StoreOf(postgres.DataSource).UpsertCandlesAsync("crypto", [Rows.Candle(1)], CancellationToken.None);
        var imports = Rows.ImportStore(postgres.DataSource);

        await using var import = await imports.OpenCandlesAsync(Guid.NewGuid(), _ => "crypto", CancellationToken.None);
        await import.WriteAsync([Rows.Candle(1, close: 101m)], CancellationToken.None);
        await import.CommitAsync(CancellationToken.None);

        Assert.Equal(["candles|0"], await SeenAsync());
    }

    private Task<string[]> SeenAsync() =>
        Rows.ReadAsync(postgres.DataSource, "SELECT DISTINCT written, as_limited FROM limits_seen ORDER BY written");
}
