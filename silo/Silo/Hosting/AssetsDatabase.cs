using Npgsql;
using OrleansAssets.Database;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>The database of this silo, migrated and ready: a private server, or the one that the operator named.</summary>
internal sealed partial class AssetsDatabase : IAsyncDisposable
{
    /// <summary>The owner's work is done one statement at a time; one more for what needs a connection of its own.</summary>
    private const int OwnerPoolMax = 3;

    private const string DataSourceName = "assets";

    private readonly PrivatePostgres? _server;
    private readonly DatabaseTenancy _tenancy;

    private AssetsDatabase(PrivatePostgres? server, DatabaseTenancy tenancy, string connectionString, NpgsqlDataSource dataSource)
    {
        (_server, _tenancy) = (server, tenancy);
        ConnectionString = connectionString;
        DataSource = dataSource;
    }

    /// <summary>Holds the password: for the run file and the client library, never for a log.</summary>
    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>The server in words, without secrets.</summary>
    public string Description { get; private init; } = "";

    /// <exception cref="DatabaseUnavailableException">It cannot be used; the message says why and what to do.</exception>
    /// <exception cref="StartException">The connection string cannot be read.</exception>
    public static async Task<AssetsDatabase> OpenAsync(SiloOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger("OrleansAssets.Database");
        if (options.ConnectionString is not null)
        {
            return await PrepareAsync(options, server: null, loggers, logger, cancellationToken);
        }

        var server = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(Path.Combine(options.DataDirectory, "postgres")), logger, cancellationToken);
        try
        {
            return await PrepareAsync(options, server, loggers, logger, cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the private server again if it is gone. Nothing to do for a server that the operator keeps.</summary>
    /// <exception cref="DatabaseUnavailableException">It does not start.</exception>
    public Task ReviveAsync(CancellationToken cancellationToken) => _server?.ReviveAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Whether this silo still has the database, for itself or with its cluster; takes it again after a lost connection.</summary>
    public Task<bool> HoldAsync(CancellationToken cancellationToken) => _tenancy.HoldAsync(cancellationToken);

    private static async Task<AssetsDatabase> PrepareAsync(
        SiloOptions options, PrivatePostgres? server, ILoggerFactory loggers, ILogger logger, CancellationToken cancellationToken)
    {
        var ownerString = server?.ConnectionString ?? options.OwnerConnectionString ?? options.ConnectionString!; // one is there
        var ownerVariable = options.OwnerConnectionString is null ? SiloOptions.ConnectionVariable : SiloOptions.OwnerConnectionVariable;
        await using var owner = BuildDataSource(ownerString, ownerVariable, isPrivate: server is not null, loggers, OwnerPoolMax);
        var dataSource = (NpgsqlDataSource?)null;
        try
        {
            var version = await DatabasePreparation.PrepareAsync(owner, logger, cancellationToken);
            await RequireModeAsync(owner, options, logger, cancellationToken);
            var connectionString = await RuntimeAccess.ChooseAsync(owner, ownerString, options.ConnectionString, logger, cancellationToken);
            var pool = await SizePoolAsync(owner, connectionString, options, logger, cancellationToken);
            dataSource = BuildDataSource(connectionString, SiloOptions.ConnectionVariable, server is not null, loggers, pool);
            await RuntimeAccess.ReportAsync(dataSource, logger, cancellationToken);
            var description = Describe(connectionString, version, server is not null)
                + ", " + await ServerSurvey.DescribeTimeSeriesAsync(owner, cancellationToken);
            var tenancy = await DatabaseTenancy.TakeAsync(
                dataSource, options.Cluster, ClusterIdentity.Protocol, cancellationToken);
            return new AssetsDatabase(server, tenancy, connectionString, dataSource) { Description = description };
        }
        catch (Exception exception)
        {
            await (dataSource?.DisposeAsync() ?? ValueTask.CompletedTask);
            if (exception is not DatabaseUnavailableException
                && DatabaseErrors.ExplainRefusal(exception, owner.ConnectionString) is { } sentence)
            {
                throw new DatabaseUnavailableException(sentence, exception);
            }

            throw;
        }
    }

    /// <summary>A database belongs to one mode for life: nothing of it is served in the other.</summary>
    private static async Task RequireModeAsync(
        NpgsqlDataSource owner, SiloOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var stamp = await InstallationStamp.EnsureAsync(owner, options.Mode, cancellationToken);
        var elsewhere = options.ConnectionString is null
            ? "another directory (--data)"
            : $"another database ({SiloOptions.ConnectionVariable})";
        if (stamp.RefusalOf(options.Mode, elsewhere) is { } refusal)
        {
            throw new StartException(refusal, StartException.BadInput);
        }

        LogMode(logger, stamp.Mode);
    }

    private static async Task<int> SizePoolAsync(
        NpgsqlDataSource owner, string connectionString, SiloOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        var stated = parts.ShouldSerialize("Maximum Pool Size") ? parts.MaxPoolSize : (int?)null;
        var server = await ServerSurvey.ReadConnectionsAsync(owner, parts.Username ?? Environment.UserName, cancellationToken);
        var budget = ConnectionBudget.Of(server, options.Silos, stated);
        LogPool(logger, budget.PoolSize, server.Usable, options.Silos);
        if (budget.Warning is { } warning)
        {
            LogPoolTooLarge(logger, warning);
        }

        return budget.PoolSize;
    }

    private static NpgsqlDataSource BuildDataSource(
        string connectionString, string variable, bool isPrivate, ILoggerFactory loggers, int poolMax)
    {
        try
        {
            var builder = new NpgsqlDataSourceBuilder(connectionString);
            builder.ConnectionStringBuilder.ApplicationName = isPrivate ? PrivatePostgresOptions.ApplicationName
                : builder.ConnectionStringBuilder.ApplicationName ?? "orleans-assets-silo";
            builder.ConnectionStringBuilder.MaxPoolSize = poolMax;
            builder.ConnectionStringBuilder.MinPoolSize = Math.Min(builder.ConnectionStringBuilder.MinPoolSize, poolMax);
            Tune(builder.ConnectionStringBuilder);
            builder.Name = DataSourceName; // what metrics are told by: else it were the connection string
            return builder.UseLoggerFactory(loggers).Build();
        }
        catch (ArgumentException)
        {
            // The exception's own text may repeat the string and its password.
            throw new StartException(
                $"{variable} is no PostgreSQL connection string; it must read like "
                + "Host=localhost;Port=5432;Database=assets;Username=assets;Password=...",
                StartException.BadInput);
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
        await _tenancy.DisposeAsync();
        await DataSource.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [LoggerMessage(1123, LogLevel.Information,
        "This silo uses {Pool} connections at most, of the {Usable} that the server takes; silos that share them: {Silos}.")]
    private static partial void LogPool(ILogger logger, int pool, int usable, int silos);

    [LoggerMessage(1126, LogLevel.Information, "The database is of the mode {Mode}, for life.")]
    private static partial void LogMode(ILogger logger, string mode);

    [LoggerMessage(1124, LogLevel.Warning, "{Warning}")]
    private static partial void LogPoolTooLarge(ILogger logger, string warning);
}
