using OrleansAssets.Domain.Reminders;

namespace OrleansAssets.Tests.Domain;

public sealed class OverdueRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly ReminderKey Key = new("datasource/source/fred", "collect");

    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 5)]
    [InlineData(60, 10)]
    [InlineData(1440, 10)]
    public void Tolerance_Always_IsAPeriodWithinTwoAndTenMinutes(int periodMinutes, int toleranceMinutes) =>
        Assert.Equal(toleranceMinutes * Minute, OverdueRules.Tolerance(periodMinutes * Minute));

    [Fact]
    public void IsOverdue_NeverTicked_CountsFromTheFirstDueTime()
    {
        var watch = new ReminderWatch(Key, Minute, Start, null, null);

        Assert.False(OverdueRules.IsOverdue(watch, DateTimeOffset.MinValue, Start + (2 * Minute)));
        Assert.True(OverdueRules.IsOverdue(watch, DateTimeOffset.MinValue, Start + (2 * Minute) + TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void IsOverdue_Ticked_CountsAPeriodFromTheTick()
    {
        var watch = new ReminderWatch(Key, Minute, Start, Start + (10 * Minute), null);

        Assert.Equal(Start + (11 * Minute), OverdueRules.DueAt(watch, DateTimeOffset.MinValue));
        Assert.False(OverdueRules.IsOverdue(watch, DateTimeOffset.MinValue, Start + (13 * Minute)));
        Assert.True(OverdueRules.IsOverdue(watch, DateTimeOffset.MinValue, Start + (14 * Minute)));
    }

    [Fact]
    public void IsOverdue_RegisteredAnewForLater_WaitsForThat()
    {
        var watch = new ReminderWatch(Key, 60 * Minute, Start + (90 * Minute), Start, null);

        Assert.Equal(Start + (90 * Minute), OverdueRules.DueAt(watch, DateTimeOffset.MinValue));
    }

    [Fact]
    public void IsOverdue_NobodyWasThere_CountsFromTheStartOfTheSilo()
    {
        var watch = new ReminderWatch(Key, Minute, Start, Start, null);
        var restarted = Start.AddDays(3);

        Assert.False(OverdueRules.IsOverdue(watch, restarted, restarted + Minute));
        Assert.True(OverdueRules.IsOverdue(watch, restarted, restarted + (3 * Minute)));
    }

    [Fact]
    public void MayWake_WokenInVain_WaitsForAsLongAsItMayBeLate()
    {
        var now = Start + (30 * Minute);
        var watch = new ReminderWatch(Key, Minute, Start, null, now - Minute);

        Assert.True(OverdueRules.IsOverdue(watch, DateTimeOffset.MinValue, now));
        Assert.False(OverdueRules.MayWake(watch, DateTimeOffset.MinValue, now));
        Assert.True(OverdueRules.MayWake(watch, DateTimeOffset.MinValue, now + Minute));
    }
}
