using Npgsql;

namespace OrleansAssets.Database;

/// <summary>What the catalogues tell of TimescaleDB.</summary>
/// <param name="InstalledSchema">Where its functions are in this database, null where the extension is not in it.</param>
/// <param name="IsAvailable">Whether the server has its files.</param>
/// <param name="Preloaded">The server's shared_preload_libraries; null where this user may not read them.</param>
internal sealed record TimescaleFacts(string? InstalledSchema, bool IsAvailable, string? Preloaded);

/// <summary>How the time series of a new database are made.</summary>
internal abstract record TimescaleChoice
{
    /// <summary>As hypertables, with functions that are found in a schema.</summary>
    internal sealed record Hypertables(string Schema) : TimescaleChoice;

    /// <summary>As hypertables if the extension can be made; only trying tells.</summary>
    internal sealed record Try : TimescaleChoice;

    /// <param name="Remedy">What gives hypertables to a database that is still new; null where the server has no TimescaleDB.</param>
    internal sealed record Native(string? Remedy) : TimescaleChoice;

    public static TimescaleChoice Of(TimescaleFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts switch
        {
            { InstalledSchema: { } schema } => new Hypertables(schema),
            { IsAvailable: false } => new Native(null),
            { Preloaded: { } libraries } when !Libraries(libraries).Contains("timescaledb") =>
                new Native("it is not loaded: add timescaledb to shared_preload_libraries and restart the server"),
            _ => new Try(),
        };
    }

    /// <summary>The choice after a trial was refused.</summary>
    public static Native Refused(PostgresException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new Native(refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege
            ? "the user may not make the extension: let a superuser run CREATE EXTENSION timescaledb in this database"
            : $"the server refuses it ({refusal.MessageText})");
    }

    private static HashSet<string> Libraries(string setting) => setting
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(name => Path.GetFileNameWithoutExtension(name.Trim('"', '\'')))
        .ToHashSet(StringComparer.Ordinal);
}

/// <summary>Brings TimescaleDB into a new database before its tables are made, where the server has it.</summary>
internal static partial class Timescale
{
    private const string Facts = """
        SELECT (SELECT nspname::text FROM pg_extension JOIN pg_namespace AS home ON home.oid = extnamespace WHERE extname = 'timescaledb'),
               EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb'),
               CASE WHEN pg_has_role(current_user, 'pg_read_all_settings', 'USAGE') THEN current_setting('shared_preload_libraries') END
        """;

    private const string ReadPath = "SELECT current_setting('search_path')";

    /// <summary>Called under the lock of the migrations, on the connection that runs them.</summary>
    public static async Task PrepareAsync(
        NpgsqlDataSource owner, NpgsqlConnection migrating, ILogger logger, CancellationToken cancellationToken)
    {
        var choice = TimescaleChoice.Of(await ReadAsync(migrating, cancellationToken));
        if (choice is TimescaleChoice.Try)
        {
            choice = await TryAsync(owner, cancellationToken) ?? TimescaleChoice.Of(await ReadAsync(migrating, cancellationToken));
        }

        switch (choice)
        {
            case TimescaleChoice.Hypertables { Schema: var schema }:
                LogHypertables(logger, schema);
                await FindFunctionsInAsync(migrating, schema, cancellationToken);
                break;
            case TimescaleChoice.Native { Remedy: { } remedy }:
                LogNativeAlthough(logger, remedy);
                break;
            default:
                LogNative(logger);
                break;
        }
    }

    // The migrations call TimescaleDB's functions by their bare names, and an administrator may have put them into a schema of their own.
    private static async Task FindFunctionsInAsync(NpgsqlConnection migrating, string schema, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand(ReadPath, migrating);
        var path = (string)(await read.ExecuteScalarAsync(cancellationToken))!; // a setting that every server has
        await using var set = new NpgsqlCommand("SELECT set_config('search_path', $1 || ', ' || quote_ident($2), false)", migrating);
        set.Parameters.Add(new NpgsqlParameter<string> { TypedValue = path });
        set.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema });
        await set.ExecuteNonQueryAsync(cancellationToken);
    }

    // On a connection of its own, because a server that has not loaded the library ends the one that asks for it.
    private static async Task<TimescaleChoice?> TryAsync(NpgsqlDataSource owner, CancellationToken cancellationToken)
    {
        try
        {
            await using var create = owner.CreateCommand("CREATE EXTENSION IF NOT EXISTS timescaledb");
            await create.ExecuteNonQueryAsync(cancellationToken);
            return null;
        }
        catch (PostgresException refusal) when (DatabaseFault.Of(refusal) is not { MayPass: true })
        {
            return TimescaleChoice.Refused(refusal);
        }
    }

    private static async Task<TimescaleFacts> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Facts, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new TimescaleFacts(
            reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetBoolean(1), reader.IsDBNull(2) ? null : reader.GetString(2));
    }

    [LoggerMessage(1111, LogLevel.Information, "The time series of this new database become hypertables of TimescaleDB (schema {Schema}).")]
    private static partial void LogHypertables(ILogger logger, string schema);

    [LoggerMessage(1112, LogLevel.Information,
        "The time series of this new database become native partitions: the server has no TimescaleDB.")]
    private static partial void LogNative(ILogger logger);

    [LoggerMessage(1113, LogLevel.Warning,
        "The time series of this new database become native partitions for good, although the server has TimescaleDB: {Remedy}. To have "
        + "hypertables, do that and begin with an empty database.")]
    private static partial void LogNativeAlthough(ILogger logger, string remedy);
}
