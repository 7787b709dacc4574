using Npgsql;

namespace OrleansAssets.Database;

/// <summary>Brings a database into the state that the silo needs, or says in one sentence why it cannot.</summary>
public static class DatabasePreparation
{
    /// <summary>Checks the server and applies the migrations of this program. Safe with many silos at once.</summary>
    /// <returns>The server's version.</returns>
    /// <exception cref="DatabaseUnavailableException">The database cannot be used.</exception>
    public static async Task<Version> PrepareAsync(NpgsqlDataSource dataSource, ILogger logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        try
        {
            var version = await CheckAsync(dataSource, cancellationToken);
            await new Migrator(dataSource, Migration.OfProgram(), logger).ApplyAsync(cancellationToken);
            return version;
        }
        catch (Exception exception) when (exception is not DatabaseUnavailableException
            && DatabaseErrors.ExplainRefusal(exception, dataSource.ConnectionString) is not null)
        {
            throw new DatabaseUnavailableException(
                DatabaseErrors.ExplainRefusal(exception, dataSource.ConnectionString)!, exception); // not null: just asked
        }
    }

    private static async Task<Version> CheckAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return connection.PostgreSqlVersion.Major >= PostgresBinaries.MajorMin
            ? connection.PostgreSqlVersion
            : throw new DatabaseUnavailableException(DatabaseErrors.TooOld(connection.PostgreSqlVersion, dataSource.ConnectionString));
    }
}
