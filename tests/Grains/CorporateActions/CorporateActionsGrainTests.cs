using OrleansAssets.Assets;
using OrleansAssets.CorporateActions;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>Corporate actions that were collected reach the books that hold the asset: once, and no other.</summary>
public sealed class CorporateActionsGrainTests
{
    [Fact]
    public async Task Apply_SplitOfAHeldShare_MovesNoMoneyAndLatchesNothing()
    {
        await using var cluster = await StartWithSharesAsync();
        var before = await cluster.Portfolio().GetAsync();
        await KnowAsync(cluster, Split(cluster));

        Assert.Equal(1, await Actions(cluster).ApplyAsync());
        await cluster.Portfolio().MarkAsync([new PriceMark("NVDA", 120.8m, Rate: null, cluster.World.Clock.GetUtcNow(), "alpaca")]);

        var after = await cluster.Portfolio().GetAsync();
        var held = Assert.Single(after.Positions);
        Assert.Equal((6.6m, 120.8m), (held.Quantity, held.AverageEntryPrice));
        Assert.Equal((before.Equity, before.PeakEquity, 0d), (after.Equity, after.PeakEquity, after.Drawdown));
        Assert.Empty(after.Book!.Halts);
        var view = Assert.Single(await Actions(cluster).GetAsync("NVDA", default));
        Assert.Equal((SettledOutcome.Applied, "main"), (view.Settled!.Outcome, Assert.Single(view.Settled.Portfolios)));
    }

    [Fact]
    public async Task RecordQuote_InTheUnitsOfASplitThatWasApplied_IsBelieved()
    {
        await using var cluster = await StartWithSharesAsync();
        var asset = cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset("NVDA"));
        var before = NewYorkTime.MidnightOf(Today(cluster)).AddSeconds(-1);
        await asset.RecordQuoteAsync(new Quote("NVDA", "alpaca", before, 1207.9m, 1208.1m, 1, 1), "quotes");
        await KnowAsync(cluster, Split(cluster));

        await Actions(cluster).ApplyAsync();
        await asset.RecordQuoteAsync(new Quote("NVDA", "alpaca", before.AddSeconds(2), 121.4m, 121.5m, 1, 1), "quotes");

