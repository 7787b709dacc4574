namespace OrleansAssets.Tests.Simulation;

/// <summary>
/// A clock that stands still until it is moved. Instants are virtual wherever it is injected. Whoever waits does so by the part that made
/// his timer: <see cref="Grains"/> and <see cref="Reminders"/> wait in virtual time and fire one due instant after the other; a timer of
/// the clock itself is a real one, as what bounds a vendor's answer must be, which comes over a real connection.
/// </summary>
/// <remarks>
/// No FakeTimeProvider: that fires a timer of no delay while it is being set, which the timers of Orleans do not bear (a timer that wakes
/// itself would tick twice), and does not say what is due next.
/// </remarks>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<VirtualTimer> _waiting = [];
    private long _nowTicks;

    public SimulatedClock(DateTimeOffset start, TimeSpan resolution)
    {
        _nowTicks = start.UtcTicks;
        Grains = new Part(this, TimeSpan.Zero);
        Reminders = new Part(this, resolution);
    }

    /// <summary>The clock of grain timers.</summary>
    public Part Grains { get; }

    /// <summary>The clock of reminders, which fire at multiples of the resolution.</summary>
    public Part Reminders { get; }

    /// <summary>Told after each change of what waits and what is at work.</summary>
    public Action Changed { get; set; } = () => { };

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _nowTicks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _nowTicks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);

    /// <summary>When the next timer is due, which may be now; null where none waits.</summary>
    public DateTimeOffset? NextDue()
    {
        lock (_lock)
        {
            return _waiting.Count == 0 ? null : _waiting.Min(timer => timer.Due!.Value); // who waits has a due time
        }
    }

    /// <summary>Moves the clock on and fires what is due by then, each timer on a thread of its own.</summary>
    /// <returns>How many fired.</returns>
    public int MoveTo(DateTimeOffset instant)
    {
        VirtualTimer[] due;
        lock (_lock)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(instant.UtcTicks, _nowTicks, nameof(instant));
            Volatile.Write(ref _nowTicks, instant.UtcTicks);
            due = [.. _waiting.Where(timer => timer.Due <= instant).OrderBy(timer => timer.Due)];
            foreach (var timer in due)
            {
                timer.Fire();
            }
        }

        foreach (var timer in due)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Call(), timer, preferLocal: false);
        }

        return due.Length;
    }

    /// <summary>A view of the clock whose timers wait in virtual time.</summary>
    internal sealed class Part(SimulatedClock clock, TimeSpan resolution) : TimeProvider
    {
        /// <summary>Timers that wait.</summary>
        public int Armed { get; private set; }

        /// <summary>Timers that fired and have been neither set again nor given back since: what they set off is going on.</summary>
        public int Fired { get; private set; }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new VirtualTimer(clock, this, callback, state);
            timer.Change(dueTime, period);
            return timer;
        }

        public DateTimeOffset DueAfter(TimeSpan dueTime)
        {
            var due = GetUtcNow() + dueTime;
            var late = resolution > TimeSpan.Zero ? due.UtcTicks % resolution.Ticks : 0;
            return late == 0 ? due : due.AddTicks(resolution.Ticks - late);
        }

        public void Count(int armed, int fired) => (Armed, Fired) = (Armed + armed, Fired + fired);
    }

    internal sealed class VirtualTimer(SimulatedClock clock, Part part, TimerCallback callback, object? state) : ITimer
    {
        private bool _fired;
        private bool _disposed;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
            {
                throw new NotSupportedException("Nobody in a silo sets a timer that repeats itself; who does must be waited for here.");
            }

            lock (clock._lock)
            {
                if (_disposed)
                {
                    return false;
                }

                Rest();
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = part.DueAfter(dueTime);
                    clock._waiting.Add(this);
                    part.Count(armed: 1, fired: 0);
                }
            }

            clock.Changed();
            return true;
        }

        /// <summary>Within the clock's lock.</summary>
        public void Fire()
        {
            Rest();
            _fired = true;
            part.Count(armed: 0, fired: 1);
        }

        public void Call() => callback(state);

        public void Dispose()
        {
            lock (clock._lock)
            {
                Rest();
                _disposed = true;
            }

            clock.Changed();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Rest()
        {
            part.Count(clock._waiting.Remove(this) ? -1 : 0, _fired ? -1 : 0);
            (Due, _fired) = (null, false);
        }
    }
}
