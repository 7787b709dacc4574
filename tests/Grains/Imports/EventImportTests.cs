using OrleansAssets.CorporateActions;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>A broker's statement through the product's grains: into a book that collects dividends itself, before and after.</summary>
public sealed class EventImportTests
{
    [Fact]
    public async Task Commit_StatementAfterTheProductSettledADividend_BooksTheRestOnce()
    {
        await using var cluster = await StartWithSharesAsync();
        await SettleAsync(cluster);
        var cash = await CashAsync(cluster);
        ImportedEvent[] lines =
        [
            Dividend(cluster, "d1", 10.01m), Line(cluster, "t1", ImportedEventKind.Tax, -1.5m, "NVDA"),
            Line(cluster, "i1", ImportedEventKind.Interest, 2, null), Line(cluster, "c1", ImportedEventKind.CashFlow, 500, null),
        ];

        var first = await ImportAsync(cluster, lines);
        await cluster.DeactivateAsync(cluster.Portfolio());
        var second = await ImportAsync(cluster, lines);

        Assert.Equal((3L, 0L, 1L), (first.Inserted, first.Unchanged, first.Kept));
        Assert.Contains("+0.01 USD apart", first.KeptRows, StringComparison.Ordinal);
        Assert.Equal((0L, 3L, 1L), (second.Inserted, second.Unchanged, second.Kept));
        Assert.Equal(cash - 1.5m + 2 + 500, await CashAsync(cluster));
        var book = (await cluster.Portfolio().GetAsync()).Book!;
        Assert.Equal((12m, 1.5m, 10_500m), (book.Income, book.Costs, book.Flows));
    }

    [Fact]
    public async Task Apply_DividendThatAStatementToldFirst_IsSettledByThatLine()
    {
        await using var cluster = await StartWithSharesAsync();
        cluster.World.Clock.Advance(TimeSpan.FromDays(3));
        await ImportAsync(cluster, Dividend(cluster, "d1", 10));
        var cash = await CashAsync(cluster);

        await SettleAsync(cluster, heldDaysAgo: 2);

        Assert.Equal(cash, await CashAsync(cluster));
        var settled = Assert.Single(await Actions(cluster).GetAsync("NVDA", default)).Settled!;
        Assert.Equal(SettledOutcome.Applied, settled.Outcome);
        Assert.Contains("Portfolio main had it already, as 'import:d1'.", settled.Note, StringComparison.Ordinal);
    }

    /// <summary>
    /// A collected dividend that was wrong is taken back: what became of it says so, it is not applied again, and the statement's line is
    /// the one that counts.
    /// </summary>
    [Fact]
    public async Task Commit_StatementAfterACollectedDividendWasTakenBack_BooksItsLine()
    {
        await using var cluster = await StartWithSharesAsync();
        var cash = await CashAsync(cluster);
        await SettleAsync(cluster);
        var view = Assert.Single(await Actions(cluster).GetAsync("NVDA", default));
        var id = SettlingRules.EventId(view.Action);
        var correction = new EventCorrection("c1", id, "Ada", "another amount was paid");

        await cluster.Portfolio().CorrectEventAsync(correction);
        Assert.True((await cluster.Portfolio().CorrectEventAsync(correction)).Repeated);
        Assert.Equal(0, await Actions(cluster).ApplyAsync());
        Assert.Equal(cash, await CashAsync(cluster));
        var taken = await ImportAsync(cluster, Dividend(cluster, "d1", 7));

        Assert.Equal((1L, 0L), (taken.Inserted, taken.Kept));
        Assert.Equal(cash + 7, await CashAsync(cluster));
        Assert.Equal(0, await Actions(cluster).ApplyAsync());
        var settled = Assert.Single(await Actions(cluster).GetAsync("NVDA", default)).Settled!;
        Assert.Equal((true, "main"), (settled.IsTakenBack, Assert.Single(settled.TakenBack)));
    }

