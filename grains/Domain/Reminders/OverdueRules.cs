namespace OrleansAssets.Domain.Reminders;

/// <summary>When the work of a reminder is overdue, and when it may be woken.</summary>
public static class OverdueRules
{
    /// <summary>The least that any reminder may be late: a silo that dies is declared dead and its reminders taken over in less.</summary>
    public static readonly TimeSpan ToleranceMin = TimeSpan.FromMinutes(2);

    /// <summary>The most: the service itself reads its table anew every five minutes.</summary>
    public static readonly TimeSpan ToleranceMax = TimeSpan.FromMinutes(10);

    /// <summary>How late a reminder may be: as late as its period is long, within the bounds above.</summary>
    public static TimeSpan Tolerance(TimeSpan period) =>
        period < ToleranceMin ? ToleranceMin : period > ToleranceMax ? ToleranceMax : period;

    /// <summary>When its work is due next.</summary>
    /// <param name="aliveSince">When this silo started: what fell due before is due from then on, as nobody was there to do it.</param>
    public static DateTimeOffset DueAt(ReminderWatch watch, DateTimeOffset aliveSince)
    {
        var due = watch.TickedAt is { } ticked && ticked + watch.Period > watch.DueAt ? ticked + watch.Period : watch.DueAt;
        return due > aliveSince ? due : aliveSince;
    }

    /// <summary>Whether its work was due longer ago than it may be late.</summary>
    public static bool IsOverdue(ReminderWatch watch, DateTimeOffset aliveSince, DateTimeOffset now) =>
        now > DueAt(watch, aliveSince) + Tolerance(watch.Period);

    /// <summary>Whether it is to be woken: it is overdue, and a wake that failed was not just now.</summary>
    public static bool MayWake(ReminderWatch watch, DateTimeOffset aliveSince, DateTimeOffset now) =>
        IsOverdue(watch, aliveSince, now) && !(watch.WokenAt + Tolerance(watch.Period) > now);
}
