using Npgsql;

namespace OrleansAssets.Database;

/// <summary>What a server says of itself.</summary>
public static class ServerSurvey
{
    private const string Connections = """
        SELECT current_setting('max_connections')::int,
               current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0),
               coalesce((SELECT rolconnlimit FROM pg_roles WHERE rolname = $1), -1),
               (SELECT datconnlimit FROM pg_database WHERE datname = current_database())
        """;

    private const string TimeSeries = """
        SELECT coalesce(bool_or(hypertable), false),
               (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'),
               EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')
        FROM time_series
        """;

    /// <param name="user">Under whom the silo works.</param>
    public static async Task<ServerConnections> ReadConnectionsAsync(
        NpgsqlDataSource owner, string user, CancellationToken cancellationToken)
    {
        await using var command = owner.CreateCommand(Connections);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ServerConnections(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3));
    }

    /// <summary>How the time series are kept, in words: what was chosen at the first start stays for good.</summary>
    public static async Task<string> DescribeTimeSeriesAsync(NpgsqlDataSource owner, CancellationToken cancellationToken)
    {
        await using var command = owner.CreateCommand(TimeSeries);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Describe(reader.GetBoolean(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetBoolean(2));
    }

    public static string Describe(bool hypertables, string? extensionVersion, bool available) =>
        (hypertables, extensionVersion, available) switch
        {
            (true, { } version, _) => $"hypertables of TimescaleDB {version}",
            (true, null, _) => "hypertables, without the extension TimescaleDB",
            (false, _, false) => "native partitions",
            (false, _, true) => "native partitions, although the server has TimescaleDB",
        };
}
