using Npgsql;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class RetentionStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);

    private RetentionStore Store => new(postgres.DataSource, new PartitionKeeper(postgres.DataSource));

    [Fact]
    public async Task Drop_OldAndYoungPartitions_DropsTheOldAndSaysWhatIsFreeAgain()
    {
        var partitions = new PartitionKeeper(postgres.DataSource);
        await partitions.EnsureAsync("quotes", [Now.AddMonths(-20), Now.AddMonths(-15), Now.AddMonths(-2), Now], default);

        var dropped = await Store.DropAsync("quotes", Now.AddDays(-400), Now, default);
        var again = await Store.DropAsync("quotes", Now.AddDays(-400), Now, default);

        Assert.Equal(["quotes_y2025m03", "quotes_y2025m08"], dropped.Select(one => one.Name));
        Assert.All(dropped, one => Assert.True(one.Bytes > 0, one.Name));
        Assert.Empty(again);
        Assert.Equal(
            ["quotes_y2026m09", "quotes_y2026m11"],
            await Rows.ReadAsync(
                postgres.DataSource, "SELECT relname FROM pg_class WHERE relname ~ '^quotes_y20' AND relkind = 'r' ORDER BY 1"));
        Assert.Equal(["partitions_dropped|quotes|2"], await Rows.ReadAsync(postgres.DataSource, """
            SELECT kind, payload::jsonb ->> 'table', jsonb_array_length(payload::jsonb -> 'dropped')
            FROM audit_log WHERE stream = 'retention'
            """));
    }

    [Fact]
    public async Task Drop_ClockOfYearsAhead_TakesNothingThatIsYoungByTheDatabases()
    {
        await new PartitionKeeper(postgres.DataSource).EnsureAsync("options_flow", [Now], default);

        Assert.Empty(await Store.DropAsync("options_flow", Now.AddYears(3).AddDays(-400), Now.AddYears(3), default));
    }

    [Theory]
    [InlineData("candles", 4_000)]
    [InlineData("quotes", 10)]
    public async Task Drop_WhatIsAlwaysKept_IsRefusedByTheDatabase(string table, int days)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => Store.DropAsync(table, TimeProvider.System.GetUtcNow().AddDays(-days), Now, default));

        Assert.Contains("is not taken away", refused.MessageText, StringComparison.Ordinal);
    }
}
