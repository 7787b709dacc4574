using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Reminders;

namespace OrleansAssets.Storage;

/// <summary>What is expected of every reminder, beside the reminder table of Orleans: a row that is lost there is missed here.</summary>
public interface IReminderWatchStore
{
    /// <summary>
    /// Expects a reminder. The first due time counts where it is registered anew; of one that is registered and known nothing changes.
    /// </summary>
    Task ExpectAsync(ReminderKey key, TimeSpan period, DateTimeOffset dueAt, bool isNew, CancellationToken cancellationToken);

    /// <summary>Expects it no more.</summary>
    Task ForgetAsync(ReminderKey key, CancellationToken cancellationToken);

    /// <summary>Notes when the work of reminders was done; an older time than the noted one changes nothing.</summary>
    Task TickedAsync(IReadOnlyCollection<KeyValuePair<ReminderKey, DateTimeOffset>> ticks, CancellationToken cancellationToken);

    /// <summary>Whether it was claimed for a wake: only by the first who saw it as it is stored.</summary>
    Task<bool> ClaimAsync(ReminderWatch seen, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What is expected of one reminder, null where it is not.</summary>
    Task<ReminderWatch?> FindAsync(ReminderKey key, CancellationToken cancellationToken);

    /// <summary>The reminders that were due before an instant, the longest first.</summary>
    Task<ImmutableArray<ReminderWatch>> GetDueBeforeAsync(DateTimeOffset instant, int countMax, CancellationToken cancellationToken);
}

internal sealed class ReminderWatchStore(NpgsqlDataSource dataSource) : IReminderWatchStore
{
    public async Task ExpectAsync(
        ReminderKey key, TimeSpan period, DateTimeOffset dueAt, bool isNew, CancellationToken cancellationToken)
    {
        await using var command = Command(ReminderWatchSql.Expect, key);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, (long)period.TotalMilliseconds);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, dueAt.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Boolean, isNew);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task ForgetAsync(ReminderKey key, CancellationToken cancellationToken)
    {
        await using var command = Command(ReminderWatchSql.Forget, key);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task TickedAsync(
        IReadOnlyCollection<KeyValuePair<ReminderKey, DateTimeOffset>> ticks, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReminderWatchSql.Ticked);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, ticks.Select(tick => tick.Key.GrainId).ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, ticks.Select(tick => tick.Key.Name).ToArray());
        command.Parameters.AddWithValue(
            NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, ticks.Select(tick => tick.Value.UtcDateTime).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<bool> ClaimAsync(ReminderWatch seen, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(ReminderWatchSql.Claim, seen.Key);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, now.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, Value(seen.WokenAt));
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, Value(seen.TickedAt));
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task<ReminderWatch?> FindAsync(ReminderKey key, CancellationToken cancellationToken)
    {
        await using var command = Command(ReminderWatchSql.Find, key);
        return (await command.ReadAllAsync(Read, cancellationToken)).SingleOrDefault();
    }

    public async Task<ImmutableArray<ReminderWatch>> GetDueBeforeAsync(
        DateTimeOffset instant, int countMax, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReminderWatchSql.GetDueBefore);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, instant.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, countMax);
        return await command.ReadAllAsync(Read, cancellationToken);
    }

    private NpgsqlCommand Command(string sql, ReminderKey key)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, key.GrainId);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, key.Name);
        return command;
    }

    private static ReminderWatch Read(NpgsqlDataReader row) => new(
        new ReminderKey(row.GetString(0), row.GetString(1)),
        TimeSpan.FromMilliseconds(row.GetInt64(2)),
        new DateTimeOffset(row.GetDateTime(3)),
        row.IsDBNull(4) ? null : new DateTimeOffset(row.GetDateTime(4)),
        row.IsDBNull(5) ? null : new DateTimeOffset(row.GetDateTime(5)));

    private static object Value(DateTimeOffset? instant) => instant is { } at ? at.UtcDateTime : DBNull.Value;
}

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
