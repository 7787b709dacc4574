using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>What happens to a position or to cash without a trade, through the portfolio's grain.</summary>
public sealed class PortfolioEventTests
{
    [Fact]
    public async Task RecordEvent_Again_AnswersTheSameAndChangesNothing()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("f1", null, 2, 100));
        var split = BookEvent.Split("split-1", TimeProvider.System.GetUtcNow(), Asset, 10, 1, "Ada", "redenominated") with
        {
            Confirmed = true,
        };
        var before = await portfolio.GetAsync();

        var first = await portfolio.RecordEventAsync(split);
        var again = await portfolio.RecordEventAsync(split);

        Assert.Equal((2m, 20m, 0m), (first.QuantityBefore, first.Quantity, first.Amount));
        Assert.Equal(first with { Repeated = true }, again);
        var view = await portfolio.GetAsync();
        Assert.Equal((before.Equity, before.PeakEquity, before.Drawdown), (view.Equity, view.PeakEquity, view.Drawdown));
        Assert.Equal(20, Assert.Single(view.Positions).Quantity);
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordEventAsync(split with { OldUnits = 2 }));
    }

    [Fact]
    public async Task DryRecordEvent_InTimeLateOrKnown_TellsWhatItWouldDoAndRecordsNothing()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("f1", null, 2, 100));
        cluster.World.Clock.Advance(TimeSpan.FromDays(2));
        var (late, now) = (cluster.World.Clock.GetUtcNow().AddDays(-2).AddMinutes(1), cluster.World.Clock.GetUtcNow());
        await portfolio.MarkAsync([new PriceMark(Asset, 101, null, now, "desk")]);
        var split = BookEvent.Split("split-1", now, Asset, 10, 1, "Ada", "redenominated") with { Confirmed = true };
        var dividend = BookEvent.Dividend("div-1", late, Asset, 3, "Ada", "staking");
        var head = await cluster.World.Journal.GetHeadAsync("main", CancellationToken.None);

        var (dry, dryLate) = (await portfolio.DryRecordEventAsync(split), await portfolio.DryRecordEventAsync(dividend));

        Assert.Equal((0L, 2m, 20m, false), (dry.Sequence, dry.QuantityBefore, dry.Quantity, dry.Repeated));
        Assert.Equal((0L, 6m, false), (dryLate.Sequence, dryLate.Amount, dryLate.Repeated));
        Assert.True(dryLate.RevisedDays > 0 && dryLate.RevisedFrom == DateOnly.FromDateTime(late.UtcDateTime), $"{dryLate}");
        Assert.Equal(head, await cluster.World.Journal.GetHeadAsync("main", CancellationToken.None));
        var told = await portfolio.RecordEventAsync(dividend);
        Assert.Equal(dryLate with { Sequence = told.Sequence }, told);
        Assert.Equal((told.Sequence, true), ((await portfolio.DryRecordEventAsync(dividend)).Sequence, true));
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.DryRecordEventAsync(dividend with { PerUnit = 4 }));
    }

    [Fact]
    public async Task RecordEvent_AfterARestart_IsStillKnown()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("f1", null, 2, 100));
        var dividend = BookEvent.Dividend("d1", TimeProvider.System.GetUtcNow(), Asset, 3, "Ada", "staking");
        var first = await portfolio.RecordEventAsync(dividend);
        await cluster.DeactivateAsync(portfolio);

        var again = await portfolio.RecordEventAsync(dividend);

        Assert.Equal(first with { Repeated = true }, again);
        var book = (await portfolio.GetAsync()).Book!;
        Assert.Equal((6m, 0m, 9_806m), (book.Income, book.Costs, book.Cash));
    }

    [Fact]
    public async Task RecordEvent_OfAnAssetThatNobodyKnows_NamesTheNearest()
    {
        await using var cluster = await StartAsync();

        var refusal = await Assert.ThrowsAsync<NotFoundException>(() => cluster.Portfolio().RecordEventAsync(
            BookEvent.Split("split-1", TimeProvider.System.GetUtcNow(), "NVDIA", 10, 1, "Ada", "split")));

        Assert.Contains("'NVDA'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CorrectFill_WhileOthersCome_TakesThatOneBackAndLosesNone()
    {
        await using var cluster = await StartAsync(deposit: 1_000_000);
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("wrong", null, 50, 1, OrderSide.Sell));
        var fills = Enumerable.Range(0, 300).Select(number => portfolio.RecordFillAsync(Fill($"f{number}", null, 1, 100, fee: 1)));
        var correction = new FillCorrection("bust", "wrong", null, "Ada", "the broker took it back");

        var corrected = portfolio.CorrectFillAsync(correction);
        await Task.WhenAll([.. fills, corrected]);
        var again = await portfolio.CorrectFillAsync(correction);

        Assert.Equal(((await corrected).Sequence, true), (again.Sequence, again.Repeated));
        var view = await portfolio.GetAsync();
        Assert.Equal(300, Assert.Single(view.Positions).Quantity);
        Assert.Equal((1_000_000m - 30_300, 300m, 0m), (view.Book!.Cash, view.Book.Fees, view.Book.RealisedProfit));
        await cluster.DeactivateAsync(portfolio);
        Assert.Equal(view.Book.Cash, (await portfolio.GetAsync()).Book!.Cash);
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.CorrectFillAsync(correction with { Reason = "other" }));
        await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.CorrectFillAsync(correction with { CorrectionId = "bust-2" }));
        await Assert.ThrowsAsync<NotFoundException>(
            () => portfolio.CorrectFillAsync(correction with { CorrectionId = "bust-3", FillId = "nothing" }));
    }

    /// <summary>Of before its first money a book knows no holding: a dividend a unit was nothing, and a delisting left all of it.</summary>
    [Fact]
    public async Task RecordEvent_OfUnitsBeforeTheFirstMoney_IsRefusedWithWhatHeals()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("f1", null, 2, 100));
        var before = TimeProvider.System.GetUtcNow().AddDays(-2);
        var dividend = BookEvent.Dividend("d1", before, Asset, 0.25m, "Ada", "staking") with { Confirmed = true };

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordEventAsync(dividend));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.RecordEventAsync(BookEvent.Delisting("x1", before, Asset, 90, "Ada", "ended") with { Confirmed = true }));
        var paid = await portfolio.RecordEventAsync(dividend with { PerUnit = null, Amount = 0.5m });

        Assert.Contains("Give its amount in all", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0.5m, paid.Amount);
    }

    /// <summary>What an import brought counts from the import on: a split of before it would change nothing, in silence.</summary>
    [Fact]
    public async Task RecordEvent_SplitOfBeforeTheImportThatBroughtWhatIsHeld_IsRefusedWithWhatHeals()
    {
        await using var cluster = await StartAsync(deposit: 0);
        var portfolio = cluster.Portfolio();
        var now = TimeProvider.System.GetUtcNow();
        var import = cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await import.BeginAsync(new ImportTarget(ImportKind.Trades, "main", "Ada"));
        await import.AddTradesAsync(0, [new Trade("t1", Asset, null, TradeSide.Long, 2, now.AddDays(-4), 100, null, null, 0)]);
        await import.CommitAsync();
        var split = BookEvent.Split("s1", now.AddDays(-2), Asset, 10, 1, "Ada", "ten for one") with { Confirmed = true };

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordEventAsync(split));
        var taken = await portfolio.RecordEventAsync(split with { EffectiveAt = TimeProvider.System.GetUtcNow() });

        Assert.Contains("Give a time from then on", refused.Message, StringComparison.Ordinal);
        Assert.Equal((2m, 20m), (taken.QuantityBefore, taken.Quantity));
    }

    [Fact]
    public async Task CorrectEvent_OnceOrAgain_TakesItBackOnceAndTellsWhatIsNotThere()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("f1", null, 2, 100));
        var slip = BookEvent.Dividend("slip", TimeProvider.System.GetUtcNow(), Asset, 30, "Ada", "staking");
        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => portfolio.RecordEventAsync(slip));
        var dry = await portfolio.DryRecordEventAsync(slip);
        await portfolio.RecordEventAsync(slip with { Confirmed = true });
        var correction = new EventCorrection("fix", "slip", "Ada", "0.3 meant");

        var first = await portfolio.CorrectEventAsync(correction);
        var again = await portfolio.CorrectEventAsync(correction);

        Assert.Contains("is hard to believe", refused.Message, StringComparison.Ordinal);
        Assert.Equal(100, dry.PriceBefore);
        Assert.Contains("more than 10 % of the price of 100 USDT", dry.Doubt, StringComparison.Ordinal);
        Assert.Equal((10_000m, 10_000m, 0m, false), (first.Equity, first.PeakEquity, first.Drawdown, first.Repeated));
        Assert.Equal((first.Sequence, true), (again.Sequence, again.Repeated));
        var missing = await Assert.ThrowsAsync<NotFoundException>(
            () => portfolio.CorrectEventAsync(correction with { CorrectionId = "other", EventId = "nothing" }));
        Assert.Contains("has no event 'nothing'", missing.Message, StringComparison.Ordinal);
        var twice = await Assert.ThrowsAsync<InvalidRequestException>(
            () => portfolio.CorrectEventAsync(correction with { CorrectionId = "other" }));
        Assert.Contains("was taken back before", twice.Message, StringComparison.Ordinal);
        await cluster.DeactivateAsync(portfolio);
        Assert.Equal((0m, 9_800m), ((await portfolio.GetAsync()).Book!.Income, (await portfolio.GetAsync()).Book!.Cash));
    }

    [Fact]
    public async Task CorrectMark_OfAWrongPrice_TakesThePeakBack()
    {
        await using var cluster = await StartAsync();
        var portfolio = cluster.Portfolio();
        await portfolio.RecordFillAsync(Fill("in", null, 10, 100));
        var at = TimeProvider.System.GetUtcNow();
        await portfolio.MarkAsync([new PriceMark(Asset, 900, null, at, "desk")]);

        var answer = await portfolio.CorrectMarkAsync(new MarkCorrection("fix", Asset, at, at, null, "Ada", "nobody would believe it"));

        Assert.Equal((10_000m, 10_000m, 0m), (answer.Equity, answer.PeakEquity, answer.Drawdown));
        Assert.Equal(10_000, (await portfolio.GetAsync()).PeakEquity);
    }
}
