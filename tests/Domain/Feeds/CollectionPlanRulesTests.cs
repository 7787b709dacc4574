using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class CollectionPlanRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static FeedSlot? Chosen(ImmutableArray<FeedSlot> slots, DateTimeOffset now) =>
        (CollectionPlanRules.Next(new DataSourceState { Slots = slots }, unitsPerCall: 1, now) as CollectionStep.Collect)?.Slot;

    [Fact]
    public void Next_QuoteFallsDueDuringBackfill_GoesFirst()
    {
        var history = Definitions.Slot(Now.AddSeconds(-30), hasMore: true);
        var quote = Definitions.Slot(Now, Definitions.Quotes);

        Assert.Equal(quote, Chosen([history, quote], Now));
    }

    [Fact]
    public void Next_NothingButHistoryIsDue_TakesHistory()
    {
        var history = Definitions.Slot(Now, hasMore: true);
        var quote = Definitions.Slot(Now.AddSeconds(1), Definitions.Quotes);

        Assert.Equal(history, Chosen([history, quote], Now));
    }

    [Fact]
    public void Next_SeveralDue_TakesTheLatestByItsOwnPeriod()
    {
        var candles = Definitions.Slot(Now.AddSeconds(-120));
        var quote = Definitions.Slot(Now.AddSeconds(-60), Definitions.Quotes);

        Assert.Equal(quote, Chosen([candles, quote], Now));
    }

    /// <summary>Of 25 calls a day the bars took all, and the earnings date that a blackout asks for was never known.</summary>
    [Fact]
    public void Next_EarningsAreDue_GoBeforeWhatIsLater()
    {
        var quote = Definitions.Slot(Now.AddSeconds(-600), Definitions.Quotes);
        var earnings = Definitions.Slot(Now, new DatasetSchedule(DatasetKind.Earnings, null, 86_400, 0), "NVDA");

        Assert.Equal(earnings, Chosen([quote, earnings], Now));
    }

    [Fact]
    public void Next_HistoryWaitedAWholePeriod_IsNotStarved()
    {
        var history = Definitions.Slot(Now.AddSeconds(-600), hasMore: true);
        var quote = Definitions.Slot(Now.AddSeconds(-10), Definitions.Quotes);

        Assert.Equal(history, Chosen([history, quote], Now));
    }

    [Fact]
    public void Next_FeedIsNotWanted_IsLeftOut()
    {
        var slot = Definitions.Slot(Now) with { Plan = Definitions.Feed("NVDA", Definitions.Quotes, FeedNeed.None) };

        Assert.Null(Chosen([slot], Now));
    }

    [Fact]
    public void Next_EarningsAreDueBesideBars_GoFirst()
    {
        var bars = Definitions.Slot(Now.AddDays(-1));
        var earnings = Definitions.Slot(Now, Earnings, "NVDA");

        Assert.Equal(earnings, Chosen([bars, earnings], Now));
    }

    [Fact]
    public void Next_EarningsFallDueLaterToday_KeepsTheirCallsFromBars()
    {
        var state = new DataSourceState
        {
            Definition = Definitions.Source("alpha_vantage", [new RateWindow("day", 86_400, 3)]),
            Counters = [new WindowCounter(86_400, Now.AddHours(-12), 1)],
            Slots =
            [
                Definitions.Slot(Now), Definitions.Slot(Now.AddHours(1), Earnings, "NVDA"),
                Definitions.Slot(Now.AddHours(2), Earnings, "AMD"),
            ],
        };

        var waits = Assert.IsType<CollectionStep.Wait>(CollectionPlanRules.Next(state, unitsPerCall: 1, Now));
        var later = Assert.IsType<CollectionStep.Collect>(CollectionPlanRules.Next(state, unitsPerCall: 1, Now.AddHours(1)));

        Assert.Equal(Now.AddHours(1), waits.Until);
        Assert.Equal("NVDA", later.Slot.Plan.Id.AssetId);
    }

    [Fact]
    public void Next_QuoteOfWhatIsHeld_GoesFirstAndKeepsItsCallsFromBars()
    {
        var bars = Definitions.Slot(Now.AddDays(-1));
        var quote = Definitions.Slot(Now.AddHours(1), Definitions.Quotes with { EverySeconds = 43_200 }, "NVDA");
        var held = quote with { Plan = quote.Plan with { IsHeld = true } };

        Assert.Equal(held, Chosen([bars, held], Now.AddHours(1)));
        Assert.Equal(bars, Chosen([bars, quote], Now.AddHours(1)));
        Assert.Equal(Now.AddHours(1), Assert.IsType<CollectionStep.Wait>(WithOneCallLeft(held)).Until);
        Assert.Equal(bars, Assert.IsType<CollectionStep.Collect>(WithOneCallLeft(quote)).Slot);

        CollectionStep WithOneCallLeft(FeedSlot other) => CollectionPlanRules.Next(
            new DataSourceState
            {
                Definition = Definitions.Source("alpha_vantage", [new RateWindow("day", 86_400, 2)]),
                Counters = [new WindowCounter(86_400, Now.AddHours(-12), 1)],
                Slots = [bars, other],
            },
            unitsPerCall: 1, Now);
    }

    private static readonly DatasetSchedule Earnings = new(DatasetKind.Earnings, null, 604_800, 0);

    [Fact]
    public void Next_ScarceBudget_ServesEveryFeedInTurn()
    {
        var slots = ImmutableArray.Create(
            Definitions.Slot(Now, Definitions.Quotes, "A"),
            Definitions.Slot(Now, Definitions.Quotes, "B"),
            Definitions.Slot(Now, Definitions.HourlyCandles, "A"));
        var served = new Dictionary<FeedId, int>();

        for (var minute = 0; minute < 600; minute++)
        {
            var now = Now.AddMinutes(minute);
            var slot = Chosen(slots, now);
            if (slot is not null)
            {
                served[slot.Plan.Id] = served.GetValueOrDefault(slot.Plan.Id) + 1;
                slots = slots.Replace(slot, slot with { NextDueAt = now.AddSeconds(slot.Plan.Schedule.EverySeconds) });
            }
        }

        Assert.Equal(3, served.Count);
        Assert.All(served.Values, count => Assert.InRange(count, 50, 300));
    }

    [Fact]
    public void Merge_NewFeed_IsDueNow()
    {
        var state = CollectionPlanRules.Merge(new DataSourceState(), [Definitions.Feed("BTC/USDT", Definitions.Quotes)], Now);

        Assert.Equal(Now, Assert.Single(state.Slots).NextDueAt);
    }

    [Fact]
    public void Merge_FeedLeftTheConfiguration_IsDropped()
    {
        var state = new DataSourceState { Slots = [Definitions.Slot(Now), Definitions.Slot(Now, Definitions.Quotes)] };

        var merged = CollectionPlanRules.Merge(state, [Definitions.Feed("BTC/USDT", Definitions.Quotes)], Now);

        Assert.Equal("quotes", Assert.Single(merged.Slots).Plan.Id.Dataset);
    }

    [Fact]
    public void Merge_PeriodBecameShorter_CountsAtOnce()
    {
        var state = new DataSourceState { Slots = [Definitions.Slot(Now.AddHours(1), Definitions.Quotes)] };

        var merged = CollectionPlanRules.Merge(state, [Definitions.Feed("BTC/USDT", Definitions.Quotes with { EverySeconds = 15 })], Now);

        Assert.Equal(Now.AddSeconds(15), Assert.Single(merged.Slots).NextDueAt);
    }

    /// <summary>Who stands in says since when: from the first plan that says so, through all that say the same, anew for another.</summary>
    [Fact]
    public void Merge_FeedStandsIn_KnowsSinceWhenForWhom()
    {
        var feed = Definitions.Feed("BTC/USDT", Definitions.Quotes);
        var since = new List<double?>();
        var state = CollectionPlanRules.Merge(new DataSourceState(), [feed], Now);
        foreach (var other in new[] { null, "a", "a", "b", "b", null, "b" })
        {
            state = CollectionPlanRules.Merge(state, [feed with { InsteadOf = other }], Now.AddMinutes(since.Count));
            since.Add((Assert.Single(state.Slots).StandsInSince - Now)?.TotalMinutes);
        }

        Assert.Equal([null, 1, 1, 3, 3, null, 6], since);
        state = CollectionPlanRules.Merge(new DataSourceState(), [feed with { InsteadOf = "a" }], Now);
        Assert.Equal(Now, Assert.Single(state.Slots).StandsInSince);
    }

    [Fact]
    public void Merge_SymbolChanged_EndsTheLongPause()
    {
        var parked = Definitions.Slot(Now.AddHours(6)) with { ParkedBecause = "unknown symbol" };
        var feed = Definitions.Feed("BTC/USDT", Definitions.HourlyCandles) with { Symbol = "XBTUSDT" };

        var slot = Assert.Single(CollectionPlanRules.Merge(new DataSourceState { Slots = [parked] }, [feed], Now).Slots);

        Assert.Null(slot.ParkedBecause);
        Assert.Equal(Now, slot.NextDueAt);
    }

    [Fact]
    public void Next_VendorBlocksUs_WaitsThoughFeedsAreDue()
    {
        var state = new DataSourceState
        {
            Slots = [Definitions.Slot(Now)],
            Health = SourceHealth.Unknown with { BlockedUntil = Now.AddMinutes(3), PausedUntil = Now.AddMinutes(1) },
        };

        Assert.Equal(new CollectionStep.Wait(Now.AddMinutes(3)), CollectionPlanRules.Next(state, 1, Now));
    }

    [Fact]
    public void Next_BudgetIsSpentForHistory_WaitsOnlyForTheNextQuote()
    {
        var state = new DataSourceState
        {
            Definition = Definitions.Source("x", [new RateWindow("day", 86400, 10)]),
            Counters = [new WindowCounter(86400, Now.AddHours(-12), 9)],
            Slots = [Definitions.Slot(Now, hasMore: true), Definitions.Slot(Now.AddSeconds(20), Definitions.Quotes)],
        };

        Assert.Equal(new CollectionStep.Wait(Now.AddSeconds(20)), CollectionPlanRules.Next(state, 1, Now));
    }

    [Fact]
    public void Next_NoFeedIsWanted_Rests() => Assert.IsType<CollectionStep.Rest>(CollectionPlanRules.Next(new DataSourceState(), 1, Now));

    [Fact]
    public void MakeAllDue_VendorBlocksUs_KeepsTheBlockAndEndsOurPause()
    {
        var state = new DataSourceState
        {
            Slots = [Definitions.Slot(Now.AddHours(1))],
            Health = SourceHealth.Unknown with { BlockedUntil = Now.AddMinutes(3), PausedUntil = Now.AddMinutes(9) },
        };

        var due = CollectionPlanRules.MakeAllDue(state, Now);

        Assert.Equal(Now, Assert.Single(due.Slots).NextDueAt);
        Assert.Equal(Now.AddMinutes(3), due.Health.BlockedUntil);
        Assert.Null(due.Health.PausedUntil);
    }
}
