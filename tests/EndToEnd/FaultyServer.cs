using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Database;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A PostgreSQL server of a test's own, with fsync, to do harm to. Silos are given it as their operator's server.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly PrivatePostgres _server;
    private readonly PostgresBinaries _binaries;
    private readonly ServerUser _user = ServerUser.Current();

    private FaultyServer(PrivatePostgres server, PostgresBinaries binaries) => (_server, _binaries) = (server, binaries);

    /// <summary>For the silo: the size of its pool is its own choice.</summary>
    public string ConnectionString
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(_server.ConnectionString);
            parts.Remove("Maximum Pool Size");
            return parts.ConnectionString;
        }
    }

    public static async Task<FaultyServer> StartAsync(string directory)
    {
        var options = new PrivatePostgresOptions(Path.Combine(directory, "server"))
        {
            EndsWithProcess = true,
            FallbackDirectory = Path.Combine(Path.GetTempPath(), Path.GetFileName(directory) + "-server"),
            Settings = ImmutableDictionary<string, string>.Empty
                .Add("max_connections", "60").Add("shared_buffers", "32MB").Add("min_wal_size", "32MB").Add("max_wal_size", "48MB"),
        };
        var binaries = await PostgresBinaries.FindAsync(
            PostgresBinaries.KnownDirectories(), clusterMajor: null, ServerUser.Current(), CancellationToken.None);
        return new FaultyServer(await PrivatePostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None), binaries);
    }

    /// <summary>Stops it as a crash does: no connection is told, and the next start recovers.</summary>
    public async Task StopAsync()
    {
        var stopped = await _user.RunAsync(
            _binaries.PgCtl, ["stop", "-D", _server.DataDirectory, "-m", "immediate", "-w", "-s"], input: null, CancellationToken.None);
        Assert.True(stopped.ExitCode == 0, stopped.Output);
    }

    /// <summary>Starts it on its port, unless it runs.</summary>
    public Task GoOnAsync() => _server.ReviveAsync(CancellationToken.None);

    public async Task SetReadOnlyAsync(bool isReadOnly)
    {
        await ExecuteAsync($"ALTER SYSTEM SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}");
        await ExecuteAsync("SELECT pg_reload_conf()");
    }

    public Task CutAllAsync() =>
        ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'assets'");

    public async ValueTask DisposeAsync()
    {
        await _server.ReviveAsync(CancellationToken.None);
        await _server.DisposeAsync();
        if (Directory.Exists(_server.DataDirectory))
        {
            Directory.Delete(_server.DataDirectory, recursive: true);
        }
    }

    // From the database postgres and without a pool: nothing of it is in the way of what it does.
    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            _server.ConnectionTo("postgres") + ";Pooling=false;Options=-c default_transaction_read_only=off");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
