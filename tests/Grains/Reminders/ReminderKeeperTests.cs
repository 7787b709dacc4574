using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
using Orleans.Timers;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Tests.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A reminder service that still starts, and one whose row another writer changes.</summary>
public sealed class ReminderKeeperTests
{
    private static readonly GrainId Grain = GrainId.Create("datasource", "source/fred");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly WatchedClock _clock = new();
    private readonly InMemoryReminderWatch _watches = new();
    private readonly BusyService _service = new();

    private ReminderKeeper Keeper => new(_service, _service, _watches, _clock, NullLogger<ReminderKeeper>.Instance);

    [Fact]
    public async Task Ensure_ServiceStillInitializes_TriesAgainWithGrowingPauses()
    {
        _service.Fails(new OrleansException("Reminder Service is still initializing."), new ReminderException("a race"));
        var ensured = Keeper.EnsureAsync(Grain, "collect", Minute, Minute);
        await PauseAsync(0.25);
        await PauseAsync(0.5);

        await ensured;

        Assert.Equal(3, _service.Calls);
        Assert.Equal(Minute, Assert.Single(_watches.Rows).Period);
    }

    [Fact]
    public async Task Ensure_NeverSucceeds_EndsAfterFiveAttemptsAndIsExpectedAllTheSame()
    {
        _service.Fails([.. Enumerable.Repeat(new OrleansException("still initializing"), 9)]);
        var ensured = Keeper.EnsureAsync(Grain, "collect", Minute, Minute);
        foreach (var seconds in new[] { 0.25, 0.5, 1, 2 })
        {
            await PauseAsync(seconds);
        }

        await Assert.ThrowsAsync<OrleansException>(() => ensured);

        Assert.Equal(5, _service.Calls);
        Assert.Single(_watches.Rows);
    }

    [Fact]
    public async Task Ensure_AnythingElseFails_IsNotTriedAgain()
    {
        _service.Fails(new NotSupportedException("the period is too short"));

        await Assert.ThrowsAsync<NotSupportedException>(() => Keeper.EnsureAsync(Grain, "collect", Minute, Minute));

        Assert.Equal(1, _service.Calls);
    }

    [Fact]
    public async Task EnsureGone_AnotherWroteTheRowMeanwhile_TakesAFreshHandle()
    {
        await Keeper.EnsureAsync(Grain, "collect", Minute, Minute);
        _service.Fails(new ReminderException("tag mismatch"));
        var gone = Keeper.EnsureGoneAsync(Grain, "collect");
        await PauseAsync(0.25);

        await gone;

        Assert.Null(await _service.ReadRow(Grain, "collect"));
        Assert.Empty(_watches.Rows);
    }

    private async Task PauseAsync(double seconds)
    {
        await _clock.WaitForTimerAsync(_clock.GetUtcNow().AddSeconds(seconds));
        _clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Keeps one reminder, and fails as it is told to before it changes it.</summary>
    private sealed class BusyService : IReminderRegistry, IReminderTable
    {
        private readonly Queue<Exception> _failures = [];
        private ReminderEntry? _row;

        public int Calls { get; private set; }

        public void Fails(params Exception[] failures) => Array.ForEach(failures, _failures.Enqueue);

        public Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
        {
            Fail();
            _row = new ReminderEntry { GrainId = callingGrainId, ReminderName = reminderName, Period = period };
            return Task.FromResult<IGrainReminder>(new Handle(reminderName));
        }

        public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
        {
            Fail();
            _row = null;
            return Task.CompletedTask;
        }

        public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
            Task.FromResult<IGrainReminder?>(_row is null ? null : new Handle(reminderName));

        public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => Task.FromResult(_row);

        public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => throw new NotSupportedException();

        public Task<ReminderTableData> ReadRows(GrainId grainId) => throw new NotSupportedException();

        public Task<ReminderTableData> ReadRows(uint begin, uint end) => throw new NotSupportedException();

        public Task<string?> UpsertRow(ReminderEntry entry) => throw new NotSupportedException();

        public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => throw new NotSupportedException();

        public Task TestOnlyClearTable() => throw new NotSupportedException();

        private void Fail()
        {
            Calls++;
            if (_failures.TryDequeue(out var failure))
            {
                throw failure;
            }
        }

        private sealed record Handle(string ReminderName) : IGrainReminder;
    }
}
