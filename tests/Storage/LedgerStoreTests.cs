using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class LedgerStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly LedgerStore _store = new(postgres.DataSource);
    private readonly ImportStore _imports = new(postgres.DataSource);
    private readonly string _portfolio = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task GetEquity_Window_BeginsWithTheLastPointBeforeIt()
    {
        await ImportAsync(Rows.Equity(0, 100m), Rows.Equity(3, 103.000000000000000001m), Rows.Equity(5, 105m, -2.5m), Rows.Equity(6, 106m), Rows.Equity(7, 107m));

        var points = await _store.GetEquityAsync(_portfolio, Rows.Equity(4, 0m).Day, Rows.Equity(6, 0m).Day, default);

        Assert.Equal([Rows.Equity(3, 103.000000000000000001m), Rows.Equity(5, 105m, -2.5m), Rows.Equity(6, 106m)], points.ToArray());
    }

    [Fact]
    public async Task GetClosedTrades_Window_IsByClosingTimeWithoutItsEnd()
    {
        await ImportAsync(Rows.Trade("a", 0, 1), Rows.Trade("b", 0, 2), Rows.Trade("c", 1, 3), Rows.Trade("d", 0, null));

        var closed = await _store.GetClosedTradesAsync(_portfolio, Rows.Start.AddDays(1), Rows.Start.AddDays(3), default);

        Assert.Equal([Rows.Trade("a", 0, 1), Rows.Trade("b", 0, 2)], closed.ToArray());
    }

    [Fact]
    public async Task GetOpenTrades_Short_ComesBackAsItWas()
    {
        var trade = Rows.Trade("d", 0, null) with { Side = TradeSide.Short, StrategyId = null, Quantity = 0.000000000000000001m };
        await ImportAsync(trade, Rows.Trade("a", 0, 1));

        Assert.Equal([trade], (await _store.GetOpenTradesAsync(_portfolio, default)).ToArray());
    }

    [Fact]
    public async Task GetTotals_Record_CountsAndNamesTheLast()
    {
        await ImportAsync(Rows.Equity(0, 100m), Rows.Equity(1, 130m), Rows.Equity(2, 120m));
        await ImportAsync(Rows.Trade("a", 0, 1), Rows.Trade("d", 0, null));

        Assert.Equal(new LedgerTotals(3, 1, Rows.Equity(2, 120m)), await _store.GetTotalsAsync(_portfolio, default));
    }

    [Fact]
    public async Task GetTotals_NoRecord_IsEmpty() =>
        Assert.Equal(new LedgerTotals(0, 0, null), await _store.GetTotalsAsync(_portfolio, default));

    private async Task ImportAsync(params Trade[] trades)
    {
        var import = Guid.NewGuid();
        await _imports.StageTradesAsync(import, 0, trades, _ => "crypto", default);
        await _imports.PublishAsync(import, ImportKind.Trades, _portfolio, default);
    }

    private async Task ImportAsync(params EquityPoint[] points)
    {
        var import = Guid.NewGuid();
        await _imports.StageEquityAsync(import, 0, points, default);
        await _imports.PublishAsync(import, ImportKind.Equity, _portfolio, default);
    }
}
