using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Database;
using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Benchmarks;

/// <summary>A private server with fsync on and the product's tables, for one benchmark; gone when the process ends.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly PrivatePostgres _server;

    private BenchmarkDatabase(PrivatePostgres server, string directory)
    {
        Directory = directory;
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        AssetsDatabase.Tune(connection);
        (_server, DataSource) = (server, NpgsqlDataSource.Create(connection));
    }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>For processes of their own.</summary>
    public string ConnectionString => _server.ConnectionString;

    /// <summary>A temporary directory, gone with the server.</summary>
    public string Directory { get; }

    public static async Task<BenchmarkDatabase> StartAsync()
    {
        var directory = MakeDirectory();
        var server = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(Path.Combine(directory, "postgres")) { EndsWithProcess = true },
            NullLogger.Instance, CancellationToken.None);
        var database = new BenchmarkDatabase(server, directory);
        await DatabasePreparation.PrepareAsync(database.DataSource, NullLogger.Instance, CancellationToken.None);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _server.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>
    /// A temporary directory that others may enter: a server started by root runs as another user, and would lie elsewhere, behind a link,
    /// where it outlives the benchmark.
    /// </summary>
    internal static string MakeDirectory()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("assets-benchmark-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                directory,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute
                    | UnixFileMode.OtherExecute);
        }

        return directory;
    }
}
