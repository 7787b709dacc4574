namespace Orleans.Runtime.ReminderService;

/// <summary>A reminder's ticks fall on start + n * period. Ticks that nobody was there for are skipped, never replayed.</summary>
internal static class ReminderSchedule
{
    /// <summary>The first tick at or after <paramref name="now"/>.</summary>
    internal static DateTime NextTick(ReminderEntry entry, DateTime now)
    {
        if (entry.Period <= TimeSpan.Zero)
            throw new ReminderException($"Reminder {entry} has no period; it must be greater than zero.");
        if (now <= entry.StartAt)
            return entry.StartAt;

        var sinceTick = (now - entry.StartAt).Ticks % entry.Period.Ticks;
        return sinceTick == 0 ? now : Later(now, entry.Period.Ticks - sinceTick);
    }

    /// <summary>The first tick at or after <paramref name="now"/> that is not the one of <paramref name="lastTick"/>.</summary>
    internal static DateTime NextTick(ReminderEntry entry, DateTime now, DateTime? lastTick)
    {
        var next = NextTick(entry, now);
        return next > lastTick || lastTick is not { } last ? next : Later(last, entry.Period.Ticks);
    }

    static DateTime Later(DateTime time, long ticks) =>
        ticks > DateTime.MaxValue.Ticks - time.Ticks ? DateTime.MaxValue : time.AddTicks(ticks);
}
