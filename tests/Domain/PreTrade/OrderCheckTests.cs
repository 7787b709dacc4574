using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

/// <summary>Orders that make no sense are refused with every place that is wrong.</summary>
public sealed class OrderCheckTests
{
    private static readonly OrderRequest Sound = new("o-1", "NVDA", OrderSide.Buy, 1, null, null, null, null, null, ReduceOnly: false);

    public static TheoryData<OrderRequest, string> Unsound => new()
    {
        { Sound with { ClientOrderId = "" }, "clientOrderId" },
        { Sound with { AssetId = " NVDA", StrategyId = new string('x', 100) }, "assetId strategyId" },
        { Sound with { Side = (OrderSide)7 }, "side" },
        { Sound with { Quantity = null }, "quantity" },
        { Sound with { Notional = 5 }, "notional" },
        {
            Sound with { Quantity = -1, LimitPrice = 0, StopPrice = 2_000_000_000_000m, TargetPrice = -0.5m },
            "quantity limitPrice stopPrice targetPrice"
        },
        { Sound with { Quantity = null, Notional = 0 }, "notional" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void Check_OfAnOrderThatMakesNoSense_NamesEachPlaceWithItsRule(OrderRequest order, string places)
    {
        var refused = Assert.Throws<InvalidRequestException>(() => OrderCheck.Check(order));

        Assert.StartsWith("The order is refused: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(places, string.Join(' ', refused.Places.Select(place => place.Place)));
        Assert.All(refused.Places, place => Assert.StartsWith("must ", place.Rule, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_OfAnOrderThatMakesSense_Passes() => OrderCheck.Check(Sound);
}
