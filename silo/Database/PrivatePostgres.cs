using System.Runtime.Versioning;
using Npgsql;

namespace OrleansAssets.Database;

/// <summary>
/// A PostgreSQL server of our own, on a loopback port. A server that a killed process left running is adopted; one process at a time
/// uses a directory. Disposing stops it.
/// </summary>
public sealed partial class PrivatePostgres : IAsyncDisposable
{
    private readonly PrivateCluster _cluster;
    private readonly ServerUser _user;
    private readonly FileStream _lock;
    private readonly PrivatePostgresOptions _options;
    private readonly ILogger _logger;
    private ServerWatchdog? _watchdog;
    private bool _stopped;

    private PrivatePostgres(
        PrivateCluster cluster, ServerUser user, FileStream directoryLock, PrivatePostgresOptions options, ILogger logger)
    {
        _options = options;
        _cluster = cluster;
        _user = user;
        _lock = directoryLock;
        _logger = logger;
    }

    /// <summary>For the database <c>assets</c>; holds the password.</summary>
    public string ConnectionString => ConnectionTo(PrivatePostgresOptions.DatabaseName);

    public int Port { get; private set; }

    /// <summary>The real directory of its files.</summary>
    public string DataDirectory => _cluster.DataDirectory;

    /// <summary>Whether it was running already.</summary>
    public bool Adopted { get; private set; }

    /// <exception cref="DatabaseUnavailableException">It cannot be started; the message says why and what to do.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new DatabaseUnavailableException("A private database is for Linux and macOS: set ConnectionStrings__assets to a server.");
        }

        var directoryLock = AcquireLock(options);
        try
        {
            var user = ServerUser.Current();
            var cluster = await PrivateCluster.OpenAsync(options, user, cancellationToken);
            var server = new PrivatePostgres(cluster, user, directoryLock, options, logger);
            await server.RunAsync(cancellationToken);
            return server;
        }
        catch
        {
            await directoryLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>For the database <c>assets</c> of a server that another process runs; null where none runs.</summary>
    public static async Task<string?> FindRunningAsync(PrivatePostgresOptions options, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(options.PasswordFile))
        {
            return null;
        }

        var user = ServerUser.Current();
        var cluster = await PrivateCluster.OpenAsync(options, user, cancellationToken);
        return await new ServerLauncher(cluster, user).FindRunningAsync(cancellationToken) is { } port
            ? ConnectionTo(PrivatePostgresOptions.DatabaseName, port, cluster.Password)
            : null;
    }

    /// <summary>The connection string of another database of this server.</summary>
    public string ConnectionTo(string database) => ConnectionTo(database, Port, _cluster.Password);

    private static string ConnectionTo(string database, int port, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = PrivatePostgresOptions.DatabaseName,
        Password = password,
        Database = database,
        MaxPoolSize = 50,
    }.ConnectionString;

    /// <summary>Starts the server again, on the same port, if its process is gone.</summary>
    /// <exception cref="DatabaseUnavailableException">It does not start; the message says why and what to do.</exception>
    public async Task ReviveAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || _stopped || PostmasterPid.Read(DataDirectory)?.IsServerOf(DataDirectory) == true)
        {
            return;
        }

        if (!Directory.Exists(DataDirectory))
        {
            throw new DatabaseUnavailableException(
                $"The directory of the private database, {DataDirectory}, is gone, and what it held with it: stop the silo, put a backup "
                + "there if there is one, and start again.");
        }

        await new ServerLauncher(_cluster, _user).LaunchAsync(_options, Port, cancellationToken);
        LogRevived(DataDirectory, Port);
    }

    /// <summary>Stops the server; open connections are cut, committed work is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        try
        {
            var result = await _user.RunAsync(
                _cluster.Binaries.PgCtl, ["stop", "-D", DataDirectory, "-m", "fast", "-w", "-t", "60", "-s"], input: null,
                CancellationToken.None);
            if (result.ExitCode != 0)
            {
                LogStopFailed(DataDirectory, result.LastLine);
            }
        }
        catch (DatabaseUnavailableException exception)
        {
            LogStopFailed(DataDirectory, exception.Message); // it goes on by itself, and the next start adopts it
        }

        _watchdog?.Dismiss();
        await _lock.DisposeAsync();
    }

    [UnsupportedOSPlatform("windows")]
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var launcher = new ServerLauncher(_cluster, _user);
        var running = await launcher.FindRunningAsync(cancellationToken);
        Adopted = running is not null;
        Port = running ?? await launcher.LaunchAsync(_options, portWanted: null, cancellationToken);
        if (_options.EndsWithProcess)
        {
            _watchdog = ServerWatchdog.Watch(_cluster, _user);
        }

        await EnsureDatabaseAsync(cancellationToken);
        LogRunning(Adopted ? "Adopted" : "Started", DataDirectory, Port, _user.Name ?? Environment.UserName);
    }

    private async Task EnsureDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString);
            await connection.OpenAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await using var connection = new NpgsqlConnection(ConnectionTo("postgres"));
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand($"CREATE DATABASE {PrivatePostgresOptions.DatabaseName}", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception exception) when (DatabaseErrors.ExplainRefusal(exception, ConnectionString) is { } sentence)
        {
            throw new DatabaseUnavailableException(sentence, exception);
        }
    }

    private static FileStream AcquireLock(PrivatePostgresOptions options)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Directory))!); // never the root
            return new FileStream(options.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DatabaseUnavailableException(
                $"The private database in {options.Directory} belongs to another user: start as that user, or name another directory.",
                exception);
        }
        catch (IOException exception)
        {
            throw new DatabaseUnavailableException(
                $"The private database in {options.Directory} is in use by another process: stop that process, "
                + "or set ConnectionStrings__assets to a server that both can use.",
                exception);
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "{Verb} the private PostgreSQL server in {Directory} on 127.0.0.1:{Port} as {User}.")]
    private partial void LogRunning(string verb, string directory, int port, string user);

    [LoggerMessage(1103, LogLevel.Warning,
        "The private PostgreSQL server in {Directory} was gone and has been started again on 127.0.0.1:{Port}.")]
    private partial void LogRevived(string directory, int port);

    [LoggerMessage(1102, LogLevel.Warning, "The private PostgreSQL server in {Directory} did not stop: {Reason}")]
    private partial void LogStopFailed(string directory, string reason);
}
