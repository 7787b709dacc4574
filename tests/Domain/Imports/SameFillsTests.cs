using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain.Imports;

public sealed class SameFillsTests
{
    private static readonly DateTimeOffset At = new(2025, 5, 1, 14, 30, 0, TimeSpan.Zero);

    private static readonly ImportedFill InFile = new(
        "X3", "BTC/USDT", null, OrderSide.Buy, 10, 110.5m, null, 0.35m, null, At, 4, 3);

    private static readonly Fill Told = new("X3", "order-1", "BTC/USDT", OrderSide.Buy, 10.0m, 110.50m, 0.350m, null, null, At, "trend");

    [Fact]
    public void Are_TheSameTradeAtOtherTimesAndOfAStrategy_AreOne()
    {
        Assert.True(SameFills.Are(InFile, Told));
        Assert.True(SameFills.Are(InFile, Told with { At = At.AddSeconds(0.4) }));
        Assert.True(SameFills.Are(InFile, Told with { Currency = "USDT", FeeCurrency = "USD" }));
        Assert.True(SameFills.Are(InFile with { Fee = 0, FeeCurrency = "BNB" }, Told with { Fee = 0 }));
    }

    [Fact]
    public void Are_OtherMoney_AreTwo()
    {
        Fill[] others =
        [
            Told with { AssetId = "ETH/USDT" }, Told with { Side = OrderSide.Sell }, Told with { Quantity = 11 },
            Told with { Price = 110.51m }, Told with { Fee = 0 }, Told with { FeeCurrency = "BTC" }, Told with { Currency = "JPY" },
        ];

        Assert.All(others, other => Assert.False(SameFills.Are(InFile, other)));
    }

    [Fact]
    public void Require_OtherContent_NamesBoth()
    {
        var refused = Assert.Throws<InvalidRequestException>(() => SameFills.Require(InFile, Told with { Price = 91 }));

        Assert.Contains("buy 10 BTC/USDT at 110.5 with a fee of 0.35", refused.Message, StringComparison.Ordinal);
        Assert.Contains("at 91", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A book of two fills and a broker's file with three: the third is in no position, and so it is not told as taken.</summary>
    [Fact]
    public void Unbooked_OfABookWithItsOwnFills_AreNamedAndNotCountedAsInserted()
    {
        var counts = UnbookedRules.Of(new ImportCounts(3, 0, 0), [InFile], 1);

        Assert.Equal((0L, 0L, 2L, 1L), (counts.Inserted, counts.Updated, counts.Unchanged, counts.Unbooked));
        Assert.Equal("line 4 'X3', buy 10 BTC/USDT at 110.5 with a fee of 0.35", counts.UnbookedRows);
    }

    [Fact]
    public void Unbooked_MoreThanAreNamed_AreCounted()
    {
        var counts = UnbookedRules.Of(new ImportCounts(30, 2, 5), [.. Enumerable.Repeat(InFile, 25)], 30);

        Assert.Equal((5L, 32L), (counts.Unchanged, counts.Unbooked));
        Assert.EndsWith(
            "; and 10 more; and 2 that an earlier import brought with other figures", counts.UnbookedRows, StringComparison.Ordinal);
    }

    [Fact]
    public void Unbooked_NothingNew_IsNothing() => Assert.Equal(
        new ImportCounts(0, 0, 3), UnbookedRules.Of(new ImportCounts(2, 0, 1), [], 0));
}
