namespace OrleansAssets.Storage;

internal static class ReminderWatchSql
{
    public const string Expect = """
        INSERT INTO reminder_watch AS known (grain_id, reminder_name, period_ms, due_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (grain_id, reminder_name) DO UPDATE SET period_ms = excluded.period_ms, due_at = excluded.due_at
        WHERE $5 OR known.period_ms <> excluded.period_ms
        """;

    public const string Forget = "DELETE FROM reminder_watch WHERE grain_id = $1 AND reminder_name = $2";

    public const string Ticked = """
        UPDATE reminder_watch AS known SET ticked_at = tick.at
        FROM unnest($1, $2, $3) AS tick (grain_id, reminder_name, at)
        WHERE known.grain_id = tick.grain_id AND known.reminder_name = tick.reminder_name
            AND (known.ticked_at IS NULL OR known.ticked_at < tick.at)
        """;

    public const string Claim = """
        UPDATE reminder_watch SET woken_at = $3, wakes = wakes + 1
        WHERE grain_id = $1 AND reminder_name = $2 AND woken_at IS NOT DISTINCT FROM $4 AND ticked_at IS NOT DISTINCT FROM $5
        """;

    public const string Find = $"{Select} WHERE grain_id = $1 AND reminder_name = $2";

    public const string GetDueBefore = $"{Select} WHERE {Due} < $1 ORDER BY {Due} LIMIT $2";

    private const string Select = "SELECT grain_id, reminder_name, period_ms, due_at, ticked_at, woken_at FROM reminder_watch";

    /// <summary>As <see cref="Reminders.OverdueRules.DueAt"/> has it; GREATEST passes over nulls.</summary>
    private const string Due = "greatest(due_at, ticked_at + period_ms * interval '1 millisecond')";
}
