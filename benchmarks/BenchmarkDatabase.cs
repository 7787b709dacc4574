using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Silo.Database;
using OrleansAssets.Silo.Hosting;

namespace OrleansAssets.Benchmarks;

/// <summary>A private server with fsync on and the product's tables, for one benchmark; gone when the process ends.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly PrivatePostgres _server;

    private BenchmarkDatabase(PrivatePostgres server)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        AssetsDatabase.Tune(connection);
        (_server, DataSource) = (server, NpgsqlDataSource.Create(connection));
    }

    public NpgsqlDataSource DataSource { get; }

    public static async Task<BenchmarkDatabase> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("assets-benchmark-");
        var server = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions(Path.Combine(directory.FullName, "postgres")) { EndsWithProcess = true },
            NullLogger.Instance, CancellationToken.None);
        var database = new BenchmarkDatabase(server);
        await DatabasePreparation.PrepareAsync(database.DataSource, NullLogger.Instance, CancellationToken.None);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _server.DisposeAsync();
    }
}
