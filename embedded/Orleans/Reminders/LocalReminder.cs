namespace Orleans.Runtime.ReminderService;

/// <summary>A reminder known to this process. All members are guarded by the lock of its <see cref="ReminderTicker"/>.</summary>
sealed class LocalReminder(ReminderEntry entry, long sequence)
{
    /// <summary>The schedule in force; replaced as a whole when it changes.</summary>
    internal ReminderEntry Entry { get; set; } = entry;

    /// <summary>When this was last decided locally: a table read that began earlier does not overrule it.</summary>
    internal long Sequence { get; set; } = sequence;

    internal ITimer? Timer { get; set; }

    internal DateTime DueAt { get; set; }

    /// <summary>The tick of the schedule sent last; it is not sent again, however early or late the clock reads.</summary>
    internal DateTime? LastTick { get; set; }

    internal bool IsDelivering { get; set; }

    /// <summary>Due later than the loading window; a refresh of the list takes it up again.</summary>
    internal bool IsParked { get; set; }

    internal bool IsRemoved { get; set; }
}
