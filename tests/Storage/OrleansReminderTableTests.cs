using Orleans;
using Orleans.Runtime;

namespace OrleansAssets.Tests.Storage;

public sealed class OrleansReminderTableTests(OrleansFixture orleans) : IClassFixture<OrleansFixture>
{
    IReminderTable Table => orleans.Silo.Reminders;

    [Fact]
    public async Task Upsert_Twice_CountsTheVersionOnAndKeepsTheLast()
    {
        Assert.Equal("0", await Table.UpsertRow(Entry("asset/A", "r", minutes: 1)));
        Assert.Equal("1", await Table.UpsertRow(Entry("asset/A", "r", minutes: 2)));

        var row = await Table.ReadRow(GrainId.Create("asset", "asset/A"), "r");
        Assert.NotNull(row);
        Assert.Equal(
            ("1", TimeSpan.FromMinutes(2), DateTimeKind.Utc, Entry("asset/A", "r", 2).StartAt),
            (row.ETag, row.Period, row.StartAt.Kind, row.StartAt));
    }

    [Fact]
    public async Task Remove_OnlyOnTheStoredVersion()
    {
        await Table.UpsertRow(Entry("asset/B", "r", minutes: 1));
        await Table.UpsertRow(Entry("asset/B", "r", minutes: 2));
        var id = GrainId.Create("asset", "asset/B");

        Assert.False(await Table.RemoveRow(id, "r", "0"));
        Assert.True(await Table.RemoveRow(id, "r", "1"));
        Assert.False(await Table.RemoveRow(id, "r", "1"));
        Assert.Null(await Table.ReadRow(id, "r"));
    }

    [Fact]
    public async Task ReadRows_OfGrain_AnswersItsOwn()
    {
        await Table.UpsertRow(Entry("asset/C", "one", minutes: 1));
        await Table.UpsertRow(Entry("asset/C", "two", minutes: 1));
        await Table.UpsertRow(Entry("asset/D", "one", minutes: 1));

        var rows = await Table.ReadRows(GrainId.Create("asset", "asset/C"));

        Assert.Equal("one two", string.Join(' ', rows.Reminders.Select(row => row.ReminderName).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task ReadRows_OfRange_IsOpenAtBeginClosedAtEndAndWraps()
    {
        var ids = Enumerable.Range(0, 40)
            .Select(n => GrainId.Create("ranged", $"asset/{n}")).OrderBy(id => id.GetUniformHashCode()).ToArray();
        foreach (var id in ids)
            await Table.UpsertRow(Entry(id, "r", minutes: 1));
        var hashes = ids.Select(id => id.GetUniformHashCode()).ToArray();

        // Both halves of the unsigned range: the column is signed, so one of these crosses its sign.
        Assert.Equal(ids[6..11], await InAsync(hashes[5], hashes[10]));
        Assert.Equal(ids[31..36], await InAsync(hashes[30], hashes[35]));
        Assert.Equal(ids[6..36], await InAsync(hashes[5], hashes[35]));
        Assert.Equal([.. ids[..6], .. ids[36..]], await InAsync(hashes[35], hashes[5]));
        Assert.Equal(ids, await InAsync(0, 0));
    }

    async Task<IEnumerable<GrainId>> InAsync(uint begin, uint end) => (await Table.ReadRows(begin, end)).Reminders
        .Select(row => row.GrainId).Where(id => id.Type.ToString() == "ranged").OrderBy(id => id.GetUniformHashCode());

    static ReminderEntry Entry(string key, string name, int minutes) => Entry(GrainId.Create("asset", key), name, minutes);

    static ReminderEntry Entry(GrainId id, string name, int minutes) => new()
    {
        GrainId = id,
        ReminderName = name,
        StartAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Period = TimeSpan.FromMinutes(minutes),
    };
}
