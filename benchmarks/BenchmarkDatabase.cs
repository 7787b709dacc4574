using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Silo.Database;

namespace OrleansAssets.Benchmarks;

/// <summary>A private server with fsync on and the product's tables, for one benchmark; gone when the process ends.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly PrivatePostgres _server;

    private BenchmarkDatabase(PrivatePostgres server, string options) =>
        (_server, DataSource) = (server, NpgsqlDataSource.Create(server.ConnectionString + options));

    public NpgsqlDataSource DataSource { get; }

    /// <param name="options">More of the connection string, e.g. <c>;Max Auto Prepare=100</c>.</param>
    public static async Task<BenchmarkDatabase> StartAsync(string options = "")
    {
        var directory = Directory.CreateTempSubdirectory("assets-benchmark-");
        var server = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(Path.Combine(directory.FullName, "postgres")) { EndsWithProcess = true },
            NullLogger.Instance, CancellationToken.None);
        var database = new BenchmarkDatabase(server, options);
        await DatabasePreparation.PrepareAsync(database.DataSource, NullLogger.Instance, CancellationToken.None);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _server.DisposeAsync();
    }
}
