using OrleansAssets.Domain.Portfolio.Orders;

namespace OrleansAssets.Tests.Domain;

public sealed class IdFilterTests
{
    private static readonly (string Kind, string Id)[] Recorded = [("order", "a"), ("fill", "b")];

    [Fact]
    public async Task MayBeKnown_RecordedIdsAreRead_TellsNewFromSeen()
    {
        var filter = new IdFilter(_ => Task.FromResult<IReadOnlyList<(string, string)>>(Recorded));

        Assert.True(filter.MayBeKnown("order", "first", isForgetting: true)); // Nothing is read yet.
        await filter.Reading!; // The question began it.

        Assert.False(filter.MayBeKnown("order", "new", isForgetting: true));
        Assert.True(filter.MayBeKnown("order", "new", isForgetting: true)); // It may be recorded by now.
        Assert.True(filter.MayBeKnown("order", "a", isForgetting: true));
        Assert.False(filter.MayBeKnown("order", "b", isForgetting: true)); // That is a fill's.
    }

    [Fact]
    public async Task MayBeKnown_IdAskedForBeforeTheReading_IsSeenAfterIt()
    {
        var filter = new IdFilter(_ => Task.FromResult<IReadOnlyList<(string, string)>>([]));

        Assert.True(filter.MayBeKnown("order", "early", isForgetting: false));
        Assert.Null(filter.Reading); // The book knows all ids still.
        Assert.True(filter.MayBeKnown("order", "other", isForgetting: true));
        await filter.Reading!;

        Assert.True(filter.MayBeKnown("order", "early", isForgetting: true));
    }

    [Fact]
    public async Task ReadAgain_OthersMayHaveWritten_BelievesNothingBeforeItIsRead()
    {
        var readings = 0;
        var filter = new IdFilter(_ => Task.FromResult<IReadOnlyList<(string, string)>>(++readings == 1 ? [] : Recorded));
        filter.MayBeKnown("order", "first", isForgetting: true);
        await filter.Reading!;

        filter.ReadAgain();

        Assert.True(filter.MayBeKnown("order", "second", isForgetting: true));
        await filter.Reading!;
        Assert.True(filter.MayBeKnown("order", "a", isForgetting: true));
        Assert.True(filter.MayBeKnown("order", "first", isForgetting: true)); // Not forgotten.
        Assert.False(filter.MayBeKnown("order", "third", isForgetting: true));
    }

    [Fact]
    public async Task MayBeKnown_ReadingFails_AsksForAllAndReadsAgain()
    {
        var readings = 0;
        var filter = new IdFilter(_ => ++readings == 1
            ? Task.FromException<IReadOnlyList<(string, string)>>(new IOException("the connection was lost"))
            : Task.FromResult<IReadOnlyList<(string, string)>>(Recorded));
        filter.MayBeKnown("order", "first", isForgetting: true);
        await Assert.ThrowsAsync<IOException>(() => filter.Reading!);

        Assert.True(filter.MayBeKnown("order", "second", isForgetting: true));
        await filter.Reading!;

        Assert.False(filter.MayBeKnown("order", "third", isForgetting: true));
    }

    [Fact]
    public async Task MayBeKnown_MoreIdsThanItHolds_AsksForAll()
    {
        var filter = new IdFilter(max => Task.FromResult<IReadOnlyList<(string, string)>>([.. Enumerable.Repeat(("order", "a"), max)]));
        filter.MayBeKnown("order", "first", isForgetting: true);
        await filter.Reading!;

        Assert.True(filter.MayBeKnown("order", "new", isForgetting: true));
    }
}
