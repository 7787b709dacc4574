using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain.Portfolio;

public sealed class StopRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A stop of 91.123456789 was taken for a share whose prices have two decimals: no venue takes it.</summary>
    [Theory]
    [InlineData("91.123456789", null, "stopPrice", "set it at 91.12")]
    [InlineData(null, "130.005", "targetPrice", "prices of NVDA are whole ticks of 0.01")]
    [InlineData("91.12", "130.01", null, "")]
    public void FaultOf_PricesFinerThanATick_AreRefusedWithTheNearest(string? stop, string? target, string? place, string words)
    {
        var fault = StopRules.FaultOf(
            Held(), new StopMove("NVDA", Price(stop), Price(target), ClearTarget: false, "Ada", "test"),
            ShippedConfiguration.Asset("NVDA").Risk);

        Assert.Equal(place, fault?.Place);
        Assert.Contains(words, $"{fault}", StringComparison.Ordinal);

        static decimal? Price(string? text) =>
            text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static BookPosition Held() => new(
        "NVDA", "stocks", Quantity: 10, AverageEntryPrice: 95, Cost: 950, Margined: false, MarkPrice: 100, Now, Rate: 1, "USD",
        StopPrice: 90, Now, EntryFees: 0, StrategyId: null, Unmarked: false);
}
