using OrleansAssets.Domain.Reminders;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class ReminderWatchStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly ReminderKey Key = new("datasource/source/fred", "collect");
    private static readonly CancellationToken None = CancellationToken.None;

    private ReminderWatchStore Store => new(postgres.DataSource);

    public Task InitializeAsync() => Store.ExpectAsync(Key, Minute, Start, isNew: true, None);

    public async Task DisposeAsync()
    {
        foreach (var watch in await Store.GetDueBeforeAsync(DateTimeOffset.MaxValue, 1_000, None))
        {
            await Store.ForgetAsync(watch.Key, None);
        }
    }

    [Fact]
    public async Task Expect_KnownAndRegistered_ChangesNothing()
    {
        await Store.ExpectAsync(Key, Minute, Start + Minute, isNew: false, None);

        Assert.Equal(new ReminderWatch(Key, Minute, Start, null, null), await Store.FindAsync(Key, None));
    }

    [Fact]
    public async Task Expect_RegisteredAnewOrOfAnotherPeriod_TakesTheNewDueTimeAndKeepsTheTick()
    {
        await Store.TickedAsync([new(Key, Start + Minute)], None);

        await Store.ExpectAsync(Key, Minute, Start + (5 * Minute), isNew: true, None);
        Assert.Equal(new ReminderWatch(Key, Minute, Start + (5 * Minute), Start + Minute, null), await Store.FindAsync(Key, None));

        await Store.ExpectAsync(Key, 2 * Minute, Start + (6 * Minute), isNew: false, None);
        Assert.Equal(new ReminderWatch(Key, 2 * Minute, Start + (6 * Minute), Start + Minute, null), await Store.FindAsync(Key, None));
    }

    [Fact]
    public async Task Ticked_OlderAndUnknown_ChangesNothing()
    {
        var unknown = Key with { Name = "another" };
        await Store.TickedAsync([new(Key, Start + (3 * Minute)), new(unknown, Start)], None);
        await Store.TickedAsync([new(Key, Start + Minute)], None);

        Assert.Equal(Start + (3 * Minute), (await Store.FindAsync(Key, None))?.TickedAt);
        Assert.Null(await Store.FindAsync(unknown, None));
    }

    [Fact]
    public async Task GetDueBefore_SeveralReminders_GivesTheLongestDueFirstAsTheRuleHasIt()
    {
        var daily = new ReminderKey("partitions/partitions/main", "daily");
        await Store.ExpectAsync(daily, TimeSpan.FromDays(1), Start - Minute, isNew: true, None);
        await Store.TickedAsync([new(Key, Start)], None);

        var due = await Store.GetDueBeforeAsync(Start + Minute + TimeSpan.FromSeconds(1), 10, None);

        Assert.Equal([daily, Key], due.Select(watch => watch.Key));
        Assert.Equal([daily], (await Store.GetDueBeforeAsync(Start + Minute, 10, None)).Select(watch => watch.Key));
        Assert.Single(await Store.GetDueBeforeAsync(DateTimeOffset.MaxValue, 1, None));
        Assert.All(due, watch => Assert.True(OverdueRules.DueAt(watch, DateTimeOffset.MinValue) <= Start + Minute));
    }

    [Fact]
    public async Task Claim_ManyAtOnce_OneHasIt()
    {
        var seen = (await Store.FindAsync(Key, None))!; // expected before the test

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Store.ClaimAsync(seen, Start.AddSeconds(n), None)));

        Assert.Single(claims, claimed => claimed);
        var woken = (await Store.FindAsync(Key, None))!; // not forgotten
        Assert.True(await Store.ClaimAsync(woken, Start + Minute, None));
    }

    [Fact]
    public async Task Claim_TickedMeanwhile_IsRefused()
    {
        var seen = (await Store.FindAsync(Key, None))!; // expected before the test
        await Store.TickedAsync([new(Key, Start + Minute)], None);

        Assert.False(await Store.ClaimAsync(seen, Start + Minute, None));
    }
}
