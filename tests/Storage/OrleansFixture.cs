using Npgsql;

namespace OrleansAssets.Tests.Storage;

/// <summary>One silo over one database for a test class.</summary>
public sealed class OrleansFixture : IAsyncLifetime
{
    readonly PostgresFixture _postgres = new();
    OrleansSilo? _silo;

    public const string ServiceId = "orleans-tests";

    public NpgsqlDataSource DataSource => _postgres.DataSource;

    internal OrleansSilo Silo => _silo ?? throw new InvalidOperationException("The fixture is not initialized.");

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _silo = await OrleansSilo.StartAsync(_postgres.DataSource, ServiceId);
    }

    public async Task DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
