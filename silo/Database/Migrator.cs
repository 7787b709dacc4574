using System.Collections.Immutable;
using Npgsql;
using OrleansAssets.Storage;

namespace OrleansAssets.Database;

/// <summary>
/// Applies the migrations that a database lacks, each in its own transaction, under a session lock so that many silos may start at once.
/// </summary>
internal sealed partial class Migrator(NpgsqlDataSource dataSource, ImmutableArray<Migration> migrations, ILogger logger)
{
    /// <summary>The migration that chooses how time series are kept.</summary>
    private const int TimeSeriesNumber = 10;

    /// <returns>How many were applied.</returns>
    /// <exception cref="DatabaseUnavailableException">The database was made by other files than this program's.</exception>
    public async Task<int> ApplyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, MigratorSql.Lock, cancellationToken);
        try
        {
            await ExecuteAsync(connection, MigratorSql.CreateTable, cancellationToken);
            var pending = MigrationPlan.Pending(migrations, await ReadAppliedAsync(connection, cancellationToken));
            if (pending.Any(migration => migration.Number == TimeSeriesNumber))
            {
                await Timescale.PrepareAsync(dataSource, connection, logger, cancellationToken);
            }

            foreach (var migration in pending)
            {
                await ApplyAsync(connection, migration, cancellationToken);
                LogApplied(migration.FileName);
            }

            return pending.Length;
        }
        finally
        {
            // A broken connection has lost the lock with its session.
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await ExecuteAsync(connection, MigratorSql.Unlock, CancellationToken.None);
            }
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, migration.Sql, cancellationToken);
            await using var record = new NpgsqlCommand(MigratorSql.Record, connection);
            record.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migration.Number });
            record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Name });
            record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Checksum });
            await record.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState.StartsWith("42", StringComparison.Ordinal)
            && exception.SqlState != PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseUnavailableException(
                $"The migration {migration.FileName} does not fit this database ({exception.SqlState}: {exception.MessageText}): "
                + "something in it was made by hand; use an empty database, or take away what stands in the way.",
                exception);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<ImmutableArray<AppliedMigration>> ReadAppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(MigratorSql.ReadApplied, connection);
        return await command.ReadAllAsync(
            row => new AppliedMigration(row.GetInt32(0), row.GetString(1), row.GetString(2)), cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // No timeout: another silo may hold the lock as long as its migrations take.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(1110, LogLevel.Information, "Applied the migration {File}.")]
    private partial void LogApplied(string file);
}

internal static class MigratorSql
{
    // The number is the product's own; any fixed one will do.
    public const string Lock = "SELECT pg_advisory_lock(7261180461)";

    public const string Unlock = "SELECT pg_advisory_unlock(7261180461)";

    public const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number int PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now())
        """;

    public const string ReadApplied = "SELECT number, name, checksum FROM schema_migrations ORDER BY number";

    public const string Record = "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)";
}
