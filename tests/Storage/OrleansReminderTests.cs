using Orleans;
using Orleans.Runtime;

namespace OrleansAssets.Tests.Storage;

/// <summary>What a grain may expect of reminders, on a clock that the test moves.</summary>
public sealed class OrleansReminderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    // Off the whole minutes, at which the service refreshes its list: a timer armed for that must not pass for a reminder's.
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(50);
    readonly string _serviceId = "reminders-" + Guid.NewGuid().ToString("N");
    readonly WatchedClock _clock = new();
    readonly TickLog _ticks = new();
    OrleansSilo _silo = null!; // set by InitializeAsync

    ITickingGrain Grain => _silo.Client.GetGrain<ITickingGrain>("ticking/one");

    public async Task InitializeAsync() => _silo = await OrleansSilo.StartAsync(postgres.DataSource, _serviceId, _clock, _ticks);

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task Tick_EachPeriod_CarriesTheFirstTickAndThePeriod()
    {
        var first = _clock.GetUtcNow() + Soon;
        await Grain.RegisterAsync("collect", Soon, 2 * Minute);

        await AssertTickAsync(first, first, 2 * Minute);
        await AssertTickAsync(first + (2 * Minute), first, 2 * Minute);
        await AssertTickAsync(first + (4 * Minute), first, 2 * Minute);
    }

    [Fact]
    public async Task Tick_AfterRestart_SkipsWhatWasMissedAndKeepsTheCadence()
    {
        var first = _clock.GetUtcNow() + Soon;
        await Grain.RegisterAsync("collect", Soon, Minute);
        await _silo.DisposeAsync();
        _clock.Advance(TimeSpan.FromSeconds((10 * 60) + 23));

        _silo = await OrleansSilo.StartAsync(postgres.DataSource, _serviceId, _clock, _ticks);

        await AssertTickAsync(first + (10 * Minute), first, Minute);
        Assert.Equal(0, _ticks.Waiting);
        Assert.Equal(["collect"], await Grain.NamesAsync());
    }

    [Fact]
    public async Task Tick_CallbackRunsLong_NeverOverlapsAndSkips()
    {
        var first = _clock.GetUtcNow() + Soon;
        var gate = new TaskCompletionSource();
        _ticks.During = () => gate.Task;
        await Grain.RegisterAsync("collect", Soon, Minute);
        await AssertTickAsync(first, first, Minute);

        _clock.Advance(TimeSpan.FromSeconds(210));
        Assert.Equal(0, _ticks.Waiting);
        gate.SetResult();

        await AssertTickAsync(first + (4 * Minute), first, Minute);
        Assert.Equal(0, _ticks.Waiting);
    }

    [Fact]
    public async Task Tick_CallbackFails_NextTickComes()
    {
        var first = _clock.GetUtcNow() + Soon;
        _ticks.During = () => throw new InvalidOperationException("The vendor is down.");
        await Grain.RegisterAsync("collect", Soon, Minute);

        await AssertTickAsync(first, first, Minute);
        await AssertTickAsync(first + Minute, first, Minute);
    }

    [Fact]
    public async Task Register_Again_RestartsTheSchedule()
    {
        await Grain.RegisterAsync("collect", Soon, Minute);
        _clock.Advance(TimeSpan.FromSeconds(30));
        var first = _clock.GetUtcNow() + (2 * Minute);

        await Grain.RegisterAsync("collect", 2 * Minute, 3 * Minute);

        await AssertTickAsync(first, first, 3 * Minute);
        Assert.Equal(0, _ticks.Waiting);
    }

    [Fact]
    public async Task Register_FarAhead_TicksOnceARefreshFindsItNear()
    {
        var first = _clock.GetUtcNow() + (12 * Minute);
        await Grain.RegisterAsync("daily", 12 * Minute, TimeSpan.FromDays(1));

        // Beyond the loading window it is only in the table: nothing waits for it until a later refresh.
        for (var minute = 0; minute < 11; minute++)
        {
            _clock.Advance(Minute);
            await _silo.Client.GetGrain<ITickingGrain>("ticking/other").NamesAsync();
        }

        await AssertTickAsync(first, first, TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Register_ShorterThanTheMinimumPeriod_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Grain.RegisterAsync("fast", Minute, TimeSpan.FromSeconds(59)));

        Assert.Empty(await Grain.NamesAsync());
    }

    [Fact]
    public async Task Unregister_RemovesItFromTheTable()
    {
        await Grain.RegisterAsync("collect", Soon, Minute);
        await Grain.RegisterAsync("report", Soon, Minute);

        await Grain.UnregisterAsync("collect");

        Assert.Equal(["report"], await Grain.NamesAsync());
        Assert.False(await Grain.HasAsync("collect"));
    }

    [Fact]
    public async Task Unregister_ChangedSinceRead_IsRefused()
    {
        await Assert.ThrowsAsync<ReminderException>(() => Grain.UnregisterStaleAsync("collect", Minute));

        Assert.True(await Grain.HasAsync("collect"));
    }

    async Task AssertTickAsync(DateTimeOffset due, DateTimeOffset first, TimeSpan period)
    {
        await _clock.WaitForTimerAsync(due);
        _clock.Advance(due - _clock.GetUtcNow());
        var (_, status) = await _ticks.NextAsync();
        Assert.Equal((due.UtcDateTime, first.UtcDateTime, period), (status.CurrentTickTime, status.FirstTickTime, status.Period));
    }
}