    [Fact]
    public async Task Apply_DividendThatDiffersFromAStatement_IsLeftToPeople()
    {
        await using var cluster = await StartWithSharesAsync();
        cluster.World.Clock.Advance(TimeSpan.FromDays(3));
        await ImportAsync(cluster, Dividend(cluster, "d1", 7));
        var cash = await CashAsync(cluster);

        await SettleAsync(cluster, heldDaysAgo: 2);

        Assert.Equal(cash, await CashAsync(cluster));
        var settled = Assert.Single(await Actions(cluster).GetAsync("NVDA", default)).Settled!;
        Assert.Equal(SettledOutcome.LeftToPeople, settled.Outcome);
        Assert.Contains("the book has +7 USD", settled.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_LinesThatCannotBeTaken_NamesAllAndTakesNone()
    {
        await using var cluster = await StartWithSharesAsync();
        await SettleAsync(cluster);
        var (head, good) = (await HeadAsync(cluster), Line(cluster, "i1", ImportedEventKind.Interest, 2, null));
        ImportedEvent[] lines =
        [
            good, Dividend(cluster, "d1", 12) with { Line = 3 },
            Line(cluster, "c1", ImportedEventKind.CashFlow, -1_000_000, null) with { Line = 4 },
        ];

        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(() => ImportAsync(cluster, lines));

        Assert.Contains("Nothing was imported. Line 3: the dividend of NVDA +12 USD", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Line 4: 1,000,000 USD cannot be withdrawn", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(head, await HeadAsync(cluster));
        var taken = await ImportAsync(cluster, bookDifferences: true, [good, Dividend(cluster, "d1", 12)]);
        Assert.Equal((2L, 0L), (taken.Inserted, taken.Kept));
        Assert.Equal(14, (await cluster.Portfolio().GetAsync()).Book!.Income);
    }

    /// <summary>A deposit of yesterday counts from then on, and a share that is no more is paid for; again, nothing changes.</summary>
    [Fact]
    public async Task Commit_MoneyOfYesterdayAndADelisting_AreOfTheirTime()
    {
        await using var cluster = await StartWithSharesAsync();
        await cluster.Portfolio().MarkAsync([new PriceMark("NVDA", 100, null, cluster.World.Clock.GetUtcNow(), "desk")]);
        var yesterday = cluster.World.Clock.GetUtcNow().AddDays(-1);
        ImportedEvent[] lines =
        [
            Line(cluster, "c1", ImportedEventKind.CashFlow, 500, null) with { BookedAt = yesterday },
            Line(cluster, "x1", ImportedEventKind.Delisting, 0, "NVDA") with { Amount = null, PerUnit = 12.5m },
        ];

        var counts = await ImportAsync(cluster, lines);
        var again = await ImportAsync(cluster, lines);

        Assert.Equal((2L, 2L), (counts.Inserted, again.Unchanged));
        var view = await cluster.Portfolio().GetAsync();
        Assert.Equal((10_500m, 7_000m), (view.Book!.Flows, view.Equity)); // 40 shares at 100 less 12.5
        Assert.Empty(view.Book.Positions);
        var moved = cluster.World.Audit.Entries(Keys.Portfolio("main")).Last(entry => entry.Kind == PortfolioEventJson.CashFlow);
        Assert.Equal(yesterday, Assert.IsType<CashMoved>(PortfolioEventJson.Read(moved.Kind, moved.Payload)).At);
    }

    [Fact]
    public async Task Commit_CrashAtAnyStep_TakesEachLineOnce()
    {
        await using var cluster = await StartWithSharesAsync();
        // The one line is written, then the other, they are noted, the import is closed.
        for (var step = 0; step < 4; step++)
        {
            foreach (var after in new[] { false, true })
            {
                var import = Import(cluster);
                await import.BeginAsync(new ImportTarget(ImportKind.Events, "main", "Ada"));
                await import.AddEventsAsync(0,
                [
                    Line(cluster, $"i{step}{after}", ImportedEventKind.Interest, 2, null),
                    Line(cluster, $"c{step}{after}", ImportedEventKind.CashFlow, 100, null),
                ]);
                cluster.World.Faults.Start(step, after);
                await Assert.ThrowsAnyAsync<Exception>(() => import.CommitAsync());
                cluster.World.Faults.Stop();
                await cluster.DeactivateAsync(import);
                await cluster.DeactivateAsync(cluster.Portfolio());

                var counts = await import.CommitAsync();

                Assert.Equal(2, counts.Inserted + counts.Unchanged);
                Assert.Equal(counts, await import.CommitAsync());
            }
        }

        var book = (await cluster.Portfolio().GetAsync()).Book!;
        Assert.Equal((16m, 10_800m), (book.Income, book.Flows));
    }

    [Fact]
    public async Task Commit_IntoABookThatBeganWithAnImport_LeavesWhatItsEquityHas()
    {
        await using var cluster = await StartAsync(deposit: 0);
        var yesterday = DateOnly.FromDateTime(cluster.World.Clock.GetUtcNow().UtcDateTime).AddDays(-1);
        var equity = Import(cluster);
        await equity.BeginAsync(new ImportTarget(ImportKind.Equity, "main", "Ada"));
        await equity.AddEquityAsync(0, [.. EquityRecords.Of(yesterday.AddDays(-1), 1000, 1200)]);
        await equity.CommitAsync();
        var old = Line(cluster, "i1", ImportedEventKind.Interest, 2, null) with { BookedAt = At(yesterday) };

        var counts = await ImportAsync(cluster, old, old with { EventId = "i2", BookedAt = At(yesterday.AddDays(1)) });

        Assert.Equal((1L, 1L), (counts.Inserted, counts.Kept));
        Assert.Contains("is in what the book began with", counts.KeptRows, StringComparison.Ordinal);
        Assert.Equal(1_202, await CashAsync(cluster));
    }

    private static ICorporateActionsGrain Actions(GrainCluster cluster) =>
        cluster.Grains.GetGrain<ICorporateActionsGrain>(Keys.CorporateActions);

    private static IImportGrain Import(GrainCluster cluster) => cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));

    private static Task<ImportCounts> ImportAsync(GrainCluster cluster, params ImportedEvent[] lines) =>
        ImportAsync(cluster, bookDifferences: false, lines);

    private static async Task<ImportCounts> ImportAsync(GrainCluster cluster, bool bookDifferences, ImportedEvent[] lines)
    {
        var import = Import(cluster);
        await import.BeginAsync(new ImportTarget(ImportKind.Events, "main", "Ada") { BookDifferences = bookDifferences });
        await import.AddEventsAsync(0, [.. lines]);
        return await import.CommitAsync();
    }

    /// <summary>40 shares in 10,000 of cash, bought two days ago.</summary>
    private static async Task<GrainCluster> StartWithSharesAsync()
    {
        var cluster = await StartAsync();
        await cluster.Portfolio().HoldAsync(new Fill(
            "f1", null, "NVDA", OrderSide.Buy, 40, 100, 0, null, null, cluster.World.Clock.GetUtcNow(), null));
        cluster.World.Clock.Advance(TimeSpan.FromDays(2));
        return cluster;
    }

    /// <summary>A quarter of a dollar for each share, which is 10 in all.</summary>
    private static async Task SettleAsync(GrainCluster cluster, int heldDaysAgo = 0)
    {
        var today = NewYorkTime.DateOf(cluster.World.Clock.GetUtcNow());
        await cluster.World.Actions.UpsertAsync(
            [
                new CorporateAction(
                    "NVDA", "alpaca", CorporateActionKind.Dividend, today.AddDays(-heldDaysAgo), CashPerUnit: 0.25m, Currency: "USD",
                    PaidOn: today),
            ],
            _ => "stocks", cluster.World.Clock.GetUtcNow().AddSeconds(-1), CancellationToken.None);
        Assert.Equal(1, await Actions(cluster).ApplyAsync());
    }

    private static ImportedEvent Dividend(GrainCluster cluster, string id, decimal amount) =>
        Line(cluster, id, ImportedEventKind.Dividend, amount, "NVDA");

    private static ImportedEvent Line(GrainCluster cluster, string id, ImportedEventKind kind, decimal amount, string? asset) => new(
        id, kind, cluster.World.Clock.GetUtcNow(), asset, amount, 0, null, null, null, null, null, null, null, 2);

    private static DateTimeOffset At(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static async Task<decimal> CashAsync(GrainCluster cluster) => (await cluster.Portfolio().GetAsync()).Book!.Cash;

    private static Task<OrleansAssets.Audit.AuditPosition> HeadAsync(GrainCluster cluster) =>
        cluster.World.Journal.GetHeadAsync("main", CancellationToken.None);
}
