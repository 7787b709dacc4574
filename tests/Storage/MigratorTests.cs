using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Database;

namespace OrleansAssets.Tests.Storage;

public sealed class MigratorTests : IAsyncLifetime
{
    private static readonly Migration First = Migration.Create(10, "first", "CREATE TABLE steps (id int); INSERT INTO steps VALUES (1)");
    private static readonly Migration Second = Migration.Create(20, "second", "INSERT INTO steps SELECT max(id) + 1 FROM steps");

    private NpgsqlDataSource _dataSource = null!; // set before each test
    private string _name = "";

    public async Task InitializeAsync()
    {
        (_name, var connectionString) = await (await TestServer.GetAsync()).CreateDatabaseAsync(migrated: false);
        _dataSource = NpgsqlDataSource.Create(connectionString);
    }

    public async Task DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await (await TestServer.GetAsync()).DropDatabaseAsync(_name);
    }

    [Fact]
    public async Task Apply_NewDatabase_RunsAllInOrderAndRecordsThem()
    {
        Assert.Equal(2, await ApplyAsync(First, Second));

        Assert.Equal("10 first, 20 second", await TextAsync(
            "SELECT string_agg(number || ' ' || name, ', ' ORDER BY number) FROM schema_migrations"));
        Assert.Equal("1,2", await TextAsync("SELECT string_agg(id::text, ',' ORDER BY id) FROM steps"));
    }

    [Fact]
    public async Task Apply_Again_ChangesNothing()
    {
        await ApplyAsync(First, Second);

        Assert.Equal(0, await ApplyAsync(First, Second));
        Assert.Equal("2", await TextAsync("SELECT count(*)::text FROM steps"));
    }

    [Fact]
    public async Task Apply_ManyAtOnce_EachFileRunsOnce()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ApplyAsync(First, Second)));

        Assert.Equal(2, applied.Sum());
        Assert.Equal("2", await TextAsync("SELECT count(*)::text FROM steps"));
    }

    [Fact]
    public async Task Apply_FileFails_LeavesNothingOfItAndKeepsTheEarlier()
    {
        var broken = Migration.Create(20, "broken", "INSERT INTO steps VALUES (2); SELECT no_such_function()");

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => ApplyAsync(First, broken));

        Assert.Contains("0020_broken.sql", refused.Message, StringComparison.Ordinal);
        Assert.Equal("1", await TextAsync("SELECT string_agg(id::text, ',') FROM steps"));
        Assert.Equal(1, await ApplyAsync(First, Second));
    }

    [Fact]
    public async Task Apply_AppliedFileChanged_IsRefused()
    {
        await ApplyAsync(First, Second);

        var changed = Migration.Create(10, "first", First.Sql + " -- other");
        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => ApplyAsync(changed, Second));

        Assert.Contains("0010_first.sql was changed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_DatabaseNewerThanProgram_IsRefused()
    {
        await ApplyAsync(First, Second);

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => ApplyAsync(First));

        Assert.Contains("0020_second, which this program does not know", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_FileBeforeAnAppliedOne_IsRefused()
    {
        await ApplyAsync(First, Second);

        var late = Migration.Create(15, "late", "SELECT 1");
        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => ApplyAsync(First, late, Second));

        Assert.Contains("0015_late.sql was never applied", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_LineEnds_DoNotMatterToTheChecksum() =>
        Assert.Equal(Migration.Create(1, "a", "x\ny").Checksum, Migration.Create(1, "a", "x\r\ny").Checksum);

    [Fact]
    public void OfProgram_Files_AreInGrowingOrder()
    {
        var numbers = Migration.OfProgram().Select(migration => migration.Number).ToArray();

        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    private Task<int> ApplyAsync(params ImmutableArray<Migration> files) =>
        new Migrator(_dataSource, files, NullLogger.Instance).ApplyAsync(CancellationToken.None);

    private async Task<string?> TextAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        return (string?)await command.ExecuteScalarAsync();
    }
}
