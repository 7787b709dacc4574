using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansAssets.Database;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Phases;

namespace OrleansAssets.Tests.Storage;

public sealed class PhaseLogTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private PhaseLog Log => new(postgres.DataSource);

    [Fact]
    public async Task Append_AgainAfterManyOthers_IsOneEntry()
    {
        const string phaseId = "phase_append_again";
        var first = Happened(0);
        Assert.True(await Log.AppendAsync(phaseId, first, default));
        for (var minute = 1; minute <= 60; minute++)
        {
            await Log.AppendAsync(phaseId, Happened(minute), default);
        }

        Assert.False(await Log.AppendAsync(phaseId, first with { By = "bob" }, default));

        Assert.Equal(61, (await AuditAsync(postgres.DataSource, phaseId)).Length);
        Assert.Equal("ann", (await Log.ReadLastAsync(phaseId, 100, default))[^1].By);
    }

    [Fact]
    public async Task Append_OfOneEventAtOnce_IsOneEntry()
    {
        const string phaseId = "phase_append_at_once";
        var happened = Happened(0);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Log.AppendAsync(phaseId, happened, default)));

        Assert.Single(taken, one => one);
        Assert.Single(await AuditAsync(postgres.DataSource, phaseId));
        Assert.Single(await Log.ReadLastAsync(phaseId, 100, default));
    }

    [Fact]
    public async Task Append_WithEvidence_IsReadBackWithItsVerdict()
    {
        const string phaseId = "phase_with_evidence";
        var evidence = new Readiness(phaseId, ReadinessVerdict.NotReady, Rows.Start, null, [], ["12 more profitable days"]);

        await Log.AppendAsync(phaseId, Happened(0) with { Evidence = evidence }, default);

        var entry = Assert.Single(await Log.ReadLastAsync(phaseId, 9, default));
        Assert.Equal((ReadinessVerdict.NotReady, "because", Rows.Start), (entry.Verdict, entry.Notes, entry.At));
        Assert.Contains("12 more", Assert.Single(await AuditAsync(postgres.DataSource, phaseId)).Payload, StringComparison.Ordinal);
    }

    /// <summary>That version wrote the entry of the audit log first and the row after it, and could be cut off between the two.</summary>
    [Fact]
    public async Task Migrate_DatabaseOfTheVersionBefore_GivesEachEntryItsRowOnce()
    {
        const int own = 61;
        var server = await TestServer.GetAsync();
        var (name, connectionString) = await server.CreateDatabaseAsync(migrated: false);
        await using (var dataSource = NpgsqlDataSource.Create(connectionString))
        {
            await MigrateAsync(dataSource, [.. Migration.OfProgram().Where(migration => migration.Number < own)]);
            var (whole, cut) = (Happened(0), Happened(1));
            var audit = new AuditLog(dataSource);
            await audit.AppendAsync(
                "phase/old", Note(whole, $$"""{"eventId":"{{whole.Id}}","notes":"because","evidence":null}"""), default);
            await audit.AppendAsync(
                "phase/old", Note(cut, $$$"""{"eventId":"{{{cut.Id}}}","notes":"later","evidence":{"verdict":"Ready"}}"""), default);
            await audit.AppendAsync("phase/old", Note(Happened(2), """{"notes":"of no id, with \u0000"}"""), default);
            await ExecuteAsync(dataSource, $"""
                INSERT INTO phase_activation_log (activation_id, phase_id, action, at, by, notes, evidence)
                VALUES ('{whole.Id}', 'old', 'force_requested', now() - interval '1 year', 'ann', 'because', jsonb_build_object())
                """);

            await MigrateAsync(dataSource, Migration.OfProgram());

            var log = new PhaseLog(dataSource);
            var rows = (await log.ReadLastAsync("old", 9, default)).ToDictionary(entry => entry.Id);
            Assert.Equal(3, rows.Count);
            Assert.Equal(("later", ReadinessVerdict.Ready), (rows[cut.Id].Notes, rows[cut.Id].Verdict));
            Assert.False(await log.AppendAsync("old", whole, default));
            Assert.False(await log.AppendAsync("old", cut, default));
            Assert.True(await log.AppendAsync("old", Happened(3), default));
            var entries = await AuditAsync(dataSource, "old");
            Assert.Equal(4, entries.Length);
            Assert.Null(AuditRules.Check("phase/old", OrleansAssets.Audit.AuditPosition.Start, entries, 100).Fault);
        }

        await server.DropDatabaseAsync(name);
    }

    private static Task<int> MigrateAsync(NpgsqlDataSource dataSource, ImmutableArray<Migration> migrations) =>
        new Migrator(dataSource, migrations, NullLogger.Instance).ApplyAsync(CancellationToken.None);

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<ImmutableArray<OrleansAssets.Audit.AuditEntry>> AuditAsync(NpgsqlDataSource dataSource, string phaseId) =>
        new AuditLog(dataSource).ReadAsync(Keys.Phase(phaseId), 0, 100, default);

    private static AuditNote Note(PhaseEvent happened, string payload) => new(happened.Action, happened.By, payload, happened.At);

    private static PhaseEvent Happened(int minute) =>
        new(Guid.NewGuid(), PhaseActions.ForceRequested, Rows.Start.AddMinutes(minute), "ann", "because", null);
}
