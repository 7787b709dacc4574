using Microsoft.Extensions.DependencyInjection;
using Orleans.Reminders;
using Orleans.TestingHost;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>No reminder is lost: Orleans' own reminders over PostgreSQL, with the watchdog, on a clock that the test moves.</summary>
public sealed class WatchedReminderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int Rounds = 6;
    private const int Reminders = 8;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    // Off the whole minutes, at which the service refreshes its list: a timer armed for that must not pass for a reminder's.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(50);

    private readonly string _serviceId = "watched-" + Guid.NewGuid().ToString("N");
    private readonly WatchedClock _clock = new();
    private readonly TickLog _ticks = new();
    private OrleansSilo _silo = null!; // set by InitializeAsync

    private IWatchdogGrain Watchdog => _silo.Client.GetGrain<IWatchdogGrain>(Keys.Watchdog);

    private ReminderWatchStore Watches => new(postgres.DataSource);

    public async Task InitializeAsync()
    {
        await ExecuteAsync("DELETE FROM reminder_watch");
        await StartAsync();
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task Restart_TheRowIsLost_TheWorkIsDoneAndTheServiceTicksOn()
    {
        var first = _clock.GetUtcNow() + Soon;
        await Grain(0).EnsureAsync("work", Soon, Minute);
        await AssertTickAsync(first);
        await _silo.DisposeAsync();
        await LoseRowsAsync();
        await StartAsync();
        _clock.Advance(TimeSpan.FromSeconds(303));
        Assert.Equal(0, _ticks.Waiting);

        Assert.Equal("ticking/0 work", Assert.Single(await Watchdog.WatchAsync()).What);

        Assert.Equal("work", (await _ticks.NextAsync()).Name);
        await AssertTickAsync(_clock.GetUtcNow() + Minute);
        await _silo.StoreTicksAsync();
        Assert.Empty(await Watchdog.WatchAsync());
        Assert.Equal(0, _ticks.Waiting);
    }

    [Fact]
    public async Task Ensure_RowIsThereAsItShouldBe_KeepsItsSchedule()
    {
        var first = _clock.GetUtcNow() + Soon;
        await Grain(0).EnsureAsync("work", Soon, Minute);
        _clock.Advance(TimeSpan.FromSeconds(30));

        await Grain(0).EnsureAsync("work", Soon, Minute);
        await AssertTickAsync(first);

        var next = _clock.GetUtcNow() + (2 * Minute);
        await Grain(0).EnsureAsync("work", 2 * Minute, 3 * Minute);
        await AssertTickAsync(next);
        Assert.Equal(3 * Minute, Assert.Single(await Watches.GetDueBeforeAsync(DateTimeOffset.MaxValue, 10, default)).Period);
    }

    [Fact]
    public async Task Restart_AgainAndAgainWithRowsLostNowAndThen_DoesTheWorkOfEveryReminderInEachRound()
    {
        for (var number = 0; number < Reminders; number++)
        {
            await Grain(number).EnsureAsync("work", Soon, Minute);
        }

        for (var round = 0; round < Rounds; round++)
        {
            await _silo.DisposeAsync();
            if (round % 2 == 1)
            {
                await LoseRowsAsync();
            }

            await StartAsync();
            var started = _clock.GetUtcNow();
            _clock.Advance(TimeSpan.FromSeconds(243));
            await _silo.StoreTicksAsync();
            await Watchdog.WatchAsync();

            Assert.Empty(await Watchdog.GetOverdueAsync());
            var watches = await Watches.GetDueBeforeAsync(DateTimeOffset.MaxValue, 100, default);
            Assert.Equal(Reminders, watches.Length);
            Assert.All(watches, watch => Assert.True(watch.TickedAt > started, $"round {round}: {watch}"));
        }

        Assert.Equal([$"{Reminders}"], await Rows.ReadAsync(
            postgres.DataSource, $"SELECT count(*) FROM orleansreminderstable WHERE serviceid = '{_serviceId}'"));
    }

    private ITickingGrain Grain(int number) => _silo.Client.GetGrain<ITickingGrain>($"ticking/{number}");

    private async Task StartAsync() => _silo = await OrleansSilo.StartAsync(postgres.DataSource, _serviceId, silo =>
    {
        silo.Services.AddSingleton(_ticks);
        silo.Services.AddSingleton<TimeProvider>(_clock);
        silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, _clock);
        silo.Services.AddWatchedReminders();
        silo.Services.AddSingleton<IReminderWatchStore>(Watches);
        silo.Services.AddSingleton<ISystemInfo>(new FakeSystemInfo { StartedAt = _clock.GetUtcNow() });
    });

    private Task LoseRowsAsync() => ExecuteAsync($"DELETE FROM orleansreminderstable WHERE serviceid = '{_serviceId}'");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = postgres.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task AssertTickAsync(DateTimeOffset due)
    {
        await _clock.WaitForTimerAsync(due);
        _clock.Advance(due - _clock.GetUtcNow());
        Assert.Equal(due.UtcDateTime, (await _ticks.NextAsync()).Status.CurrentTickTime);
    }
}
