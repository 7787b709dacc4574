using OrleansAssets.CorporateActions;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class CorporateActionStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Known = Rows.Start;
    private static readonly DateOnly Today = new(2025, 3, 1);

    private static readonly CorporateAction Split =
        new("NVDA", "alpaca", CorporateActionKind.Split, new DateOnly(2025, 3, 10), NewUnits: 10, OldUnits: 1);

    private static readonly CorporateAction Dividend = new(
        "NVDA", "alpaca", CorporateActionKind.Dividend, new DateOnly(2025, 3, 11), CashPerUnit: 0.01m, Currency: "USD",
        PaidOn: new DateOnly(2025, 4, 2));

    private readonly CorporateActionStore _store =
        new(postgres.DataSource, new SeriesWriter(postgres.DataSource, new PartitionKeeper(postgres.DataSource)));

    public Task InitializeAsync() => Rows.ReadAsync(
        postgres.DataSource, "TRUNCATE corporate_actions, corporate_action_settlements, corporate_action_reversals");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Upsert_NewRepeatedAndRevised_KeepsEachOnceAndWhenItWasKnown()
    {
        Assert.Equal(new ImportCounts(2, 0, 0), await UpsertAsync(Known, Split, Dividend));
        Assert.Equal(new ImportCounts(0, 0, 2), await UpsertAsync(Known.AddDays(1), Split, Dividend));
        Assert.Equal(
            new ImportCounts(1, 1, 0),
            await UpsertAsync(Known.AddDays(2), Dividend with { CashPerUnit = 0.02m }, Split with { SourceId = "polygon" }));

        var known = await _store.ListAsync("NVDA", Today, default);

        Assert.Equal(
            [
                (Split, Known), (Split with { SourceId = "polygon" }, Known.AddDays(2)), (Dividend with { CashPerUnit = 0.02m }, Known),
            ],
            known.Select(row => (row.Action, row.KnownAt)));
        Assert.All(known, row => Assert.Equal(("stocks", null), (row.ClassId, row.WithdrawnAt)));
    }

    [Fact]
    public async Task Upsert_EveryKind_IsReadBackAsItWas()
    {
        CorporateAction[] all =
        [
            Dividend, Dividend with { Kind = CorporateActionKind.SpecialDividend, PaidOn = null }, Split,
            new("GME", "alpaca", CorporateActionKind.SymbolChange, new DateOnly(2025, 3, 12), NewSymbol: "GAME"),
            new("TQQQ", "alpaca", CorporateActionKind.Delisting, new DateOnly(2025, 3, 13)),
        ];
        await UpsertAsync(Known, all);

        Assert.Equal(all.ToHashSet(), (await _store.ListAsync(null, Today, default)).Select(row => row.Action).ToHashSet());
        Assert.Empty(await _store.ListAsync("AMD", Today, default));
        Assert.Equal("TQQQ", Assert.Single(await _store.ListAsync(null, new DateOnly(2025, 3, 13), default)).Action.AssetId);
    }

    [Fact]
    public async Task Withdraw_ComingActionIsNoLongerTold_IsMarkedUntilItIsToldAgain()
    {
        await UpsertAsync(Known, Split, Dividend);

        // The past stays as it was told, other kinds are another dataset's, other sources their own.
        Assert.Equal(0, await WithdrawAsync(today: new DateOnly(2025, 3, 10), Known.AddDays(1)));
        Assert.Equal(0, await WithdrawAsync(Today, Known.AddDays(1), Split));
        Assert.Equal(0, await _store.WithdrawAsync("alpaca", [CorporateActionKind.Split], [], ["NVDA"], Today, Known.AddDays(1), default));
        Assert.Equal(1, await WithdrawAsync(Today, Known.AddDays(1), Split with { EffectiveOn = new DateOnly(2025, 3, 17) }));

        Assert.Equal(
            [(Split, (DateTimeOffset?)Known.AddDays(1)), (Dividend, null)],
            (await _store.ListAsync("NVDA", Today, default)).Select(row => (row.Action, row.WithdrawnAt)));
        Assert.Null(await _store.LastSplitAsync("NVDA", new DateOnly(2025, 12, 31), default));

        Assert.Equal(new ImportCounts(0, 1, 0), await UpsertAsync(Known.AddDays(2), Split));
        Assert.Equal(Split.EffectiveOn, await _store.LastSplitAsync("NVDA", Split.EffectiveOn, default));
        Assert.Null(await _store.LastSplitAsync("NVDA", Split.EffectiveOn.AddDays(-1), default));
        Assert.Null(await _store.LastSplitAsync("UVXY", new DateOnly(2025, 12, 31), default));
    }

    [Fact]
    public async Task Settle_Twice_KeepsTheFirstAndNothingIsDueAnyMore()
    {
        await UpsertAsync(Known, Split, Dividend);
        var settled = new SettledAction(
            "NVDA", CorporateActionKind.Split, Split.EffectiveOn, "alpaca", Known.AddDays(9), SettledOutcome.Applied, ["main", "other"],
            "Late.");
        Assert.False(await _store.HasDueAsync(null, Split.EffectiveOn.AddDays(-1), default));
        Assert.True(await _store.HasDueAsync("NVDA", Split.EffectiveOn, default));
        Assert.False(await _store.HasDueAsync("UVXY", Split.EffectiveOn, default));

        await _store.SettleAsync(settled, default);
        await _store.SettleAsync(settled with { Portfolios = [], Note = null, Outcome = SettledOutcome.LeftToPeople }, default);

        Assert.False(await _store.HasDueAsync(null, Split.EffectiveOn, default));
        Assert.True(await _store.HasDueAsync(null, Dividend.EffectiveOn, default));
        var read = (await _store.ListAsync("NVDA", Today, default))[0].Settled!;
        Assert.Equal(settled with { Portfolios = read.Portfolios }, read);
        Assert.Equal(["main", "other"], read.Portfolios.AsEnumerable());
    }

    [Fact]
    public async Task TakeBack_OfAPortfolio_IsToldBesideWhatBecameOfIt()
    {
        await UpsertAsync(Known, Split);
        await _store.SettleAsync(
            new SettledAction(
                "NVDA", CorporateActionKind.Split, Split.EffectiveOn, "alpaca", Known.AddDays(9), SettledOutcome.Applied, ["main", "other"],
                null),
            default);
        var settled = (await _store.ListAsync("NVDA", Today, default))[0].Settled!;

        await _store.TakeBackAsync(settled, new ReversedAction("main", "Ada", "it was not", Known.AddDays(10)), default);
        await _store.TakeBackAsync(settled, new ReversedAction("main", "Bo", "again", Known.AddDays(11)), default);

        var one = (await _store.ListAsync("NVDA", Today, default))[0].Settled!;
        Assert.Equal(("other", "main", false), (Assert.Single(one.Portfolios), Assert.Single(one.TakenBack), one.IsTakenBack));
        await _store.TakeBackAsync(settled, new ReversedAction("other", "Ada", "it was not", Known.AddDays(10)), default);
        Assert.True((await _store.ListAsync("NVDA", Today, default))[0].Settled!.IsTakenBack);
        Assert.False(await _store.HasDueAsync(null, Split.EffectiveOn, default));
    }

    private Task<int> WithdrawAsync(DateOnly today, DateTimeOffset now, params CorporateAction[] told) =>
        _store.WithdrawAsync("alpaca", [CorporateActionKind.Split], told, [], today, now, default);

    private Task<ImportCounts> UpsertAsync(DateTimeOffset knownAt, params CorporateAction[] actions) =>
        _store.UpsertAsync(actions, _ => "stocks", knownAt, default);
}
