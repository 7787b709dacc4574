using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain.Portfolio;

/// <summary>What an order is refused for where it comes in is what the rules refuse it for, in the same words.</summary>
public sealed class OrderFormTests
{
    private static readonly OrderRequest Sound = new("o-1", "NVDA", OrderSide.Buy, 1, null, null, null, null, null, ReduceOnly: false);

    public static TheoryData<OrderRequest> Unsound =>
    [
        Sound with { ClientOrderId = "" },
        Sound with { AssetId = " NVDA", StrategyId = new string('x', 100) },
        Sound with { Side = (OrderSide)7 },
        Sound with { Quantity = null },
        Sound with { Notional = 5 },
        Sound with { Quantity = -1, LimitPrice = 0, StopPrice = 2_000_000_000_000m, TargetPrice = -0.5m },
        Sound with { Quantity = null, Notional = 0 },
    ];

    [Theory]
    [MemberData(nameof(Unsound))]
    public void Check_OfAnOrderThatMakesNoSense_SaysWhatTheRulesSayAndNamesEachPlace(OrderRequest order)
    {
        var here = Assert.Throws<InvalidRequestException>(() => OrderForm.Check(order));
        var there = Assert.Throws<InvalidRequestException>(() => OrderCheck.Check(order));

        Assert.Equal(there.Message, here.Message);
        Assert.NotEmpty(here.Places);
        Assert.All(here.Places, place => Assert.StartsWith("must ", place.Rule, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_OfAnOrderThatMakesSense_Passes() => OrderForm.Check(Sound);
}
