using System.Collections.Immutable;
using Npgsql;
using OrleansAssets.Audit;
using OrleansAssets.Storage;

namespace OrleansAssets.Database.Backups;

/// <summary>Reads of a database what its backup must hold.</summary>
internal static class DatabaseContent
{
    /// <summary>Silos that run: none of a restored database does.</summary>
    public const string Membership = "orleansmembershiptable";

    private const string Tables = """
        SELECT c.relname FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> $1
            AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
        ORDER BY c.relname
        """;

    private const string Facts = """
        SELECT now(), i.mode, i.installation_id, (SELECT max(number) FROM schema_migrations)
        FROM installation AS i
        """;

    /// <summary>Rows of each table of the product.</summary>
    public static async Task<ImmutableSortedDictionary<string, long>> CountAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var tables = Command(connection, Tables, Membership);
        var rows = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var name in await tables.ReadAllAsync(row => row.GetString(0), cancellationToken))
        {
            await using var count = Command(connection, $"SELECT count(*) FROM \"{name}\"");
            rows[name] = (long)(await count.ExecuteScalarAsync(cancellationToken))!; // a count is a row
        }

        return rows.ToImmutable();
    }

    public static async Task<ImmutableArray<AuditStream>> HeadsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "SELECT stream, sequence, hash FROM audit_heads ORDER BY stream");
        return await command.ReadAllAsync(
            row => new AuditStream(
                row.GetString(0), new AuditPosition(row.GetInt64(1), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(2)))),
            cancellationToken);
    }

    /// <summary>When it is, the mode, whose installation it is, and the newest migration.</summary>
    /// <exception cref="DatabaseUnavailableException">It is no database of a silo of this version.</exception>
    public static async Task<(DateTime Now, string Mode, Guid InstallationId, int Migration)> FactsAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = Command(connection, Facts);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? (reader.GetDateTime(0), reader.GetString(1), reader.GetGuid(2), reader.GetInt32(3))
                : throw new DatabaseUnavailableException("The database was never used by a silo: there is nothing to back up.");
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new DatabaseUnavailableException(
                "The database has not the tables of this version: start a silo on it once, or name the database of one.", exception);
        }
    }

    /// <summary>Version of TimescaleDB in it; null where it is not.</summary>
    public static async Task<string?> TimescaleAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'");
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    /// <summary>Whether there is anything of a silo in it.</summary>
    public static async Task<bool> IsEmptyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "SELECT to_regclass('schema_migrations') IS NULL");
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 }; // tables may be large
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        }

        return command;
    }
}
