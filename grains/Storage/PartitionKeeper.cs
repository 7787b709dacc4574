using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace OrleansAssets.Storage;

/// <summary>Ensures that rows find a partition, and remembers the months that were ensured, so that most writes ask nothing.</summary>
internal sealed class PartitionKeeper(NpgsqlDataSource dataSource)
{
    // Bounded by the months of history: some hundreds.
    private readonly ConcurrentDictionary<(string Table, DateTimeOffset Month), bool> _known = new();

    /// <summary>Makes the missing partitions of a table for some instants, in a transaction of its own.</summary>
    public async Task EnsureAsync(string table, IEnumerable<DateTimeOffset> instants, CancellationToken cancellationToken)
    {
        var missing = new HashSet<DateTimeOffset>();
        var last = default(DateTimeOffset);
        foreach (var instant in instants)
        {
            var month = MonthOf(instant);
            if (month != last && !_known.ContainsKey((table, month)))
            {
                missing.Add(month);
            }

            last = month;
        }

        if (missing.Count > 0)
        {
            await MakeAsync(table, [.. missing], cancellationToken);
        }
    }

    /// <summary>Makes the partitions of every table for [from, until).</summary>
    /// <param name="keptSince">Of tables that are not kept for so long: since when.</param>
    public async Task EnsureAllAsync(
        DateTimeOffset from, DateTimeOffset until, IReadOnlyDictionary<string, DateTimeOffset> keptSince,
        CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(MarketDataSql.MakeAllPartitions);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, from.ToUniversalTime());
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, until.ToUniversalTime());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, keptSince.Keys.ToArray());
        command.Parameters.AddWithValue(
            NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, keptSince.Values.Select(since => since.ToUniversalTime()).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether a write failed because its partition is not there: someone dropped it after we had ensured it.</summary>
    public static bool IsMissing(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.CheckViolation && string.IsNullOrEmpty(exception.ConstraintName);

    public void Forget() => _known.Clear();

    private async Task MakeAsync(string table, DateTimeOffset[] months, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(MarketDataSql.MakePartitions);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, table);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, months);
        await command.ExecuteNonQueryAsync(cancellationToken);
        foreach (var month in months)
        {
            _known[(table, month)] = true;
        }
    }

    private static DateTimeOffset MonthOf(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        return new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
