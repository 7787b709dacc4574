using System.Globalization;
using Npgsql;
using OrleansAssets.Audit;
using OrleansAssets.Database;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Audit;

namespace OrleansAssets.Tests.Storage;

public sealed class AuditLogTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = new DateTimeOffset(2026, 11, 24, 6, 30, 0, TimeSpan.Zero).AddTicks(1_234_567);

    private AuditLog Log => new(postgres.DataSource);

    [Fact]
    public async Task Append_Entries_AreChainedAndReadBackTheSame()
    {
        const string stream = "phase/chained";
        var first = await Log.AppendAsync(stream, Note("""{"text": "größer ÷ \u0000"}"""), CancellationToken.None);
        var second = await Log.AppendAsync(stream, Note("{}"), CancellationToken.None);

        var entries = await Log.ReadAsync(stream, 0, 10, CancellationToken.None);

        Assert.Equal([first, second], entries.Select(entry => entry.Position));
        Assert.Equal(first.Hash, entries[1].PreviousHash);
        Assert.Equal(second, await Log.GetHeadAsync(stream, CancellationToken.None));
        Assert.True((await CheckAsync(stream)) is { AtEnd: true, Fault: null });
    }

    [Fact]
    public async Task Append_ManyAtOnce_LosesNoneAndStaysWhole()
    {
        const string stream = "phase/crowded";

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Log.AppendAsync(stream, Note("{}"), CancellationToken.None)));

        var check = await CheckAsync(stream);
        Assert.Null(check.Fault);
        Assert.Equal(32, check.Until.Sequence);
    }

    [Fact]
    public async Task Append_InATransactionThatIsTakenBack_LeavesNothing()
    {
        const string stream = "phase/taken_back";
        await using (var connection = await postgres.DataSource.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await AuditAppend.AppendAsync(transaction, stream, Note("{}"), CancellationToken.None);
        }

        Assert.Equal(AuditPosition.Start, await Log.GetHeadAsync(stream, CancellationToken.None));
    }

    [Fact]
    public async Task Find_SomeKindsBelowANumber_GivesThoseNewestFirst()
    {
        const string stream = "portfolio/found";
        foreach (var kind in new[] { "fill", "mark", "decision", "fill", "mark" })
        {
            await Log.AppendAsync(stream, Note("{}") with { Kind = kind }, CancellationToken.None);
        }

        var below = await Log.FindAsync(new AuditQuery(stream, ["fill", "decision"], null, 10), 4, CancellationToken.None);
        var newest = await Log.FindAsync(new AuditQuery(stream, [], null, 2), 6, CancellationToken.None);

        Assert.Equal([3, 1], below.Select(entry => entry.Sequence));
        Assert.Equal([5, 4], newest.Select(entry => entry.Sequence));
    }

    [Theory]
    [InlineData("UPDATE audit_log SET payload = '{\"x\":2}' WHERE stream = '{0}' AND sequence = 3", 3, "was changed")]
    [InlineData("UPDATE audit_log SET actor = 'Eve' WHERE stream = '{0}' AND sequence = 1", 1, "was changed")]
    [InlineData("UPDATE audit_log SET at = at + interval '1 microsecond' WHERE stream = '{0}' AND sequence = 5", 5, "was changed")]
    [InlineData("DELETE FROM audit_log WHERE stream = '{0}' AND sequence = 2", 2, "is missing")]
    [InlineData("DELETE FROM audit_log WHERE stream = '{0}' AND sequence >= 4", 4, "entries 4 to 5 were written and are missing")]
    [InlineData("DELETE FROM audit_log WHERE stream = '{0}'", 1, "entries 1 to 5 were written and are missing")]
    [InlineData("UPDATE audit_log SET hash = decode(repeat('ab', 32), 'hex') WHERE stream = '{0}' AND sequence = 4", 4, "was changed")]
    public async Task Verify_ChangedByTheOwner_NamesTheFirstBrokenEntry(string sql, long brokenAt, string expected)
    {
        var stream = $"portfolio/tampered_{brokenAt}_{sql.Length.ToString(CultureInfo.InvariantCulture)}";
        for (var number = 0; number < 5; number++)
        {
            await Log.AppendAsync(stream, Note("{}"), CancellationToken.None);
        }

        await ExecuteAsync(postgres.DataSource, sql.Replace("{0}", stream, StringComparison.Ordinal));

        var check = await CheckAsync(stream);
        Assert.Equal(brokenAt, check.BrokenAt);
        Assert.Contains(expected, check.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_RewrittenWithNewHashes_IsDeniedByARememberedEnd()
    {
        const string stream = "portfolio/rewritten";
        await Log.AppendAsync(stream, Note("{}"), CancellationToken.None);
        var remembered = await Log.AppendAsync(stream, Note("{}"), CancellationToken.None);
        await ExecuteAsync(
            postgres.DataSource, $"DELETE FROM audit_log WHERE stream = '{stream}'; DELETE FROM audit_heads WHERE stream = '{stream}'");
        await Log.AppendAsync(stream, Note("""{"other": true}"""), CancellationToken.None);
        await Log.AppendAsync(stream, Note("{}"), CancellationToken.None);

        var check = await CheckAsync(stream, remembered);

        Assert.Equal(2, check.BrokenAt);
    }

    [Fact]
    public async Task RuntimeRole_OnTheLog_MayAddAndNothingElse()
    {
        await using var owner = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var runtime = NpgsqlDataSource.Create(
            await RuntimeRole.EnsureLoginAsync(owner, postgres.ConnectionString, CancellationToken.None));
        var log = new AuditLog(runtime);
        await log.AppendAsync("portfolio/guarded", Note("{}"), CancellationToken.None);

        foreach (var sql in new[]
        {
            "UPDATE audit_log SET actor = 'Eve'", "DELETE FROM audit_log", "TRUNCATE audit_log", "DROP TABLE audit_log",
            "ALTER TABLE audit_log DISABLE TRIGGER ALL", "DELETE FROM schema_migrations", "DELETE FROM append_only_tables",
            "SET ROLE assets",
        })
        {
            await using var command = runtime.CreateCommand(sql);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        Assert.True((await log.GetGuardAsync(CancellationToken.None)).AppendOnly);
        Assert.False((await Log.GetGuardAsync(CancellationToken.None)).AppendOnly);
    }

    /// <summary>Days, trades, profits and heads too: a revision goes by what keeps the version before it.</summary>
    [Fact]
    public async Task RuntimeRole_OnTheRecord_MayAddAndReviseButNeitherChangeNorRemoveARow()
    {
        await using var owner = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var runtime = NpgsqlDataSource.Create(
            await RuntimeRole.EnsureLoginAsync(owner, postgres.ConnectionString, CancellationToken.None));
        var imports = Rows.ImportStore(runtime);
        await Rows.ImportAsync(imports, "kept", Rows.Equity(0, 100m));
        await Rows.ImportAsync(imports, "kept", Rows.Equity(0, 110m));
        await Rows.ImportAsync(imports, "kept", Rows.Trade("a", 0, 1));
        await new AuditLog(runtime).AppendAsync("record/guarded", Note("{}"), CancellationToken.None);
        await new AuditLog(runtime).AppendAsync("record/guarded", Note("{}"), CancellationToken.None);

        foreach (var table in new[] { "equity_daily", "trades", "profit_daily", "phase_activation_log", "phase_evidence",
            "book_seals", "configuration_versions", "equity_daily_history", "trades_history", "profit_daily_history" })
        {
            var column = await FirstColumnAsync(table);
            foreach (var sql in new[] { $"DELETE FROM {table}", $"UPDATE {table} SET {column} = NULL", $"TRUNCATE {table}" })
            {
                await AssertRefusedAsync(runtime, sql, PostgresErrorCodes.InsufficientPrivilege);
            }
        }

        await AssertRefusedAsync(runtime, "DELETE FROM audit_heads", PostgresErrorCodes.InsufficientPrivilege);
        await AssertRefusedAsync(runtime, "UPDATE audit_heads SET sequence = 1", PostgresErrorCodes.RestrictViolation);
        await AssertRefusedAsync(runtime, "UPDATE audit_heads SET hash = sha256('forged')", PostgresErrorCodes.RestrictViolation);
        Assert.Equal(["110|1|100"], await Rows.ReadAsync(postgres.DataSource, """
            SELECT now.equity, now.revision, before.equity
            FROM equity_daily AS now JOIN equity_daily_history AS before USING (portfolio_id, day)
            WHERE portfolio_id = 'kept'
            """));
    }

    /// <summary>What goes with the owner's rights is the silo's alone: another reader of the database cannot call it.</summary>
    [Fact]
    public async Task Functions_WithTheOwnersRights_AreClosedToEverybodyElse() => Assert.Empty(await Rows.ReadAsync(postgres.DataSource, """
        SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
            AND EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)
        """));

    private async Task<string> FirstColumnAsync(string table) => (await Rows.ReadAsync(
        postgres.DataSource, $"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum = 1"))[0];

    private static async Task AssertRefusedAsync(NpgsqlDataSource role, string sql, string sqlState)
    {
        await using var command = role.CreateCommand(sql);
        Assert.Equal(sqlState, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task RuntimeRole_TakenOnByTheOwnersConnections_StaysThroughThePool()
    {
        await using var owner = NpgsqlDataSource.Create(postgres.ConnectionString);
        var taking = await RuntimeRole.EnsureTakenOnAsync(owner, postgres.ConnectionString, CancellationToken.None);
        await using var runtime = NpgsqlDataSource.Create(taking + ";Maximum Pool Size=1");

        for (var use = 0; use < 3; use++)
        {
            await using var command = runtime.CreateCommand("DELETE FROM audit_log");
            await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        }

        Assert.Equal(RuntimeRole.Name, (await new AuditLog(runtime).GetGuardAsync(CancellationToken.None)).Role);
    }

    [Fact]
    public async Task RuntimeRole_ATableOfTimeSeries_GetsItsPartitions()
    {
        await using var owner = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var runtime = NpgsqlDataSource.Create(
            await RuntimeRole.EnsureLoginAsync(owner, postgres.ConnectionString, CancellationToken.None));
        await using var make =
            runtime.CreateCommand("SELECT make_partitions('candles', '2011-01-01'::timestamptz, '2011-03-01'::timestamptz)");
        Assert.Equal(1, await make.ExecuteScalarAsync());

        await ExecuteAsync(runtime, """
            INSERT INTO candles (asset_id, source_id, timeframe, open_time, asset_class, open, high, low, close, volume)
            VALUES ('NVDA', 'alpaca', '1d', '2011-02-01', 'stocks', 1, 1, 1, 1, 1);
            UPDATE candles SET close = 2 WHERE open_time = '2011-02-01';
            """);
    }

    private static AuditNote Note(string payload) => new("test", "Ada", payload, Now);

    private async Task<AuditCheck> CheckAsync(string stream, params AuditPosition[] remembered)
    {
        var head = await Log.GetHeadAsync(stream, CancellationToken.None);
        var entries = await Log.ReadAsync(stream, 0, 1000, CancellationToken.None);
        return AuditRules.Check(stream, AuditPosition.Start, entries, 1000, [head, .. remembered]);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
