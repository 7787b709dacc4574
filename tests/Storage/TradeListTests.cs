using System.Collections.Immutable;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class TradeListTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly LedgerStore _store = new(postgres.DataSource);
    private readonly ImportStore _imports = Rows.ImportStore(postgres.DataSource);
    private readonly string _portfolio = Guid.NewGuid().ToString("N");

    /// <summary>Closed at one instant each two, so that the time alone is no place; later and earlier ones come between pages.</summary>
    [Fact]
    public async Task Pages_WhileTradesAreClosed_TellEachThatWasThereOnceAndInOrder()
    {
        await ImportAsync([.. Enumerable.Range(1, 7).Select(number => Rows.Trade($"t{number}", 0, 1 + (number / 2)))]);

        var told = new List<string>();
        TradePlace? after = null;
        for (var page = 1; page == 1 || after is not null; page++)
        {
            var read = await FindAsync(new TradeQuery(2), after);
            told.AddRange(read.Select(one => one.Trade.TradeId));
            after = read.IsEmpty ? null : TradePlace.Find($"{TradePlace.Of(read[^1])}");
            await ImportAsync(Rows.Trade($"new{page}", 0, 20 + page), Rows.Trade("t40", 0, 3));
        }

        Assert.Equal(["t6", "t7", "t4", "t40", "t5", "t2", "t3", "t1"], told);
    }

    [Fact]
    public async Task Place_OfATradeThatIsGone_IsAPlaceStill()
    {
        await ImportAsync(Rows.Trade("a", 0, 1), Rows.Trade("b", 0, 2), Rows.Trade("c", 0, 3));
        var last = TradePlace.Of((await FindAsync(new TradeQuery(2), null))[^1]);
        await Rows.ReadAsync(postgres.DataSource, $"DELETE FROM trades WHERE portfolio_id = '{_portfolio}' AND trade_id = 'b'");

        Assert.Equal("a", Assert.Single(await FindAsync(new TradeQuery(2), last)).Trade.TradeId);
    }

    [Fact]
    public async Task Scopes_OfOpenAndClosed_HaveOpenOnesFirstAndPageThroughBoth()
    {
        var (open, closed) = (Rows.Trade("o1", 5, null), Rows.Trade("c1", 0, 9));
        await ImportAsync(open, Rows.Trade("o2", 6, null), closed, Rows.Trade("c2", 0, 8), Rows.Trade("o0", 5, null));

        Assert.Equal(["c1", "c2"], await IdsAsync(new TradeQuery(9)));
        Assert.Equal(["o2", "o0", "o1"], await IdsAsync(new TradeQuery(9, Scope: TradeScope.Open)));
        Assert.Equal(["o2", "o0", "o1", "c1", "c2"], await IdsAsync(new TradeQuery(9, Scope: TradeScope.All)));
        var all = new TradeQuery(2, Scope: TradeScope.All);
        Assert.Equal(["o1", "c1"], await IdsAsync(all, TradePlace.Of(new LedgerTrade(Rows.Trade("o0", 5, null), null))));
        Assert.Equal(["c1", "c2"], await IdsAsync(all, TradePlace.Of(new LedgerTrade(open, null))));
        Assert.Equal(["c2"], await IdsAsync(all, TradePlace.Of(new LedgerTrade(closed, null))));
    }

    [Fact]
    public async Task Filters_EachAndTogether_LeaveTheirPart()
    {
        var lone = Rows.Trade("b", 0, 2) with { AssetId = "ETH/USDT", StrategyId = null, Side = TradeSide.Short };
        await ImportAsync(Rows.Trade("a", 0, 1), lone, Rows.Trade("c", 0, 3), Rows.Trade("d", 0, 4) with { StrategyId = "swing" });
        var day = DateOnly.FromDateTime(Rows.Start.UtcDateTime);

        Assert.Equal(["b"], await IdsAsync(new TradeQuery(9, AssetId: "ETH/USDT")));
        Assert.Equal(["d"], await IdsAsync(new TradeQuery(9, StrategyId: "swing")));
        Assert.Equal(["d", "c", "b", "a"], await IdsAsync(new TradeQuery(9, ClassId: "crypto")));
        Assert.Empty(await IdsAsync(new TradeQuery(9, ClassId: "stocks")));
        Assert.Equal(["c", "b"], await IdsAsync(new TradeQuery(9, From: day.AddDays(2), Until: day.AddDays(3)))); // midnight is the day's
        Assert.Equal(["c"], await IdsAsync(new TradeQuery(9, From: day.AddDays(2), AssetId: "BTC/USDT", StrategyId: "trend")));
        Assert.Equal(new LedgerTrade(lone, "crypto"), Assert.Single(await FindAsync(new TradeQuery(9, AssetId: "ETH/USDT"), null)));
        Assert.Empty(await _store.FindTradesAsync("another", new TradeQuery(9, Scope: TradeScope.All), null, default));
    }

    private Task ImportAsync(params Trade[] trades) => Rows.ImportAsync(_imports, _portfolio, trades);

    private Task<ImmutableArray<LedgerTrade>> FindAsync(TradeQuery query, TradePlace? after) =>
        _store.FindTradesAsync(_portfolio, query, after, default);

    private async Task<IEnumerable<string>> IdsAsync(TradeQuery query, TradePlace? after = null) =>
        (await FindAsync(query, after)).Select(one => one.Trade.TradeId);
}
