using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Domain;

/// <summary>When a source is overdue: it could have been asked for three minutes, and was not.</summary>
public sealed class SourceOverdueTests
{
    private const int DaySeconds = 86_400;

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly DataSourceDefinition Definition =
        Definitions.Source("x", [new RateWindow("day", DaySeconds, 25)], Definitions.HourlyCandles);

    [Fact]
    public void IsOverdue_DueForLongerThanAReminderMayBeLate_IsOverdue()
    {
        Assert.True(IsOverdue(Source(due: Now.AddMinutes(-4), Succeeded(Now.AddMinutes(-60)))));
        Assert.False(IsOverdue(Source(due: Now.AddMinutes(-2), Succeeded(Now.AddMinutes(-60)))));
    }

    [Fact]
    public void IsOverdue_WorksOffWhatHasWaitedLong_IsAtIt()
    {
        Assert.False(IsOverdue(Source(due: Now.AddHours(-4), Succeeded(Now.AddMinutes(-1)))));
        Assert.False(IsOverdue(Source(due: Now.AddHours(-4), SourceHealth.Unknown with { LastFailureAt = Now.AddMinutes(-1) })));
    }

    [Fact]
    public void IsOverdue_TheSiloHasJustStarted_IsNot() =>
        Assert.False(CollectionPlanRules.IsOverdue(Source(Now.AddHours(-4), SourceHealth.Unknown), 1, aliveSince: Now.AddMinutes(-2), Now));

    [Fact]
    public void IsOverdue_TheVendorBlocksIt_CountsFromTheEndOfThat()
    {
        var health = SourceHealth.Unknown with { BlockedUntil = Now.AddMinutes(-1) };

        Assert.False(IsOverdue(Source(due: Now.AddHours(-4), health)));
        Assert.True(IsOverdue(Source(due: Now.AddHours(-4), health with { BlockedUntil = Now.AddMinutes(-4) })));
    }

    [Fact]
    public void IsOverdue_TheBudgetIsSpent_CountsFromTheNextWindow()
    {
        var midnight = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        var spent = Source(due: Now, Succeeded(Now)) with { Counters = [new WindowCounter(DaySeconds, midnight.AddDays(-1), 25)] };

        Assert.False(CollectionPlanRules.IsOverdue(spent, 1, DateTimeOffset.MinValue, midnight.AddMinutes(-1)));
        Assert.False(CollectionPlanRules.IsOverdue(spent, 1, DateTimeOffset.MinValue, midnight.AddMinutes(2)));
        Assert.True(CollectionPlanRules.IsOverdue(spent, 1, DateTimeOffset.MinValue, midnight.AddMinutes(4)));
    }

    [Fact]
    public void ViewOf_BudgetIsSpent_IsDueWhenTheWindowEnds()
    {
        var spent = Source(due: Now.AddHours(-1), Succeeded(Now.AddHours(-1))) with
        {
            Counters = [new WindowCounter(DaySeconds, new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), 25)],
        };

        var view = Views().ViewOf(Definition, spent, 0, Now);

        Assert.Equal((DataSourceStatus.Healthy, new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)), (view.Status, view.NextDueAt));
    }

    [Fact]
    public void ViewOf_Overdue_SaysSinceWhenAndWhoWakesIt()
    {
        var view = Views().ViewOf(Definition, Source(due: Now.AddMinutes(-4), Succeeded(Now.AddHours(-1))), 0, Now);

        Assert.Equal((DataSourceStatus.Overdue, Now.AddMinutes(-4)), (view.Status, view.NextDueAt));
        Assert.Equal(
            "due since 2026-11-22 11:56:00Z and not collected: its reminder was lost, the watchdog wakes it", view.StatusText);
    }

    [Fact]
    public void ViewOf_AnyState_IsNeverHealthyWithACollectionInThePast()
    {
        var overdue = 0;
        Laws.Hold(cases: 2_000, RandomState, state =>
        {
            var view = Views().ViewOf(Definition, state, 0, Now);

            overdue += view.Status == DataSourceStatus.Overdue ? 1 : 0;
            Assert.True(
                view.Status == DataSourceStatus.Overdue || !(view.NextDueAt < Now),
                $"{view.Status} and due at {view.NextDueAt:O}");
        });

        Assert.InRange(overdue, 50, 1_950);
    }

    private static DataSourceState RandomState(Choices random)
    {
        var health = new SourceHealth(
            Sometime(random), Sometime(random), null, "no", random.Next(3), 0, Sometime(random), Sometime(random), null);
        var window = new DateTimeOffset(2026, 11, 22 - random.Next(2), 0, 0, 0, TimeSpan.Zero);
        return Source(Sometime(random) ?? Now, health) with { Counters = [new WindowCounter(DaySeconds, window, random.Next(28))] };
    }

    private static DateTimeOffset? Sometime(Choices random) =>
        random.Next(4) == 0 ? null : Now.AddSeconds((random.NextDouble() * 2_000) - 1_500);

    private static bool IsOverdue(DataSourceState state) => CollectionPlanRules.IsOverdue(state, 1, DateTimeOffset.MinValue, Now);

    private static DataSourceState Source(DateTimeOffset due, SourceHealth health) =>
        new() { Definition = Definition, Slots = [Definitions.Slot(due)], Health = health };

    private static SourceHealth Succeeded(DateTimeOffset at) => SourceHealth.Unknown with { LastSuccessAt = at };

    private static SourceViews Views() => new(
        new FakeVendorEndpoints("sandbox"), new VendorAdapters([new FakeVendorAdapter("x", TimeProvider.System)]), new FakeSystemInfo());
}
