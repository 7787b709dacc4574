using Npgsql;
using OrleansAssets.Silo.Database;

namespace OrleansAssets.Silo.Hosting;

/// <summary>The database of this silo, migrated and ready: a private server, or the one that the operator named.</summary>
internal sealed class AssetsDatabase : IAsyncDisposable
{
    private readonly PrivatePostgres? _server;

    private AssetsDatabase(PrivatePostgres? server, string connectionString, NpgsqlDataSource dataSource)
    {
        _server = server;
        ConnectionString = connectionString;
        DataSource = dataSource;
    }

    /// <summary>Holds the password: for the run file and the client library, never for a log.</summary>
    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>The server in words, without secrets.</summary>
    public string Description { get; private set; } = "";

    /// <exception cref="DatabaseUnavailableException">It cannot be used; the message says why and what to do.</exception>
    /// <exception cref="StartException">The connection string cannot be read.</exception>
    public static async Task<AssetsDatabase> OpenAsync(SiloOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger("OrleansAssets.Database");
        var server = options.ConnectionString is null
            ? await PrivatePostgres.StartAsync(
                new PrivatePostgresOptions(Path.Combine(options.DataDirectory, "postgres")), logger, cancellationToken)
            : null;
        AssetsDatabase? database = null;
        try
        {
            var ownerString = server?.ConnectionString ?? options.OwnerConnectionString ?? options.ConnectionString!; // one is there
            await using var owner = BuildDataSource(ownerString, SiloOptions.OwnerConnectionVariable, loggers);
            var version = await DatabasePreparation.PrepareAsync(owner, logger, cancellationToken);
            var connectionString = await RuntimeAccess.ChooseAsync(owner, ownerString, options.ConnectionString, logger, cancellationToken);
            database = new AssetsDatabase(
                server, connectionString, BuildDataSource(connectionString, SiloOptions.ConnectionVariable, loggers));
            await RuntimeAccess.ReportAsync(database.DataSource, logger, cancellationToken);
            database.Description = Describe(connectionString, version, server is not null);
            return database;
        }
        catch
        {
            await (database?.DisposeAsync() ?? server?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    private static NpgsqlDataSource BuildDataSource(string connectionString, string variable, ILoggerFactory loggers)
    {
        try
        {
            var builder = new NpgsqlDataSourceBuilder(connectionString);
            builder.ConnectionStringBuilder.ApplicationName ??= "orleans-assets-silo";
            Tune(builder.ConnectionStringBuilder);
            return builder.UseLoggerFactory(loggers).Build();
        }
        catch (ArgumentException)
        {
            // The exception's own text may repeat the string and its password.
            throw new StartException(
                $"{variable} is no PostgreSQL connection string; it must read like "
                + "Host=localhost;Port=5432;Database=assets;Username=assets;Password=...");
        }
    }

    /// <summary>
    /// The silo's statements are few and come again and again: prepared, they cost the server half. They leave nothing behind in a session,
    /// so that a connection needs no cleaning, which is seven statements more, before it is used again. The operator's own settings stand,
    /// as with a pooler in between that cannot bear it (Max Auto Prepare=0).
    /// </summary>
    internal static void Tune(NpgsqlConnectionStringBuilder connection)
    {
        if (!connection.ShouldSerialize("Max Auto Prepare"))
        {
            connection.MaxAutoPrepare = 100;
        }

        if (!connection.ShouldSerialize("No Reset On Close"))
        {
            connection.NoResetOnClose = true;
        }
    }

    private static string Describe(string connectionString, Version version, bool isPrivate)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"PostgreSQL {version}, {(isPrivate ? "private" : "given")}, {parts.Host}:{parts.Port}/{parts.Database}";
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
