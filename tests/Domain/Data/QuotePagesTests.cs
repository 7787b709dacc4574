using System.Collections.Immutable;
using OrleansAssets.Data;
using OrleansAssets.Domain.Data;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain.Data;

public sealed class QuotePagesTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A page ends between two instants: quotes of several sources at one would be lost, or told twice.</summary>
    [Theory]
    [InlineData("0 1 2", 3, 3, null)]
    [InlineData("0 1 2 3", 3, 3, 3)]
    [InlineData("0 1 1 1", 3, 1, 1)]
    [InlineData("0 1 1", 1, 1, 1)]
    public void Of_Rows_EndsBetweenTwoInstants(string seconds, int limit, int rows, int? next)
    {
        var page = QuotePages.Of("BTC/USDT", RowsAt(seconds), limit);

        Assert.Equal((rows, next is { } second ? Start.AddSeconds(second) : (DateTimeOffset?)null), (page.Rows.Length, page.Next));
    }

    [Fact]
    public void Of_MoreSourcesAtOneInstantThanThePageHolds_TellsThatInstantWholeAndGoesOn()
    {
        var page = QuotePages.Of("BTC/USDT", RowsAt("1 1 1"), 2);

        Assert.Equal((3, Start.AddSeconds(1).AddMicroseconds(1)), (page.Rows.Length, page.Next));
    }

    private static ImmutableArray<StoredQuote> RowsAt(string seconds) =>
    [
        .. seconds.Split(' ').Select((second, source) => new StoredQuote(
            new Quote("BTC/USDT", $"s{source}", Start.AddSeconds(second[0] - '0'), 1, 2, null, null), Start)),
    ];
}
