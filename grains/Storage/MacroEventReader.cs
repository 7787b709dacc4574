using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Reads the economic calendar.</summary>
public interface IMacroEventReader
{
    /// <summary>The events of a span that belong to no asset, by time, and when the calendar of each source ends.</summary>
    Task<(ImmutableArray<EconomicEvent> Events, ImmutableDictionary<string, DateTimeOffset> Ends)> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);
}

internal sealed class MacroEventReader(NpgsqlDataSource dataSource) : IMacroEventReader
{
    private const string Events = """
        SELECT source_id, event_id, at, title, country, impact, asset_classes FROM economic_calendar
        WHERE asset_id IS NULL AND at >= $1 AND at < $2 ORDER BY at, source_id, event_id
        """;

    private const string Last = "SELECT source_id, max(at) FROM economic_calendar WHERE asset_id IS NULL GROUP BY source_id";

    public async Task<(ImmutableArray<EconomicEvent> Events, ImmutableDictionary<string, DateTimeOffset> Ends)> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Events);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, from.UtcDateTime);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, until.UtcDateTime);
        var events = await command.ReadAllAsync(
            row => new EconomicEvent(
                row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetString(4),
                Enum.Parse<EventImpact>(row.GetString(5), ignoreCase: true), AssetId: null, [.. row.GetFieldValue<string[]>(6)],
                "", Previous: null, Forecast: null, Actual: null),
            cancellationToken);
        await using var last = dataSource.CreateCommand(Last);
        var ends = await last.ReadAllAsync(row => (row.GetString(0), At: row.GetFieldValue<DateTimeOffset>(1)), cancellationToken);
        return (events, ends.ToImmutableDictionary(one => one.Item1, one => one.At, StringComparer.Ordinal));
    }
}
