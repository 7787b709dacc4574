using Npgsql;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class OrleansStorageTests(OrleansFixture orleans) : IClassFixture<OrleansFixture>
{
    IGrainStorage Storage => orleans.Silo.Storage;

    [Fact]
    public async Task Read_NothingStored_AnswersNewStateWithoutETag()
    {
        var state = await ReadAsync("absent");

        Assert.Equal((false, null, 0), (state.RecordExists, state.ETag, ValueOf(state).Number));
    }

    [Fact]
    public async Task Write_ThenRead_AnswersSameStateAndVersion()
    {
        var written = new GrainState<Counter>(new Counter { Number = 7, Note = "é" });
        await Storage.WriteStateAsync("counter", Id("trip"), written);
        written.State = new Counter { Number = 8, Note = "é" };
        await Storage.WriteStateAsync("counter", Id("trip"), written);

        var read = await ReadAsync("trip");
        Assert.Equal((true, "2", 8, "é"), (read.RecordExists, read.ETag, ValueOf(read).Number, ValueOf(read).Note));
        Assert.Equal((true, "2"), (written.RecordExists, written.ETag));
    }

    [Fact]
    public async Task Write_StaleETag_IsVersionConflictAndKeepsTheRow()
    {
        await Storage.WriteStateAsync("counter", Id("stale"), new GrainState<Counter>(new Counter { Number = 1 }));
        var (first, second) = (await ReadAsync("stale"), await ReadAsync("stale"));
        first.State = new Counter { Number = 2 };
        await Storage.WriteStateAsync("counter", Id("stale"), first);

        second.State = new Counter { Number = 3 };
        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage.WriteStateAsync("counter", Id("stale"), second));

        Assert.Contains("GrainId=asset/stale ETag=1", conflict.Message, StringComparison.Ordinal);
        Assert.Equal(("1", 2), (second.ETag, ValueOf(await ReadAsync("stale")).Number));
    }

    [Fact]
    public async Task Write_SimultaneousFirstWrites_LeaveOneRowAndOneConflictEach()
    {
        // Many grains at once: each pair of writers starts without a version, so exactly one of the two may win.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20)
            .SelectMany(grain => new[] { FirstWriteAsync(grain), FirstWriteAsync(grain) }));

        Assert.Equal((20, 20), (outcomes.Count(won => won), outcomes.Count(won => !won)));
        Assert.Equal(20L, await ScalarAsync("SELECT count(*) FROM OrleansStorage WHERE grainidextensionstring LIKE 'asset/race-%'"));
    }

    [Fact]
    public async Task Insert_SecondRowOfOneKey_IsRefusedByTheDatabase()
    {
        await Storage.WriteStateAsync("counter", GrainId.Create("asset", "2A"), new GrainState<Counter>(new Counter()));

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => ScalarAsync("INSERT INTO OrleansStorage SELECT * FROM OrleansStorage WHERE grainidn1 = 42"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
    }

    [Fact]
    public async Task Clear_KeepsRowCountsVersionOnAndCanBeWrittenAgain()
    {
        await Storage.WriteStateAsync("counter", Id("clear"), new GrainState<Counter>(new Counter { Number = 5 }));
        var state = await ReadAsync("clear");
        var stale = await ReadAsync("clear");

        await Storage.ClearStateAsync("counter", Id("clear"), state);
        Assert.Equal((false, "2", 0), (state.RecordExists, state.ETag, ValueOf(state).Number));

        var cleared = await ReadAsync("clear");
        Assert.Equal((false, "2", 0), (cleared.RecordExists, cleared.ETag, ValueOf(cleared).Number));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("counter", Id("clear"), stale));

        await Storage.WriteStateAsync("counter", Id("clear"), cleared);
        Assert.Equal((true, "3"), (cleared.RecordExists, cleared.ETag));
    }

    [Fact]
    public async Task Clear_NeverRead_ReadsTheVersionItself()
    {
        await Storage.WriteStateAsync("counter", Id("unread"), new GrainState<Counter>(new Counter { Number = 5 }));

        await Storage.ClearStateAsync("counter", Id("unread"), new GrainState<Counter>(new Counter()));

        Assert.False((await ReadAsync("unread")).RecordExists);
    }

    [Fact]
    public async Task Clear_StaleETag_IsVersionConflict()
    {
        await Storage.WriteStateAsync("counter", Id("clear-stale"), new GrainState<Counter>(new Counter { Number = 5 }));
        var (first, second) = (await ReadAsync("clear-stale"), await ReadAsync("clear-stale"));
        await Storage.WriteStateAsync("counter", Id("clear-stale"), first);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("counter", Id("clear-stale"), second));
        Assert.True((await ReadAsync("clear-stale")).RecordExists);
    }

    [Fact]
    public async Task Clear_WithDelete_RemovesTheRow()
    {
        await using var silo = await OrleansSilo.StartAsync(orleans.DataSource, "deleting", deleteStateOnClear: true);
        var state = new GrainState<Counter>(new Counter { Number = 5 });
        await silo.Storage.WriteStateAsync("counter", Id("gone"), state);

        await silo.Storage.ClearStateAsync("counter", Id("gone"), state);

        Assert.Equal((false, null), (state.RecordExists, state.ETag));
        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM OrleansStorage WHERE serviceid = 'deleting'"));
    }

    [Theory]
    [InlineData("AD0BE", "ad0be")]
    [InlineData("F00", "0F00")]
    [InlineData("B0+x", "b0+x")]
    public async Task Write_KeysThatReadAsTheSameNumber_ShareOneRow(string key, string sameToOrleans)
    {
        // Why product keys carry a prefix that is not hexadecimal.
        await Storage.WriteStateAsync("counter", GrainId.Create("asset", key), new GrainState<Counter>(new Counter { Number = 1 }));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(
            "counter", GrainId.Create("asset", sameToOrleans), new GrainState<Counter>(new Counter { Number = 2 })));
    }

    [Fact]
    public async Task Write_SameStateNameInTwoGrainTypes_SharesOneRow()
    {
        await Storage.WriteStateAsync("shared", GrainId.Create("asset", "asset/X"), new GrainState<Counter>(new Counter { Number = 1 }));

        var read = new GrainState<Counter>(new Counter());
        await Storage.ReadStateAsync("shared", GrainId.Create("portfolio", "asset/X"), read);
        Assert.Equal(1, ValueOf(read).Number);
    }

    static Counter ValueOf(GrainState<Counter> state) => state.State ?? throw new InvalidOperationException("The state is null.");

    static GrainId Id(string key) => GrainId.Create("asset", "asset/" + key);

    async Task<GrainState<Counter>> ReadAsync(string key)
    {
        var state = new GrainState<Counter>(new Counter());
        await Storage.ReadStateAsync("counter", Id(key), state);
        return state;
    }

    async Task<bool> FirstWriteAsync(int grain)
    {
        try
        {
            await Storage.WriteStateAsync("counter", Id($"race-{grain}"), new GrainState<Counter>(new Counter { Number = grain }));
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    async Task<object?> ScalarAsync(string sql)
    {
        await using var command = orleans.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public sealed class Counter
    {
        public int Number { get; set; }

        public string Note { get; set; } = "";
    }
}