        var view = await asset.GetAsync();
        Assert.Equal((121.4m, null), (view.LastQuote!.Bid, view.Doubt));
    }

    [Fact]
    public async Task Apply_BeforeItHolds_DoesNothing()
    {
        await using var cluster = await StartWithSharesAsync();
        await KnowAsync(cluster, Split(cluster) with { EffectiveOn = Today(cluster).AddDays(1) });

        Assert.Equal(0, await Actions(cluster).ApplyAsync());

        Assert.Equal(0.66m, Assert.Single((await cluster.Portfolio().GetAsync()).Positions).Quantity);
        Assert.Null(Assert.Single(await Actions(cluster).GetAsync("NVDA", default)).Settled);
    }

    [Fact]
    public async Task Apply_SettlementIsNeverWritten_AppliesItOnceHoweverOften()
    {
        await using var cluster = await StartWithSharesAsync();
        await KnowAsync(cluster, Split(cluster), Dividend(cluster));
        cluster.World.Actions.SettlingFails = true;

        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Actions(cluster).ApplyAsync());
            await cluster.DeactivateAsync(cluster.Portfolio());
        }

        cluster.World.Actions.SettlingFails = false;
        Assert.Equal(2, await Actions(cluster).ApplyAsync());
        Assert.Equal(0, await Actions(cluster).ApplyAsync());
        var view = await cluster.Portfolio().GetAsync();
        Assert.Equal(6.6m, Assert.Single(view.Positions).Quantity);
        var events = await cluster.World.Journal.ReadAsync("main", 0, 100, CancellationToken.None);
        Assert.Equal(2, events.Count(entry => entry.Actor == "corporate_actions"));
    }

    /// <summary>The others have it at once; it is settled when the one that nobody could read has been mended.</summary>
    [Fact]
    public async Task Apply_WhereAPortfolioCannotBeRead_ReachesTheOthersAndNamesThatOne()
    {
        await using var cluster = await StartWithSharesAsync();
        await cluster.BreakAsync("broken");
        await KnowAsync(cluster, Split(cluster), Dividend(cluster));

        Assert.Equal(0, await Actions(cluster).ApplyAsync());
        cluster.World.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await Actions(cluster).ApplyAsync());

        Assert.Equal(6.6m, Assert.Single((await cluster.Portfolio().GetAsync()).Positions).Quantity);
        Assert.All(await Actions(cluster).GetAsync("NVDA", default), view => Assert.Null(view.Settled));
        var told = cluster.World.Outbox.All.Where(one => one.Text.Contains("portfolio broken", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, told.Length); // each of the two once
        Assert.All(told, one => Assert.Contains("which cannot be read", one.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_PortfolioThatDoesNotHoldIt_IsNotTouched()
    {
        await using var cluster = await StartWithSharesAsync();
        await cluster.Portfolio("other").CreateAsync(new PortfolioCreation("Ada", "test"));
        await cluster.Portfolio("other").RecordCashFlowAsync(new CashFlow("deposit", 500, "Ada", "start"));
        var before = await cluster.World.Journal.GetHeadAsync("other", CancellationToken.None);
        await KnowAsync(cluster, Split(cluster));

        await Actions(cluster).ApplyAsync();

        Assert.Equal(before, await cluster.World.Journal.GetHeadAsync("other", CancellationToken.None));
    }

    [Fact]
    public async Task Apply_BoughtAfterItHeld_IsInNewUnitsAlready()
    {
        await using var cluster = await StartWithSharesAsync();
        await KnowAsync(cluster, Split(cluster) with { EffectiveOn = Today(cluster).AddDays(-5) });

        Assert.Equal(1, await Actions(cluster).ApplyAsync());

        Assert.Equal(0.66m, Assert.Single((await cluster.Portfolio().GetAsync()).Positions).Quantity);
        var settled = Assert.Single(await Actions(cluster).GetAsync("NVDA", default)).Settled;
        Assert.Equal((SettledOutcome.Applied, true), (settled!.Outcome, settled.Portfolios.IsEmpty));
    }

    [Fact]
    public async Task Apply_KnownLate_IsAppliedAndSaysSo()
    {
        await using var cluster = await StartWithSharesAsync();
        cluster.World.Clock.Advance(TimeSpan.FromDays(4));
        await KnowAsync(cluster, Split(cluster) with { EffectiveOn = Today(cluster).AddDays(-3) });

        await Actions(cluster).ApplyAsync();

        Assert.Equal(6.6m, Assert.Single((await cluster.Portfolio().GetAsync()).Positions).Quantity);
        var settled = Assert.Single(await Actions(cluster).GetAsync("NVDA", default)).Settled!;
        Assert.Contains("after it held", settled.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Dividend_PaysWhoHoldsIt()
    {
        await using var cluster = await StartWithSharesAsync();
        var cash = (await cluster.Portfolio().GetAsync()).Book!.Cash;
        await KnowAsync(cluster, Dividend(cluster));

        await Actions(cluster).ApplyAsync();

        Assert.Equal(cash + (0.66m * 0.25m), (await cluster.Portfolio().GetAsync()).Book!.Cash);
    }

    /// <summary>It was settled as nobody's, and the dividend was lost without a word.</summary>
    [Fact]
    public async Task Apply_DividendOfWhatWasSoldSince_PaysWhoHeldItThen()
    {
        await using var cluster = await StartWithSharesAsync();
        await FillAsync(cluster, "out", OrderSide.Sell, 0.66m, 1_208);
        var cash = (await cluster.Portfolio().GetAsync()).Book!.Cash;
        await KnowAsync(cluster, Dividend(cluster));

        await Actions(cluster).ApplyAsync();

        Assert.Equal(cash + (0.66m * 0.25m), (await cluster.Portfolio().GetAsync()).Book!.Cash);
        Assert.Equal("main", Assert.Single(Assert.Single(await Actions(cluster).GetAsync("NVDA", default)).Settled!.Portfolios));
    }

    /// <summary>Sold in the units of a split that was not known yet: the book went short, and stayed so.</summary>
    [Fact]
    public async Task Apply_SplitAfterMoreWasSoldInNewUnits_TellsWhatIsLeftInThem()
    {
        await using var cluster = await StartWithSharesAsync();
        await FillAsync(cluster, "out", OrderSide.Sell, 6, 120.8m);
        Assert.Equal(5.34m, Assert.Single((await cluster.Portfolio().GetAsync()).Positions).Quantity); // short
        await KnowAsync(cluster, Split(cluster));

        await Actions(cluster).ApplyAsync();

        var held = Assert.Single((await cluster.Portfolio().GetAsync()).Positions);
        Assert.Equal((TradeSide.Long, 0.6m, 120.8m), (held.Side, held.Quantity, held.AverageEntryPrice));
    }

    [Fact]
    public async Task Apply_SplitOfWhatTwoStrategiesHoldAgainstEachOther_IsInTheUnitsOfBoth()
    {
        await using var cluster = await StartAsync();
        await FillAsync(cluster, "long", OrderSide.Buy, 1, 1_208, "trend");
        await FillAsync(cluster, "short", OrderSide.Sell, 1, 1_208, "hedge");
        cluster.World.Clock.Advance(TimeSpan.FromDays(2));
        await KnowAsync(cluster, Split(cluster));

        await Actions(cluster).ApplyAsync();
        await FillAsync(cluster, "out", OrderSide.Sell, 10, 120.8m, "trend");

        Assert.Equal(1, (await cluster.Portfolio().GetAsync()).ClosedTrades); // all ten are closed by it
    }

    /// <summary>They are in the imported equity already, and the imported units are those of its last day.</summary>
    [Fact]
    public async Task Apply_WhatIsOfBeforeAnImportedRecordsEnd_IsLeftToTheRecord()
    {
        await using var cluster = await StartAsync(deposit: 0);
        var now = cluster.World.Clock.GetUtcNow();
        var yesterday = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        await ImportAsync(cluster, ImportKind.Trades, import => import.AddTradesAsync(
            0, [new Trade("1", "NVDA", null, TradeSide.Long, 10, now.AddDays(-60), 110, null, null, 0)]));
        await ImportAsync(cluster, ImportKind.Equity, import => import.AddEquityAsync(
            0, [.. EquityRecords.Of(yesterday.AddDays(-1), 10_000, 10_000)]));
        await KnowAsync(
            cluster, Dividend(cluster) with { EffectiveOn = yesterday.AddDays(-30) }, Split(cluster) with { EffectiveOn = yesterday });

        await Actions(cluster).ApplyAsync();

        var view = await cluster.Portfolio().GetAsync();
        Assert.Equal((10_000m, 10m), (view.Equity, Assert.Single(view.Positions).Quantity));
        Assert.All(await Actions(cluster).GetAsync("NVDA", default), known => Assert.Empty(known.Settled!.Portfolios));

        cluster.World.Clock.Advance(TimeSpan.FromDays(2));
        await KnowAsync(cluster, Dividend(cluster));
        await Actions(cluster).ApplyAsync();
        Assert.Equal(10_002.5m, (await cluster.Portfolio().GetAsync()).Equity);
    }

    [Fact]
    public async Task Get_UnknownAsset_NamesTheNearest()
    {
        await using var cluster = await StartAsync(deposit: 0);

        var refusal = await Assert.ThrowsAsync<NotFoundException>(() => Actions(cluster).GetAsync("NVDIA", default));

        Assert.Contains("'NVDA'", refusal.Message, StringComparison.Ordinal);
    }

    private static ICorporateActionsGrain Actions(GrainCluster cluster) =>
        cluster.Grains.GetGrain<ICorporateActionsGrain>(Keys.CorporateActions);

    /// <summary>0.66 shares at 1,208 in 10,000, bought two days ago.</summary>
    private static async Task<GrainCluster> StartWithSharesAsync()
    {
        var cluster = await StartAsync();
        await cluster.Portfolio().RecordFillAsync(new Fill(
            "f1", null, "NVDA", OrderSide.Buy, 0.66m, 1208, 0, null, null, cluster.World.Clock.GetUtcNow(), null));
        await cluster.Portfolio().AcceptFillAsync(new FillAcceptance("f1", "Ada", "bought by hand"));
        cluster.World.Clock.Advance(TimeSpan.FromDays(2));
        return cluster;
    }

    private static Task FillAsync(
        GrainCluster cluster, string id, OrderSide side, decimal quantity, decimal price, string? strategy = null) =>
        cluster.Portfolio().HoldAsync(new Fill(
            id, null, "NVDA", side, quantity, price, 0, null, null, cluster.World.Clock.GetUtcNow(), strategy) { Confirmed = true });

    private static async Task ImportAsync(GrainCluster cluster, ImportKind kind, Func<IImportGrain, Task> addAsync)
    {
        var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await import.BeginAsync(new ImportTarget(kind, "main", "alice"));
        await addAsync(import);
        await import.CommitAsync();
    }

    private static CorporateAction Split(GrainCluster cluster) =>
        new("NVDA", "alpaca", CorporateActionKind.Split, Today(cluster), NewUnits: 10, OldUnits: 1);

    private static CorporateAction Dividend(GrainCluster cluster) =>
        new("NVDA", "alpaca", CorporateActionKind.Dividend, Today(cluster), CashPerUnit: 0.25m, Currency: "USD");

    private static DateOnly Today(GrainCluster cluster) => NewYorkTime.DateOf(cluster.World.Clock.GetUtcNow());

    private static Task<ImportCounts> KnowAsync(GrainCluster cluster, params CorporateAction[] actions) =>
        cluster.World.Actions.UpsertAsync(
            actions, _ => "stocks", cluster.World.Clock.GetUtcNow().AddSeconds(-1), CancellationToken.None);
}
