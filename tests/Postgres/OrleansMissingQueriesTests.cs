namespace OrleansAssets.Tests.Postgres;

/// <summary>A database without Orleans' queries must stop the silo at start, not the first grain call.</summary>
public sealed class OrleansMissingQueriesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    public async Task InitializeAsync() => await ExecuteAsync("CREATE TABLE kept AS SELECT * FROM OrleansQuery");

    public async Task DisposeAsync() => await ExecuteAsync(
        "INSERT INTO OrleansQuery SELECT * FROM kept ON CONFLICT DO NOTHING; DROP TABLE kept");

    [Theory]
    [InlineData("WriteToStorageKey")]
    [InlineData("ReadFromStorageKey")]
    [InlineData("ClearStorageKey")]
    [InlineData("UpsertReminderRowKey")]
    [InlineData("ReadRangeRows2Key")]
    public async Task Start_QueryMissing_FailsTheSilo(string key)
    {
        await ExecuteAsync($"DELETE FROM OrleansQuery WHERE querykey = '{key}'");

        await Assert.ThrowsAnyAsync<Exception>(() => OrleansSilo.StartAsync(postgres.DataSource, "missing"));
    }

    [Fact]
    public async Task Start_DeleteQueryMissing_FailsOnlyWhereClearDeletes()
    {
        await ExecuteAsync("DELETE FROM OrleansQuery WHERE querykey = 'DeleteStorageKey'");

        await using (await OrleansSilo.StartAsync(postgres.DataSource, "missing"))
        {
        }

        await Assert.ThrowsAnyAsync<Exception>(() => OrleansSilo.StartAsync(postgres.DataSource, "missing", deleteStateOnClear: true));
    }

    async Task ExecuteAsync(string sql)
    {
        await using var command = postgres.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
