using System.Collections.Immutable;
using Orleans.Runtime;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class HealthRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void PauseAfter_AnyNumberOfFailures_StaysWithinItsBounds() => Laws.Hold(
        cases: 5_000,
        choices => (Failures: choices.Next(1, 5_000), Random: choices.NextDouble()),
        one =>
        {
            var pause = Backoff.PauseAfter(one.Failures, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), one.Random);

            Assert.InRange(pause, TimeSpan.FromSeconds(2.5), TimeSpan.FromMinutes(5));
        });

    [Fact]
    public void PauseAfter_EachFailure_Doubles()
    {
        var pauses = Enumerable.Range(1, 8).Select(
            failures => Backoff.PauseAfter(failures, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), random: 1).TotalSeconds);

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300], pauses);
    }

    [Fact]
    public void Apply_RateLimitedWithRetryAfter_BlocksUntilThen()
    {
        var state = Apply(new DataSourceState(), FeedResult.RateLimited, Now.AddSeconds(42));

        Assert.Equal(Now.AddSeconds(42), state.Health.BlockedUntil);
    }

    [Fact]
    public void Apply_BansWithoutRetryAfter_DoubleFromTwoMinutesToAnHour()
    {
        var state = new DataSourceState();
        var minutes = new List<double>();
        for (var ban = 0; ban < 7; ban++)
        {
            state = Apply(state, FeedResult.Banned, null);
            minutes.Add((state.Health.BlockedUntil!.Value - Now).TotalMinutes); // Set by every ban.
        }

        Assert.Equal([2, 4, 8, 16, 32, 60, 60], minutes);
    }

    [Theory]
    [InlineData(-3600, 1)]
    [InlineData(1e9, 7 * 86400)]
    public void Apply_RetryAfterOutOfReason_IsBounded(double retryAfterSeconds, double expectedSeconds)
    {
        var state = Apply(new DataSourceState(), FeedResult.Banned, Now.AddSeconds(retryAfterSeconds));

        Assert.Equal(Now.AddSeconds(expectedSeconds), state.Health.BlockedUntil);
    }

    [Theory]
    [InlineData(FeedResult.UnknownSymbol)]
    [InlineData(FeedResult.PlanTooSmall)]
    public void Apply_VendorDoesNotServeTheFeed_ParksItAloneAndLeavesTheSourceWell(FeedResult result)
    {
        var state = Apply(new DataSourceState { Slots = [Slot, Definitions.Slot(Now, Definitions.Quotes)] }, result, null);

        Assert.Equal(Now.AddMinutes(1), state.Slots[0].NextDueAt);
        Assert.Equal("no", state.Slots[0].ParkedBecause);
        Assert.Equal(Now, state.Slots[1].NextDueAt);
        Assert.Equal(SourceHealth.Unknown, state.Health);
    }

    /// <summary>A gateway's bad minute, or an empty reply, shut a feed for six hours at once.</summary>
    [Fact]
    public void Apply_NotServedAgainAndAgain_IsAskedAfterGrowingPausesUntilItIsServed()
    {
        var state = new DataSourceState { Slots = [Slot] };
        var minutes = new List<double>();
        for (var time = 0; time < 5; time++)
        {
            state = HealthRules.Apply(state, state.Slots[0], Outcome(FeedResult.UnknownSymbol, null), random: 1, Now);
            minutes.Add((state.Slots[0].NextDueAt - Now).TotalMinutes);
        }

        var served = HealthRules.Apply(state, state.Slots[0], Outcome(FeedResult.Ok, null), random: 1, Now);

        Assert.Equal([1, 5, 30, 360, 360], minutes);
        Assert.Equal((null, 0), (served.Slots[0].ParkedBecause, served.Slots[0].Refusals));
    }

    [Fact]
    public void Apply_Success_EndsAllTroubleAndKeepsTheLastError()
    {
        var state = Apply(new DataSourceState(), FeedResult.Banned, null);

        state = Apply(state, FeedResult.Ok, null);

        Assert.Equal(new SourceHealth(Now, Now, null, "no", 0, 0, null, null), state.Health);
    }

    [Fact]
    public void Apply_Unavailable_OpensTheCircuitUntilOneCallSucceeds()
    {
        var failed = Apply(new DataSourceState(), FeedResult.Unavailable, null);
        var open = CircuitRules.Of(failed.Health, Now);
        var halfOpen = CircuitRules.Of(failed.Health, Now.AddSeconds(5));
        var closed = CircuitRules.Of(Apply(failed, FeedResult.Ok, null).Health, Now.AddSeconds(5));

        Assert.Equal(new CircuitView(CircuitState.Open, Now, Now.AddSeconds(5)), open);
        Assert.Equal(new CircuitView(CircuitState.HalfOpen, Now, null), halfOpen);
        Assert.Equal(CircuitState.Closed, closed.State);
    }

    [Fact]
    public void Apply_OwnDatabaseFailed_RetriesTheFeedAndBlamesNoVendor()
    {
        var state = Apply(new DataSourceState { Slots = [Slot] }, FeedResult.NotStored, null);

        Assert.Equal(SourceHealth.Unknown, state.Health);
        Assert.Equal(CircuitState.Closed, CircuitRules.Of(state.Health, Now).State);
        Assert.Equal(new ErrorRate(0, 0, 0, 0), OutcomeRules.RateOf(state.Outcomes, Now));
        Assert.Equal(1, state.Slots[0].Failures);
        Assert.InRange(state.Slots[0].NextDueAt - Now, TimeSpan.FromSeconds(1), HealthRules.LongestRetry);
    }

    [Fact]
    public void Next_CircuitIsHalfOpen_GrantsOneCallToDecide()
    {
        var failed =
            Apply(new DataSourceState { Definition = Definitions.Source("x", [new("minute", 60, 99)]) }, FeedResult.Unavailable, null);

        var trial = Assert.IsType<CollectionStep.Collect>(CollectionPlanRules.Next(failed, 1, Now.AddSeconds(6)));

        Assert.Equal(1, trial.Calls);
    }

    [Fact]
    public void Apply_MalformedOnceAndOften_OpensTheCircuitOnlyWhenItIsNoLongerOneSymbol()
    {
        var state = new DataSourceState();
        var states = new List<CircuitState>();
        for (var failure = 0; failure < HealthRules.MalformedMax; failure++)
        {
            state = Apply(state, FeedResult.Malformed, null);
            states.Add(CircuitRules.Of(state.Health, Now).State);
        }

        Assert.Equal([CircuitState.Closed, CircuitState.Closed, CircuitState.Closed, CircuitState.Closed, CircuitState.Open], states);
    }

    /// <summary>A bad feed is asked again alone, so that five malformed replies of one symbol came in a minute.</summary>
    [Fact]
    public void Apply_OneFeedOfManyIsMalformedForLong_LeavesTheCircuitClosed()
    {
        ImmutableArray<FeedSlot> slots =
        [
            .. Enumerable.Range(0, 4).Select(
                number => Slot with { Plan = Slot.Plan with { Id = Slot.Plan.Id with { AssetId = $"A{number}" } } }),
        ];
        var state = new DataSourceState { Slots = slots };
        for (var failure = 0; failure < 4 * HealthRules.MalformedMax; failure++)
        {
            state = Malformed(state, 0);
        }

        var alone = CircuitRules.Of(state.Health, Now).State;
        var two = Malformed(state, 1);
        var three = Malformed(two, 2);
        var served = HealthRules.Apply(two, slots[3], OutcomeOf(slots[3], FeedResult.Ok), random: 1, Now);

        Assert.Equal((CircuitState.Closed, CircuitState.Closed), (alone, CircuitRules.Of(two.Health, Now).State));
        Assert.Equal(CircuitState.Open, CircuitRules.Of(three.Health, Now).State);
        Assert.Empty(served.Health.MalformedFeeds);

        DataSourceState Malformed(DataSourceState before, int slot) =>
            HealthRules.Apply(before, slots[slot], OutcomeOf(slots[slot], FeedResult.Malformed), random: 1, Now);

        FeedOutcome OutcomeOf(FeedSlot slot, FeedResult result) =>
            Outcome(result, null) with { Feed = FeedSlot.NotCollectedYet(slot.Plan.Id) };
    }

    [Fact]
    public void RateOf_ADayOfCalls_CountsWithinBounds()
    {
        ImmutableArray<OutcomeCounter> counters = [];
        for (var minute = 0; minute < 3 * 1440; minute++)
        {
            var result = minute % 10 == 0 ? FeedResult.Unavailable : FeedResult.Ok;
            counters = OutcomeRules.Add(counters, Outcome(result, null), Now.AddMinutes(minute));
            Assert.InRange(counters.Length, 2, 38);
        }

        var rate = OutcomeRules.RateOf(counters, Now.AddMinutes((3 * 1440) - 1));
        Assert.Equal((60, 6), (rate.CallsLastHour, rate.FailuresLastHour));
        Assert.Equal((1440, 144), (rate.CallsLastDay, rate.FailuresLastDay));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 300)]
    public void Apply_Success_IsDueAtOnceWhereHistoryIsLeft(bool hasMore, int seconds)
    {
        var outcome = Outcome(FeedResult.Ok, null) with { HasMore = hasMore };

        var state = HealthRules.Apply(new DataSourceState { Slots = [Slot] }, Slot, outcome, random: 1, Now);

        Assert.Equal(Now.AddSeconds(seconds), Assert.Single(state.Slots).NextDueAt);
    }

    [Fact]
    public void Apply_EveryKindOfFailure_EitherPausesTheSourceOrDefersTheFeed()
    {
        foreach (var result in Enum.GetValues<FeedResult>().Where(result => result != FeedResult.Ok))
        {
            var state = Apply(new DataSourceState { Slots = [Slot] }, result, null);

            var next = CollectionPlanRules.Next(state, 1, Now);
            Assert.True(next is CollectionStep.Wait wait && wait.Until > Now, $"{result} would be retried at once.");
        }
    }

    [Fact]
    public void Apply_TheSiloStopped_IsNoFailureOfTheVendor()
    {
        var before = Apply(new DataSourceState { Slots = [Slot] }, FeedResult.Unavailable, null);

        var after = HealthRules.Apply(before, before.Slots[0], Outcome(FeedResult.Stopped, null), random: 1, Now.AddMinutes(1));

        Assert.Equal((before.Health, before.Slots[0].Failures), (after.Health, after.Slots[0].Failures));
        Assert.Equal(OutcomeRules.RateOf(before.Outcomes, Now), OutcomeRules.RateOf(after.Outcomes, Now));
        Assert.Equal(Now.AddMinutes(1) + HealthRules.StopPause, after.Slots[0].NextDueAt);
    }

    [Fact]
    public void IsOfAStop_WhatAFeedThrew_IsToldFromAFailure()
    {
        Assert.True(HealthRules.IsOfAStop(new SiloUnavailableException("gone"), isStopping: false));
        Assert.True(HealthRules.IsOfAStop(new ObjectDisposedException("database"), isStopping: true));
        Assert.False(HealthRules.IsOfAStop(new TimeoutException(), isStopping: false));
        Assert.False(HealthRules.IsOfAStop(new InvalidOperationException("broken"), isStopping: false));
    }

    /// <summary>C1: a thin symbol without an ask opened the circuit of its whole vendor.</summary>
    [Fact]
    public void Apply_NothingForASymbolNow_PausesThatFeedAndLeavesTheSourceAlone()
    {
        var state = new DataSourceState { Slots = [Slot] };
        var pauses = new List<double>();
        for (var time = 0; time < 8; time++)
        {
            state = HealthRules.Apply(state, state.Slots[0], Outcome(FeedResult.NothingNow, null), random: 1, Now);
            pauses.Add((state.Slots[0].NextDueAt - Now).TotalSeconds);
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300], pauses);
        Assert.Equal(CircuitState.Closed, CircuitRules.Of(state.Health, Now).State);
        Assert.Equal((0, Now), (state.Health.ConsecutiveFailures, state.Health.LastSuccessAt));
        Assert.Equal(0, OutcomeRules.RateOf(state.Outcomes, Now).FailuresLastHour);
    }

    /// <summary>A plan that does not reach back to a gap would have shut the live feed for six hours.</summary>
    [Theory]
    [InlineData(FeedResult.PlanTooSmall)]
    [InlineData(FeedResult.UnknownSymbol)]
    [InlineData(FeedResult.Malformed)]
    public void Apply_GapIsRefused_TheFeedGoesOnAsScheduled(FeedResult result)
    {
        var state = new DataSourceState { Slots = [Slot] };

        var after = HealthRules.Apply(state, Slot, Outcome(result, null), random: 1, Now, filledGap: true);

        Assert.Equal((Slot.NextDueAt, 0, null), (after.Slots[0].NextDueAt, after.Slots[0].Failures, after.Slots[0].ParkedBecause));
    }

    private static FeedSlot Slot => Definitions.Slot(Now);

    private static DataSourceState Apply(DataSourceState state, FeedResult result, DateTimeOffset? retryAfter) => HealthRules.Apply(
        state.Slots.IsEmpty ? state with { Slots = [Slot] } : state, Slot, Outcome(result, retryAfter), random: 1, Now);

    private static FeedOutcome Outcome(FeedResult result, DateTimeOffset? retryAfter) =>
        new(result, 1, null, false, retryAfter, result == FeedResult.Ok ? null : "no", FeedSlot.NotCollectedYet(Slot.Plan.Id));
}
