using System.IO.Compression;
using Npgsql;
using OrleansAssets.Tests.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd.Upgrade;

/// <summary>
/// A database that an earlier version made: <c>earlier.sql.gz</c>, a dump as SQL. Its silo ran for some minutes over sandbox vendors while
/// somebody worked at its console; most of the collected rows were taken out afterwards. It is never made anew: a later version's own
/// database gets a file beside it.
/// </summary>
internal sealed class EarlierDatabase : IAsyncDisposable
{
    private readonly string _name;

    private EarlierDatabase(string name, string connectionString) => (_name, ConnectionString) = (name, connectionString);

    public string ConnectionString { get; }

    public static async Task<EarlierDatabase> RestoreAsync()
    {
        var server = await TestServer.GetAsync();
        var (name, connectionString) = await server.CreateDatabaseAsync(migrated: false);
        var database = new EarlierDatabase(name, connectionString);
        await using var file = File.OpenRead(RepositoryFiles.PathOf("tests", "EndToEnd", "Upgrade", "earlier.sql.gz"));
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);

        // No pool: the dump leaves its own settings on the connection.
        await using var restoring = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = restoring.CreateCommand(await reader.ReadToEndAsync());
        await command.ExecuteNonQueryAsync();
        return database;
    }

    public async ValueTask DisposeAsync() => await (await TestServer.GetAsync()).DropDatabaseAsync(_name);
}
