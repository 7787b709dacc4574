using Npgsql;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class LedgerHistoryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly LedgerStore _store = new(postgres.DataSource);
    private readonly ImportStore _imports = Rows.ImportStore(postgres.DataSource);
    private readonly PerformanceStore _performance = new(postgres.DataSource);
    private readonly string _portfolio = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Equity_RevisedTwiceAndRemoved_IsToldAsItWasKnownAtEachInstant()
    {
        var before = await NowAsync();
        var known = new List<(DateTimeOffset At, decimal? Equity)> { (before, null) };
        foreach (var equity in new[] { 100m, 110m, 105m })
        {
            await ImportAsync(Rows.Equity(0, equity));
            known.Add((await NowAsync(), equity));
        }

        await ExecuteAsync($"DELETE FROM equity_daily WHERE portfolio_id = '{_portfolio}'");
        known.Add((await NowAsync(), null));

        foreach (var (at, equity) in known)
        {
            var points = await _store.GetKnownEquityAsync(_portfolio, Rows.Equity(0, 0).Day, Rows.Equity(5, 0).Day, at, default);
            Assert.Equal(equity, points.SingleOrDefault()?.Equity);
        }

        Assert.Empty(await _store.GetKnownEquityAsync(_portfolio, Rows.Equity(0, 0).Day, Rows.Equity(5, 0).Day, null, default));
    }

    /// <summary>Evidence that was measured on them says so: a day's equity, or a trade that was closed on it.</summary>
    [Fact]
    public async Task RevisedDays_AreThoseThatWereKnownOtherwiseThen()
    {
        await ImportAsync(Rows.Equity(0, 100m));
        await ImportAsync(Rows.Equity(1, 100m));
        await ImportAsync(Rows.Trade("a", 0, 3), Rows.Trade("b", 0, 4), Rows.Trade("open", 0, null));
        var measured = await NowAsync();
        var (first, last) = (Rows.Equity(0, 0).Day, Rows.Equity(9, 0).Day);
        Assert.Empty(await _store.GetRevisedDaysAsync(_portfolio, first, last, measured, default));

        await ImportAsync(Rows.Equity(1, 90m)); // another value
        await ImportAsync(Rows.Equity(2, 90m)); // new, and nothing was measured on it
        await ImportAsync(Rows.Trade("a", 0, 3) with { Fees = 9 }, Rows.Trade("open", 0, 5));

        var (trade, day) = (DateOnly.FromDateTime(Rows.Trade("a", 0, 3).ClosedAt!.Value.UtcDateTime), Rows.Equity(1, 0).Day);
        DateOnly[] expected = [.. new[] { day, trade }.Order()];
        var revised = await _store.GetRevisedDaysAsync(_portfolio, first, last, measured, default);
        Assert.Equal(expected, revised.ToArray());
        Assert.Empty(await _store.GetRevisedDaysAsync(_portfolio, first, first, measured, default));
        Assert.Empty(await _store.GetRevisedDaysAsync(_portfolio, first, last, await NowAsync(), default));
    }

    [Fact]
    public async Task Trades_ClosedLater_AreOpenAsKnownBefore()
    {
        await ImportAsync(Rows.Trade("a", 0, null), Rows.Trade("b", 1, 2), Rows.Trade("old", 0, 1));
        var open = await NowAsync();
        await ImportAsync(Rows.Trade("a", 0, 3));

        Assert.Equal([Rows.Trade("b", 1, 2), Rows.Trade("a", 0, null)], (await KnownAsync(open)).ToArray());
        Assert.Equal([Rows.Trade("b", 1, 2), Rows.Trade("a", 0, 3)], (await KnownAsync(null)).ToArray());

        async Task<IEnumerable<Trade>> KnownAsync(DateTimeOffset? at) =>
            await _store.GetKnownTradesAsync(_portfolio, Rows.Start.AddDays(1).AddHours(1), Rows.Start.AddDays(9), at, default);
    }

    [Fact]
    public async Task Rows_ChangedByHand_AreStampedAndKeptAllTheSame()
    {
        await ImportAsync(Rows.Equity(0, 100m));
        await ImportAsync(Rows.Trade("a", 0, 1));
        await ExecuteAsync(
            $"UPDATE equity_daily SET equity = 90, recorded_at = '2000-01-01', revision = 0 WHERE portfolio_id = '{_portfolio}'");
        await ExecuteAsync($"UPDATE trades SET fees = fees WHERE portfolio_id = '{_portfolio}'");

        Assert.Equal(["1|90|1|100"], await Rows.ReadAsync(postgres.DataSource, $"""
            SELECT e.revision, e.equity, (e.recorded_at = h.superseded_at)::int, h.equity FROM equity_daily e
            JOIN equity_daily_history h USING (portfolio_id, day) WHERE portfolio_id = '{_portfolio}'
            """));
        Assert.Equal(["0"], await Rows.ReadAsync(postgres.DataSource, $"""
            SELECT revision FROM trades WHERE portfolio_id = '{_portfolio}'
            UNION ALL SELECT revision FROM trades_history WHERE portfolio_id = '{_portfolio}'
            """));
    }

    [Fact]
    public async Task AssetPerformance_SameRowsTwice_ChangesNothing()
    {
        var report = new PerformanceReport(
            null, 60, 365, null, null, 0, 3, 0, 0, 0, 0, null, 1.5, null, -0.1, null, 4, 2, 0.5, null, null, null, null);
        AssetPerformance[] rows =
            [new("BTC/USDT", "crypto", report, 12.5m, 1m), new("ETH/USDT", "crypto", report with { Sharpe = null }, -3m, 0)];
        var day = Rows.Equity(0, 0).Day;

        Assert.Null(await _performance.GetLastAsOfAsync(_portfolio, default));
        Assert.Equal(2, await _performance.UpsertAsync(_portfolio, day, rows, default));
        Assert.Equal(0, await _performance.UpsertAsync(_portfolio, day, rows, default));
        Assert.Equal(1, await _performance.UpsertAsync(_portfolio, day, [rows[0] with { Profit = 13m }, rows[1]], default));
        Assert.Equal(day, await _performance.GetLastAsOfAsync(_portfolio, default));
    }

    [Fact]
    public async Task DailyCloses_TwoSources_TakesTheOneWithMost()
    {
        await ExecuteAsync("SELECT make_partitions('candles', ARRAY['2025-03-01 00:00Z'::timestamptz])");
        await ExecuteAsync("""
            INSERT INTO candles (asset_id, source_id, timeframe, open_time, asset_class, open, high, low, close, volume)
            SELECT 'NVDA', source, '1d', '2025-03-01 00:00Z'::timestamptz + day * interval '1 day', 'stocks', 1, 9, 1, price + day, 1
            FROM (VALUES ('alpaca', 2, 3), ('polygon', 5, 2)) AS sources (source, price, days),
            generate_series(0, 4) AS day WHERE day < days
            """);
        var first = Rows.Equity(0, 0).Day;

        var closes = await _performance.GetDailyClosesAsync("NVDA", first, first.AddDays(1), null, default);
        var none = await _performance.GetDailyClosesAsync("NVDA", first, first.AddDays(1), Rows.Start, default);

        Assert.Equal([new DailyClose(first, 2), new DailyClose(first.AddDays(1), 3)], closes.ToArray());
        Assert.Empty(none);
    }

    private async Task<DateTimeOffset> NowAsync()
    {
        await using var command = postgres.DataSource.CreateCommand("SELECT clock_timestamp()");
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!, TimeSpan.Zero); // one row
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = postgres.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private Task ImportAsync(params Trade[] trades) => Rows.ImportAsync(_imports, _portfolio, trades);

    private Task ImportAsync(params EquityPoint[] points) => Rows.ImportAsync(_imports, _portfolio, points);
}
