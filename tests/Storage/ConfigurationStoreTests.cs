using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

public sealed class ConfigurationStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly ConfigurationStore _store = new(postgres.DataSource);

    [Fact]
    public async Task Note_FirstChangedUnchangedAndBack_KeepsEachOnceAndLogsEachChange()
    {
        var first = TestConfiguration.Build() with { Hash = "one" };
        var second = first with { Hash = "two", Risk = first.Risk with { MaxSingleClass = 0.5m } };

        var answers = new List<ConfigurationChange[]?>();
        foreach (var configuration in new[] { first, first, second, second, first })
        {
            answers.Add((await _store.NoteAsync(configuration, Rows.Start, default))?.ToArray());
        }

        ConfigurationChange raised = new("risk.maxSingleClass", "0.40", "0.5");
        ConfigurationChange lowered = new("risk.maxSingleClass", "0.5", "0.40");
        Assert.Equal([null, null, [raised], null, [lowered]], answers);
        Assert.Equal(["one", "two"], await Rows.ReadAsync(postgres.DataSource, "SELECT hash FROM configuration_versions ORDER BY 1"));
        Assert.Equal(
            ["1|configuration_applied|one||0", "2|configuration_applied|two|one|1", "3|configuration_applied|one|two|1"],
            await Rows.ReadAsync(postgres.DataSource, """
                SELECT sequence, kind, payload::jsonb ->> 'hash', payload::jsonb ->> 'previous', payload::jsonb ->> 'count'
                FROM audit_log WHERE stream = 'configuration' ORDER BY sequence
                """));
        Assert.Equal(3, (await new AuditLog(postgres.DataSource).GetHeadAsync(ConfigurationContent.Stream, default)).Sequence);

        await AssertAppliedAsync(first);
        await AssertKeptWholeAsync(ShippedConfiguration.Value);
    }

    /// <summary>Read back: the last first, with what was kept of each.</summary>
    private async Task AssertAppliedAsync(AssetsConfiguration first)
    {
        var applied = await _store.ReadAppliedAsync(long.MaxValue, 10, default);

        Assert.Equal(
            [(3L, "one", (string?)"two", 1), (2L, "two", "one", 1), (1L, "one", null, 0)],
            applied.Select(one => (one.Sequence, one.Hash, one.Previous, one.Changes)));
        Assert.Equal([2L], (await _store.ReadAppliedAsync(3, 1, default)).Select(one => one.Sequence));
        Assert.Equal(Rows.Start, await _store.FindAppliedAsync("two", default));
        Assert.Null(await _store.FindAppliedAsync("three", default));
        Assert.Equal(ConfigurationContent.Of(first), await _store.FindContentAsync("one", default));
        Assert.Null(await _store.FindContentAsync("three", default));
    }

    private async Task AssertKeptWholeAsync(AssetsConfiguration shipped)
    {
        await _store.NoteAsync(shipped, Rows.Start, default);

        var kept = Assert.Single(await Rows.ReadAsync(
            postgres.DataSource, $"SELECT content FROM configuration_versions WHERE hash = '{shipped.Hash}'"));
        Assert.Empty(ConfigurationContent.Changes(kept, ConfigurationContent.Of(shipped)));
    }
}
