using OrleansAssets.Pages.Decisions;
using OrleansAssets.Pages.Orders;
using OrleansAssets.Pages.Portfolio;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Pages;

/// <summary>What forms say, as questions.</summary>
public sealed class PageFormsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly OrderText Plain = new(
        "BTC/USDT", "buy", "500", "money", Limit: null, Stop: null, Target: null, Strategy: null, ReduceOnly: false);

    [Fact]
    public void Shocks_OfWhatIsHeld_TakeTheNarrowestMoveThatWasSaid()
    {
        var moves = PriceMoves.Read(["all", "class:crypto", "asset:ETH/USDT", "asset:NVDA"], ["-10", "-20 %", "5.5", ""]);
        Assert.Null(moves.Fault);
        Assert.Equal(
            new[] { new PriceShock("BTC/USDT", -0.2m), new PriceShock("ETH/USDT", 0.055m), new PriceShock("NVDA", -0.1m) },
            moves.Shocks([Held("BTC/USDT", "crypto"), Held("ETH/USDT", "crypto"), Held("NVDA", "stocks")]));
        Assert.Equal("5.5", moves.Said("asset:ETH/USDT"));
        Assert.Null(moves.Said("asset:NVDA"));
    }

    [Fact]
    public void Shocks_WhereNothingWasSaid_AreNone() => Assert.Empty(PriceMoves.Read(["all"], [" "]).Shocks([Held("NVDA", "stocks")]));

    [Fact]
    public void Read_AMoveThatIsNoNumber_NamesIt() =>
        Assert.Contains("'half'", PriceMoves.Read(["all", "class:crypto"], ["half", "-5"]).Fault, StringComparison.Ordinal);

    [Fact]
    public void Read_AnOrderInMoneyOrUnits_HasExactlyOneAmount()
    {
        Assert.Equal((500m, null), Amounts(Plain));
        Assert.Equal((null, 0.25m), Amounts(Plain with { Unit = "units", Amount = "0.25" }));

        static (decimal? Notional, decimal? Quantity) Amounts(OrderText text) => text.Read("o1") switch
        {
            ({ } order, null) => (order.Notional, order.Quantity),
            var (_, fault) => throw new InvalidOperationException(fault),
        };
    }

    [Fact]
    public void Read_EveryFigureThatIsNone_IsNamedAtOnce()
    {
        var (order, fault) = (Plain with { Amount = "much", Stop = "1O0", Target = "12" }).Read("o1");
        Assert.Null(order);
        Assert.Contains("amount 'much'", fault, StringComparison.Ordinal);
        Assert.Contains("stop '1O0'", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("target", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void IsAsked_WithoutAnAmount_IsFalse()
    {
        Assert.True(Plain.IsAsked);
        Assert.False((Plain with { Amount = " " }).IsAsked);
    }

    [Theory]
    [InlineData(null, 7)]
    [InlineData(30, 30)]
    [InlineData(90, 90)]
    [InlineData(100_000, 7)]
    public void Of_ASpan_IsOneOfThoseOffered(int? wanted, int days) => Assert.Equal(days, WhySpan.Of(wanted));

    private static PositionView Held(string assetId, string classId) => new(
        assetId, classId, 1, 100, 100, Now, 1, "stated", 100, 100, 0, null, Now, Margined: false);
}
