namespace Orleans.Runtime.ReminderService;

/// <summary>
/// The reminders of this process and their timers. A reminder has one timer, armed for one tick and again only when that tick's call
/// has ended, so it never overlaps itself. What the table says is merged by <see cref="Merge"/>; newer local changes win.
/// </summary>
sealed class ReminderTicker(TimeProvider clock, TimeSpan loadingWindow, Func<ReminderEntry, TickStatus, Task> deliver)
{
    // A tick that is due now still goes through the timer, so that nobody's call runs inside a registration.
    static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    // Timers end at about 49 days; a longer wait is done in pieces.
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    readonly Lock _lock = new();
    readonly Dictionary<(GrainId Grain, string Name), LocalReminder> _reminders = [];
    readonly Dictionary<(GrainId Grain, string Name), long> _removedAt = [];
    long _sequence;
    bool _isRunning;
    int _deliveries;
    TaskCompletionSource? _drained;

    /// <summary>To be taken before the table is read, and given to <see cref="Merge"/> with what was read.</summary>
    internal long BeginRead()
    {
        lock (_lock)
            return ++_sequence;
    }

    internal void Start()
    {
        lock (_lock)
        {
            _isRunning = true;
            foreach (var reminder in _reminders.Values)
                Arm(reminder);
        }
    }

    /// <summary>No tick begins after this; the task ends when the running ones have.</summary>
    internal Task StopAsync()
    {
        lock (_lock)
        {
            _isRunning = false;
            foreach (var reminder in _reminders.Values.ToArray())
                Remove(reminder);
            if (_deliveries == 0)
                return Task.CompletedTask;
            _drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    internal void Set(ReminderEntry entry)
    {
        lock (_lock)
            Set(entry, ++_sequence);
    }

    internal void Remove(GrainId grainId, string name)
    {
        lock (_lock)
        {
            _removedAt[(grainId, name)] = ++_sequence;
            if (_reminders.TryGetValue((grainId, name), out var reminder))
                Remove(reminder);
        }
    }

    internal void Merge(IEnumerable<ReminderEntry> rows, long readSequence)
    {
        lock (_lock)
        {
            var stored = new HashSet<(GrainId, string)>();
            foreach (var row in rows)
            {
                stored.Add((row.GrainId, row.ReminderName));
                Merge(row, readSequence);
            }

            foreach (var reminder in _reminders.Values.ToArray())
            {
                var isGone = !stored.Contains((reminder.Entry.GrainId, reminder.Entry.ReminderName)) && reminder.Sequence < readSequence;
                if (isGone || IsFar(reminder))
                    Remove(reminder);
            }

            foreach (var (key, removedAt) in _removedAt.ToArray())
            {
                if (removedAt < readSequence)
                    _removedAt.Remove(key);
            }
        }
    }

    DateTime Now => clock.GetUtcNow().UtcDateTime;

    void Merge(ReminderEntry row, long readSequence)
    {
        var key = (row.GrainId, row.ReminderName);
        if (_removedAt.TryGetValue(key, out var removedAt) && removedAt > readSequence)
            return;

        if (!_reminders.TryGetValue(key, out var known))
            Set(row, readSequence);
        else if (known.Sequence > readSequence)
            return;
        else if (!string.Equals(known.Entry.ETag, row.ETag, StringComparison.Ordinal))
            Set(row, readSequence);
        else if (known.IsParked)
            Arm(known);
    }

    void Set(ReminderEntry entry, long sequence)
    {
        var key = (entry.GrainId, entry.ReminderName);
        if (_reminders.TryGetValue(key, out var reminder))
        {
            reminder.Entry = entry;
            reminder.Sequence = sequence;
            reminder.LastTick = null;
        }
        else
        {
            _reminders[key] = reminder = new LocalReminder(entry, sequence);
        }

        Arm(reminder);
    }

    /// <summary>A far reminder may be forgotten, unless a second tick for the present instant could then be sent.</summary>
    bool IsFar(LocalReminder reminder) => reminder is { IsParked: true, IsDelivering: false } && !(reminder.LastTick >= Now);

    void Remove(LocalReminder reminder)
    {
        reminder.IsRemoved = true;
        reminder.Timer?.Dispose();
        _reminders.Remove((reminder.Entry.GrainId, reminder.Entry.ReminderName));
    }

    void Arm(LocalReminder reminder)
    {
        if (!_isRunning || reminder.IsDelivering || reminder.IsRemoved)
            return;

        var now = Now;
        reminder.DueAt = ReminderSchedule.NextTick(reminder.Entry, now, reminder.LastTick);
        reminder.IsParked = reminder.DueAt - now > loadingWindow;
        Wait(reminder, reminder.IsParked ? Timeout.InfiniteTimeSpan : reminder.DueAt - now);
    }

    void Wait(LocalReminder reminder, TimeSpan time)
    {
        reminder.Timer ??= DetachedTimer.Create(clock, () => OnTimer(reminder));
        reminder.Timer.Change(
            time == Timeout.InfiniteTimeSpan ? time : TimeSpan.FromTicks(Math.Clamp(time.Ticks, ShortestWait.Ticks, LongestWait.Ticks)),
            Timeout.InfiniteTimeSpan);
    }

    void OnTimer(LocalReminder reminder)
    {
        ReminderEntry entry;
        DateTime tick;
        DateTime now;
        lock (_lock)
        {
            now = Now;
            if (!_isRunning || reminder.IsDelivering || reminder.IsRemoved || reminder.IsParked)
                return;
            if (now < reminder.DueAt)
            {
                Wait(reminder, reminder.DueAt - now);
                return;
            }

            reminder.IsDelivering = true;
            (entry, tick) = (reminder.Entry, reminder.DueAt);
            _deliveries++;
        }

        _ = DeliverAsync(reminder, entry, tick, now);
    }

    async Task DeliverAsync(LocalReminder reminder, ReminderEntry entry, DateTime tick, DateTime now)
    {
        try
        {
            await deliver(entry, new TickStatus(entry.StartAt, entry.Period, now));
        }
        finally
        {
            OnDelivered(reminder, entry, tick);
        }
    }

    void OnDelivered(LocalReminder reminder, ReminderEntry entry, DateTime tick)
    {
        TaskCompletionSource? drained = null;
        lock (_lock)
        {
            reminder.IsDelivering = false;
            reminder.LastTick = ReferenceEquals(entry, reminder.Entry) ? tick : null; // a new schedule has not ticked yet
            Arm(reminder);
            if (--_deliveries == 0)
                (drained, _drained) = (_drained, null);
        }

        drained?.SetResult();
    }
}
