using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class LedgerStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly LedgerStore _store = new(postgres.DataSource);
    private readonly ImportStore _imports = Rows.ImportStore(postgres.DataSource);
    private readonly string _portfolio = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task GetKnownEquity_Window_BeginsWithTheLastPointBeforeIt()
    {
        await ImportAsync(
            Rows.Equity(0, 100m), Rows.Equity(3, 103.000000000000000001m), Rows.Equity(5, 105m, -2.5m), Rows.Equity(6, 106m),
            Rows.Equity(7, 107m));

        var points = await _store.GetKnownEquityAsync(_portfolio, Rows.Equity(4, 0m).Day, Rows.Equity(6, 0m).Day, knownAt: null, default);

        Assert.Equal([Rows.Equity(3, 103.000000000000000001m), Rows.Equity(5, 105m, -2.5m), Rows.Equity(6, 106m)], points.ToArray());
    }

    [Fact]
    public async Task GetKnownTrades_Window_IsByClosingTimeWithOpenOnesLast()
    {
        await ImportAsync(Rows.Trade("a", 0, 1), Rows.Trade("b", 0, 2), Rows.Trade("c", 3, 4), Rows.Trade("d", 0, null));

        var known = await _store.GetKnownTradesAsync(_portfolio, Rows.Start.AddDays(1), Rows.Start.AddDays(3), knownAt: null, default);

        Assert.Equal([Rows.Trade("a", 0, 1), Rows.Trade("b", 0, 2), Rows.Trade("d", 0, null)], known.ToArray());
    }

    [Fact]
    public async Task GetOpenTrades_Short_ComesBackAsItWas()
    {
        var trade = Rows.Trade("d", 0, null) with { Side = TradeSide.Short, StrategyId = null, Quantity = 0.000000000000000001m };
        await ImportAsync(trade, Rows.Trade("a", 0, 1));

        Assert.Equal([trade], (await _store.GetOpenTradesAsync(_portfolio, default)).ToArray());
    }

    [Fact]
    public async Task WholeRecord_ReadFromTheFirstDayToTheLast_HasEachDayAndCountsClosedTrades()
    {
        await ImportAsync(Rows.Equity(0, 100m), Rows.Equity(1, 130m), Rows.Equity(2, 120m));
        await ImportAsync(Rows.Trade("a", 0, 1), Rows.Trade("d", 0, null));

        Assert.Equal(
            [Rows.Equity(0, 100m), Rows.Equity(1, 130m), Rows.Equity(2, 120m)],
            (await _store.GetKnownEquityAsync(_portfolio, DateOnly.MinValue, DateOnly.MaxValue, null, default)).ToArray());
        Assert.Equal(1, await _store.CountClosedTradesAsync(_portfolio, default));
    }

    [Fact]
    public async Task WholeRecord_NoRecord_IsEmpty()
    {
        Assert.Empty(await _store.GetKnownEquityAsync(_portfolio, DateOnly.MinValue, DateOnly.MaxValue, null, default));
        Assert.Equal(0, await _store.CountClosedTradesAsync(_portfolio, default));
    }

    private Task ImportAsync(params Trade[] trades) => Rows.ImportAsync(_imports, _portfolio, trades);

    private Task ImportAsync(params EquityPoint[] points) => Rows.ImportAsync(_imports, _portfolio, points);
}
