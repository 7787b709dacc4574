using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.Domain.Reminders;

namespace OrleansAssets.Storage;

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
