using Npgsql;
using OrleansAssets.Database;

namespace OrleansAssets.Tests.Storage;

/// <summary>A database belongs to one mode for life, and nobody changes that.</summary>
public sealed class InstallationStampTests : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Theory]
    [InlineData("", "live", "live", false)]
    [InlineData("", "sandbox", "sandbox", false)]
    [InlineData("live", "sandbox", "live", true)]
    [InlineData("sandbox", "live", "sandbox", true)]
    [InlineData("live sandbox live", "live", "sandbox", true)]
    public async Task Ensure_DatabaseWithoutAStamp_IsWhatItsSourcesWereElseWhatIsAskedFor(
        string sources, string asked, string expected, bool isOlder)
    {
        foreach (var (mode, number) in sources.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((mode, number) => (mode, number)))
        {
            await ExecuteAsync($"""
                INSERT INTO data_source_registry (source_id, name, plan, mode, status, status_text, list_price_usd, monthly_cost_usd,
                    classes, missing_keys, collected, windows, datasets, consecutive_failures)
                VALUES ('source_{number}', '', '', '{mode}', '', '', 0, 0, '{"{}"}', '{"{}"}', true, '[]', '[]', 0)
                """);
        }

        var stamp = await InstallationStamp.EnsureAsync(_postgres.DataSource, asked, default);

        Assert.Equal((expected, isOlder), (stamp.Mode, stamp.IsOlder));
        Assert.Equal(asked == expected, stamp.RefusalOf(asked, "another database") is null);
    }

    [Fact]
    public async Task Ensure_Stamped_StaysWhateverIsAskedForOrHappensLater()
    {
        var stamps = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => InstallationStamp.EnsureAsync(
                _postgres.DataSource, number % 2 == 0 ? "live" : "sandbox", default)));
        Assert.Single(stamps.Distinct());

        foreach (var change in new[] { "UPDATE installation SET mode = 'live'", "DELETE FROM installation", "TRUNCATE installation" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(change));
            Assert.Contains("one mode for life", refused.MessageText, StringComparison.Ordinal);
        }

        Assert.Equal(stamps[0], await InstallationStamp.EnsureAsync(_postgres.DataSource, "live", default));
    }

    [Fact]
    public async Task RuntimeRole_OnTheStamp_MayReadAndNothingElse()
    {
        await using var runtime = NpgsqlDataSource.Create(
            await RuntimeRole.EnsureLoginAsync(_postgres.DataSource, _postgres.ConnectionString, default) + ";Pooling=false");
        Assert.Empty(await Rows.ReadAsync(runtime, "SELECT mode FROM installation"));

        await using var insert = runtime.CreateCommand("INSERT INTO installation (mode, basis) VALUES ('live', 'first start')");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public void RefusalOf_OtherMode_SaysWhatItIsAndWhatToDo()
    {
        var sandbox = new InstallationStamp("sandbox", new DateTime(2026, 1, 2, 3, 4, 0, DateTimeKind.Utc), IsOlder: false);
        var live = sandbox with { Mode = "live", IsOlder = true };

        Assert.Equal(
            "This database is a sandbox's for life (stamped by its first start, 2026-01-02 03:04 UTC), and this start is live (--live): "
                + "nothing that the sandbox made up may be evidence, price or position of a live installation. Start without --live, or "
                + "name another directory (--data) for the live installation.",
            sandbox.RefusalOf("live", "another directory (--data)"));
        Assert.Equal(
            "This database is a live installation's for life (stamped by its sources, 2026-01-02 03:04 UTC), and this start is a "
                + "sandbox: its invented prices may not reach a live book. Start with --live, or name another database for the sandbox.",
            live.RefusalOf("sandbox", "another database"));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _postgres.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
