using System.Collections.Immutable;
using System.Text;
using Orleans.Storage;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Notices;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Notices;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Tests.Storage;

public sealed class PortfolioJournalTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private PortfolioJournal Journal => new(postgres.DataSource, new AuditLog(postgres.DataSource));

    /// <summary>Approved at one instant each two, so that the time alone is no place.</summary>
    [Fact]
    public async Task Orders_PageByPage_AreEachToldOnceAndInOrder()
    {
        var all = Enumerable.Range(1, 7).Select(number => OrderOf("paged", $"o{number}", Now.AddSeconds(number / 2))).ToArray();
        await Journal.AppendAsync(Batch("paged", AuditPosition.Start, "d1") with { Orders = [.. all] }, CancellationToken.None);
        var orders = new OrderStore(postgres.DataSource);

        var told = new List<string>();
        for (string? before = null; told.Count == 0 || before is not null;)
        {
            var page = await orders.ReadAsync("paged", new OrderQuery(false, null, 2, before), CancellationToken.None);
            told.AddRange(page.Select(order => order.ClientOrderId));
            before = page.LastOrDefault()?.ClientOrderId;
        }

        Assert.Equal(["o6", "o7", "o4", "o5", "o2", "o3", "o1"], told);
        var last = await orders.ReadAsync("paged", new OrderQuery(true, "NVDA", 5, "o3"), CancellationToken.None);
        Assert.Equal("o1", Assert.Single(last).ClientOrderId);
    }

    private static Order OrderOf(string portfolio, string id, DateTimeOffset at) => new(
        id, $"{portfolio}:1", "NVDA", "stocks", OrderSide.Buy, 5, 0, null, 90, null, null, TimeInForce.Gtc, null, false, at,
        OrderState.Working, at, null, null, null, null, null);

    [Fact]
    public async Task Append_Batch_WritesAllOfIt()
    {
        var input = Encoding.UTF8.GetBytes("""{"equity": 10000.00}""");
        var order = new Order(
            "o1", "whole:1", "NVDA", "stocks", OrderSide.Sell, 5, 2, 101.5m, null, 90, "trend", TimeInForce.Gtd, Now.AddDays(2), true, Now,
            OrderState.PartlyFilled, Now, Now.AddDays(3), "b-1", "a remark", "o0", null);
        var batch = Batch("whole", AuditPosition.Start, "d1", "d2") with
        {
            Inputs = [new JournalInput("aa", input)],
            Trades = [new JournalTrade(new Trade("fill:1", "NVDA", null, TradeSide.Long, 1, Now, 5, Now, 6, 0.1m), "stocks")],
            Days = [new EquityPoint(new DateOnly(2026, 11, 23), 100.5m, 5)],
            Orders = [order],
        };

        await Journal.AppendAsync(batch, CancellationToken.None);

        Assert.Equal(batch.Entries.AsEnumerable(), await Journal.ReadAsync("whole", 0, 10, CancellationToken.None));
        string[] kinds = [batch.Entries[0].Kind, "fill"];
        Assert.Equal([2L], (await Journal.ReadKindsAsync("whole", kinds, 1, 9, CancellationToken.None)).Select(entry => entry.Sequence));
        Assert.Empty(await Journal.ReadKindsAsync("whole", ["fill"], 0, 9, CancellationToken.None));
        Assert.Equal([1L], (await Journal.ReadKindsAsync("whole", kinds, 0, 1, CancellationToken.None)).Select(entry => entry.Sequence));
        Assert.Equal(batch.Entries[1].Position, await Journal.GetHeadAsync("whole", CancellationToken.None));
        Assert.Equal(2, (await Journal.FindIdAsync("whole", "flow", "d2", CancellationToken.None))?.Sequence);
        Assert.Null(await Journal.FindIdAsync("whole", "order", "d2", CancellationToken.None));
        Assert.Equal([("flow", "d1"), ("flow", "d2")], (await Journal.ReadIdsAsync("whole", 10, CancellationToken.None)).Order());
        Assert.Single(await Journal.ReadIdsAsync("whole", 1, CancellationToken.None));
        Assert.Equal(input, await Journal.GetInputAsync("aa", CancellationToken.None));
        var orders = new OrderStore(postgres.DataSource);
        Assert.Equal(order, await orders.FindAsync("whole", "o1", CancellationToken.None));
        Assert.Equal(order, Assert.Single(await orders.ReadAsync("whole", new OrderQuery(true, "NVDA", 5), CancellationToken.None)));
        Assert.Empty(await orders.ReadAsync("whole", new OrderQuery(false, "TSLA", 5), CancellationToken.None));
        var filled = order with { State = OrderState.Filled, Filled = 5, Until = null };
        await Journal.AppendAsync(Batch("whole", batch.Entries[1].Position, "d3") with { Orders = [filled] }, CancellationToken.None);
        Assert.Equal(filled, Assert.Single(await orders.ReadAsync("whole", new OrderQuery(false, null, 5), CancellationToken.None)));
        Assert.Empty(await orders.ReadAsync("whole", new OrderQuery(true, null, 5), CancellationToken.None));
        var ledger = new LedgerStore(postgres.DataSource);
        Assert.Equal(1, await ledger.CountClosedTradesAsync("whole", CancellationToken.None));
        Assert.Equal(100.5m, Assert.Single(await DaysAsync("whole")).Equity);
    }

    [Fact]
    public async Task Search_ByKindTextTimeAndNumber_FindsTheNewestFirst()
    {
        await Journal.AppendAsync(Batch("searched", AuditPosition.Start, "a", "b", "a-b", "ac"), CancellationToken.None);

        Assert.Equal([4L, 3, 2, 1], await FoundAsync(["cash_flow"], []));
        Assert.Equal([1L], await FoundAsync(["cash_flow"], [JournalSearch.Piece("flowId", "a")]));
        Assert.Equal([2L], await FoundAsync(["cash_flow"], [JournalSearch.Text("b"), JournalSearch.Piece("amount", 1m)]));
        Assert.Empty(await FoundAsync(["fill"], []));
        Assert.Equal([3L, 2], await FoundAsync(["cash_flow", "fill"], [], from: 2, before: 4));
        Assert.Equal([4L], await FoundAsync(["cash_flow"], [], max: 1));
        Assert.Equal([4L], await FoundAsync(["cash_flow"], [], max: 1, toldFrom: Now, toldUntil: Now.AddSeconds(1)));
        Assert.Empty(await FoundAsync(["cash_flow"], [], toldUntil: Now));
        Assert.Empty(await FoundAsync(["cash_flow"], [], toldFrom: Now.AddSeconds(1)));

        async Task<IEnumerable<long>> FoundAsync(
            ImmutableArray<string> kinds, ImmutableArray<string> pieces, long from = 1, long before = 100, int max = 10,
            DateTimeOffset? toldFrom = null, DateTimeOffset? toldUntil = null) =>
            (await Journal.SearchAsync(
                "searched", new JournalSearch(kinds, pieces, toldFrom, toldUntil), from, before, max, CancellationToken.None))
            .Select(entry => entry.Sequence);
    }

    [Fact]
    public async Task FindLimits_OfSeveralPortfolios_IsTheNewestThatNamesAny()
    {
        Assert.Null(await Journal.FindLimitsAsync(CancellationToken.None));
        PortfolioEvent[] told =
        [
            new LimitsNoted(new AgreedLimits("first", 2)),
            new HaltReset("halt-1", "agreed", null, null) { Limits = new AgreedLimits("second", 2) },
            new HaltReset("halt-2", "says \"limits\":{ and means nothing", null, null),
        ];
        foreach (var (number, one) in told.Index())
        {
            var (kind, payload) = PortfolioEventJson.Write(one);
            var entry = AuditChain.Next(
                AuditPosition.Start, Keys.Portfolio($"limits-{number}"), new AuditNote(kind, "Ada", payload, Now.AddMinutes(number)));
            await Journal.AppendAsync(Batch($"limits-{number}", AuditPosition.Start) with { Entries = [entry] }, CancellationToken.None);
        }

        var found = await Journal.FindLimitsAsync(CancellationToken.None);

        Assert.NotNull(found);
        Assert.Equal(new AgreedLimits("second", 2), LimitRules.Of(PortfolioEventJson.Read(found.Kind, found.Payload)));
    }

    [Fact]
    public async Task Append_NumberThatAnotherTook_IsInconsistentAndLeavesNothing()
    {
        await Journal.AppendAsync(Batch("raced", AuditPosition.Start, "mine"), CancellationToken.None);
        var late = Batch("raced", AuditPosition.Start, "theirs") with { Days = [new EquityPoint(new DateOnly(2026, 11, 23), 1, 0)] };

        await Assert.ThrowsAsync<InconsistentStateException>(() => Journal.AppendAsync(late, CancellationToken.None));

        Assert.Null(await Journal.FindIdAsync("raced", "flow", "theirs", CancellationToken.None));
        Assert.Empty(await DaysAsync("raced"));
        Assert.Single(await Journal.ReadAsync("raced", 0, 10, CancellationToken.None));
    }

    [Fact]
    public async Task Append_WithNotices_WritesThemInItsTransaction()
    {
        var notices = new NoticeStore(postgres.DataSource);
        var told = new BookNotices(
            [new NoticeEvent("portfolio/told#1", "portfolio/told", Fact("reset"), Now)], [Fact("halt-1"), Fact("halt-2")]);
        await Journal.AppendAsync(Batch("told", AuditPosition.Start, "mine") with { Notices = told }, CancellationToken.None);
        Assert.Equal(2, (await notices.ListAsync(new NoticeQuery(true, "portfolio/told"), CancellationToken.None)).Length);

        var late = Batch("told", AuditPosition.Start, "theirs") with { Notices = new BookNotices([], []) };
        await Assert.ThrowsAsync<InconsistentStateException>(() => Journal.AppendAsync(late, CancellationToken.None));

        Assert.Equal(2, (await notices.ListAsync(new NoticeQuery(true, "portfolio/told"), CancellationToken.None)).Length);
        Assert.Equal(3, (await notices.ListAsync(new NoticeQuery(false, "portfolio/told"), CancellationToken.None)).Length);

        static NoticeFact Fact(string part) => new(NoticeKinds.Halt, $"portfolio/told {part}", NoticeSeverity.Warning, part);
    }

    [Fact]
    public async Task Append_IdThatIsKnown_IsInconsistent()
    {
        var first = Batch("twice", AuditPosition.Start, "same");
        await Journal.AppendAsync(first, CancellationToken.None);

        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Journal.AppendAsync(Batch("twice", first.Entries[^1].Position, "same"), CancellationToken.None));
    }

    [Fact]
    public async Task Views_Always_CanBeRead()
    {
        foreach (var view in new[] { "portfolio_decisions", "portfolio_fills", "portfolio_events" })
        {
            await using var command = postgres.DataSource.CreateCommand($"SELECT count(*) FROM {view}");
            Assert.IsType<long>(await command.ExecuteScalarAsync());
        }
    }

    private Task<ImmutableArray<EquityPoint>> DaysAsync(string portfolioId) => new LedgerStore(postgres.DataSource)
        .GetKnownEquityAsync(portfolioId, DateOnly.MinValue, DateOnly.MaxValue, null, CancellationToken.None);

    private static JournalBatch Batch(string portfolioId, AuditPosition after, params ImmutableArray<string> flows)
    {
        var entries = ImmutableArray.CreateBuilder<AuditEntry>();
        foreach (var flow in flows)
        {
            var (kind, payload) = PortfolioEventJson.Write(new CashMoved(flow, 1, "test", "hash"));
            entries.Add(AuditChain.Next(
                entries.Count == 0 ? after : entries[^1].Position, Keys.Portfolio(portfolioId), new AuditNote(kind, "Ada", payload, Now)));
        }

        return new JournalBatch(
            portfolioId, entries.ToImmutable(),
            [.. flows.Select((flow, index) => new JournalId("flow", flow, "hash", after.Sequence + 1 + index))],
            [], [], []);
    }
}
