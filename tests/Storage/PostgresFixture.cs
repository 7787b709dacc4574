using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Database;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>
/// A fresh, migrated database for a test class (use as <c>IClassFixture&lt;PostgresFixture&gt;</c>), on the one private server of the test
/// run.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private NpgsqlDataSource? _dataSource;
    private string? _name;

    public NpgsqlDataSource DataSource => _dataSource ?? throw new InvalidOperationException("The fixture is not initialized.");

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var server = await TestServer.GetAsync();
        (_name, ConnectionString) = await server.CreateDatabaseAsync(migrated: true);
        var connection = new NpgsqlConnectionStringBuilder(ConnectionString);
        AssetsDatabase.Tune(connection);
        _dataSource = NpgsqlDataSource.Create(connection);
    }

    public async Task DisposeAsync()
    {
        if (_dataSource is not null)
        {
            await _dataSource.DisposeAsync();
            await (await TestServer.GetAsync()).DropDatabaseAsync(_name!); // named when the source was made
        }
    }
}

/// <summary>The private server of a test run: durable to nothing, gone with the process, its files kept for a fast next start.</summary>
internal sealed class TestServer
{
    private const string Template = "test_template";
    private static readonly Lazy<Task<TestServer>> Shared = new(StartAsync);
    // CREATE DATABASE copies the template, which nobody else may touch meanwhile.
    private static readonly SemaphoreSlim Copying = new(1, 1);

    private static int _databases;

    private readonly PrivatePostgres _server;
    private readonly NpgsqlDataSource _administration;

    private TestServer(PrivatePostgres server)
    {
        _server = server;
        _administration = NpgsqlDataSource.Create(server.ConnectionTo("postgres"));
    }

    public PrivatePostgres Server => _server;

    public static Task<TestServer> GetAsync() => Shared.Value;

    /// <param name="migrated">With the product's tables, or empty.</param>
    public async Task<(string Name, string ConnectionString)> CreateDatabaseAsync(bool migrated)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await Copying.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {(migrated ? Template : "template0")}");
        }
        finally
        {
            Copying.Release();
        }

        return (name, _server.ConnectionTo(name));
    }

    public Task DropDatabaseAsync(string name) => ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static async Task<TestServer> StartAsync()
    {
        var server = new TestServer(await StartServerAsync());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server._server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        await server.DropLeftoversAsync();
        await server.MakeTemplateAsync();
        return server;
    }

    // Two test runs of one checkout at the same time take a directory each.
    private static async Task<PrivatePostgres> StartServerAsync()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["fsync"] = "off",
            ["synchronous_commit"] = "off",
            ["full_page_writes"] = "off",
            ["max_connections"] = "400",
        };
        for (var number = 1; ; number++)
        {
            var directory = RepositoryFiles.PathOf(".data", string.Create(CultureInfo.InvariantCulture, $"test-postgres-{number}"));
            try
            {
                var options = new PrivatePostgresOptions(directory) { Settings = settings.ToImmutableDictionary(), EndsWithProcess = true };
                return await PrivatePostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None);
            }
            catch (DatabaseUnavailableException exception) when (number < 8 && exception.InnerException is IOException)
            {
                // in use: the next one
            }
        }
    }

    private async Task DropLeftoversAsync()
    {
        var names = new List<string>();
        await using (var command = _administration.CreateCommand("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                names.Add(reader.GetString(0));
            }
        }

        foreach (var name in names)
        {
            await DropDatabaseAsync(name);
        }
    }

    private async Task MakeTemplateAsync()
    {
        await ExecuteAsync($"CREATE DATABASE {Template} TEMPLATE template0");

        // No pool: a connection that stays open would keep the template from being copied.
        await using var template = NpgsqlDataSource.Create(_server.ConnectionTo(Template) + ";Pooling=false");
        await DatabasePreparation.PrepareAsync(template, NullLogger.Instance, CancellationToken.None);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _administration.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
