using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// What a paper portfolio is filled at: what a quote of after the decision gives, and nothing that no market would have given.
/// </summary>
public sealed class PaperMarketTests
{
    private static readonly DateTimeOffset Open = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero); // a Tuesday
    private static readonly DateTimeOffset Thanksgiving = new(2026, 11, 26, 15, 0, 0, TimeSpan.Zero);
    private static readonly AssetsConfiguration Shipped = ShippedConfiguration.Value;

    private readonly JournaledBook _book = new("main.shadow.stocks", new BookContext(IsShadow: true, Shipped)) { Now = Open };

    [Fact]
    public void Quote_OfBeforeTheDecision_FillsNothing()
    {
        _book.Place(Buy("one", 5));

        Quote(99, 100, at: Open.AddDays(-3));
        Quote(99, 100, at: Open);

        Assert.Equal((OrderState.Working, 0m), StateOf("one"));
        Quote(99, 100, at: Open.AddSeconds(1));
        Assert.Equal((OrderState.Filled, 5m), StateOf("one"));
        Assert.Equal(Open.AddSeconds(1), Assert.Single(_book.Book.Positions.Values).OpenedAt);
    }

    [Fact]
    public void Quote_SmallerThanTheOrder_FillsItsSizeAndTheNextOneTheRest()
    {
        _book.Place(Buy("one", 10));

        Quote(99, 100, askSize: 1);
        Quote(99, 100, askSize: 1, again: true);

        Assert.Equal((OrderState.PartlyFilled, 1m), StateOf("one"));
        Quote(99, 100, askSize: 4.50005m);
        Assert.Equal((OrderState.PartlyFilled, 5.5m), StateOf("one")); // in whole steps of the asset
        Quote(99, 100, askSize: null);
        Assert.Equal((OrderState.Filled, 10m), StateOf("one"));
    }

    [Fact]
    public void Quote_TwoOrdersForIt_ShareItsSizeTheOldestFirst()
    {
        _book.Place(Buy("first", 3));
        _book.Place(Buy("second", 3));

        Quote(99, 100, askSize: 4);

        Assert.Equal((OrderState.Filled, 3m), StateOf("first"));
        Assert.Equal((OrderState.PartlyFilled, 1m), StateOf("second"));
    }

    [Fact]
    public void Quote_OnAHoliday_FillsNothingUntilTheMarketOpens()
    {
        _book.Now = Thanksgiving;
        _book.Place(Buy("one", 5));

        Quote(99, 100);

        Assert.Equal((OrderState.Working, 0m), StateOf("one"));
        _book.Now = Thanksgiving.AddDays(1); // the half day after it
        Quote(99, 100);
        Assert.Equal((OrderState.Filled, 5m), StateOf("one"));
    }

    [Theory]
    [InlineData(OrderSide.Buy, 100, 101, 102, false)]
    [InlineData(OrderSide.Buy, 100, 99, 100, true)]
    [InlineData(OrderSide.Buy, 100, 89, 90, true)]
    [InlineData(OrderSide.Sell, 100, 99, 100, false)]
    [InlineData(OrderSide.Sell, 100, 100, 101, true)]
    [InlineData(OrderSide.Sell, 100, 110, 111, true)]
    public void Quote_RestingLimit_IsFilledOnceTheMarketReachesItAndNeverBeyondIt(
        OrderSide side, decimal limit, decimal bid, decimal ask, bool isFilled)
    {
        _book.Place(Buy("one", 2) with { Side = side, LimitPrice = limit, TimeInForce = TimeInForce.Gtc });

        Quote(bid, ask);

        Assert.Equal(isFilled ? (OrderState.Filled, 2m) : (OrderState.Working, 0m), StateOf("one"));
        Assert.All(_book.Book.Positions.Values, held => Assert.True(
            side == OrderSide.Buy ? held.AverageEntryPrice <= limit && held.AverageEntryPrice >= ask
                : held.AverageEntryPrice >= limit && held.AverageEntryPrice <= bid,
            $"{held.AverageEntryPrice}"));
    }

    [Theory]
    [InlineData(93, 130, null)]
    [InlineData(92, 130, 92.0)]
    [InlineData(80, 130, 80.0)] // a gap: no stop holds where the market is not
    [InlineData(130, 130, 130.0)]
    [InlineData(140, 130, 140.0)]
    public void Quote_AtTheStopOrTheTarget_ClosesThePositionAtWhatTheMarketGives(double bid, double target, double? expected)
    {
        _book.Place(Buy("one", 10) with { StopPrice = 92, TargetPrice = (decimal)target });
        Quote(99, 100);

        Quote((decimal)bid, (decimal)bid + 1);

        if (expected is not { } price)
        {
            Assert.Equal(10, Assert.Single(_book.Book.Positions.Values).Quantity);
            return;
        }

        Assert.Empty(_book.Book.Positions);
        Assert.InRange(Assert.Single(_book.Trades.Values).ExitPrice!.Value, (decimal)price * 0.999m, (decimal)price);
    }

    [Fact]
    public void Quote_ExitAndStopAtOnce_NeverTurnsThePosition()
    {
        _book.Place(Buy("one", 10) with { StopPrice = 92 });
        Quote(99, 100);
        _book.Place(Buy("exit", 10) with { Side = OrderSide.Sell, LimitPrice = 120, TimeInForce = TimeInForce.Gtc });

        Quote(90, 91, bidSize: 4);

        Assert.Equal(6, Assert.Single(_book.Book.Positions.Values).Quantity);
        Quote(90, 91);
        Assert.Empty(_book.Book.Positions);
        Assert.Equal((OrderState.Cancelled, 0m), StateOf("exit"));
        Quote(130, 131);
        Assert.Empty(_book.Book.Positions);
    }

    [Fact]
    public void Quote_ImmediateOrCancel_IsFilledByTheFirstOneOrEnds()
    {
        _book.Place(Buy("part", 10) with { TimeInForce = TimeInForce.Ioc });
        Quote(99, 100, askSize: 3);
        _book.Place(Buy("none", 10) with { TimeInForce = TimeInForce.Ioc, LimitPrice = 90 });
        Quote(99, 100);

        Assert.Equal((OrderState.Cancelled, 3m), StateOf("part"));
        Assert.Equal((OrderState.Cancelled, 0m), StateOf("none"));
        Assert.Empty(_book.Book.Reservations);
    }

    [Fact]
    public void Quote_AfterTheEndOfTheOrder_FillsNothing()
    {
        _book.Place(Buy("one", 5) with { TimeInForce = TimeInForce.Gtd, GoodUntil = Open.AddMinutes(2) });

        _book.Now = Open.AddMinutes(2).AddSeconds(30); // its exposure is held for half a minute more
        Quote(99, 100);

        Assert.Equal((OrderState.Working, 0m), StateOf("one"));
    }

    [Fact]
    public void RoundTrip_OfEveryShippedAsset_CostsLittleOfTheWayToItsStop()
    {
        Assert.All(Shipped.Assets, asset =>
        {
            var costs = Shipped.Shadow.CostsOf(asset.ClassId);
            var price = asset.Risk.PipSize is 0.0001m ? 5m : 190m; // GBP/JPY is at 190 or so, and its stop 50 pips away
            var stop = Math.Abs(price - ExitPrices.Stop(asset.Risk, price, isShort: false)!.Value); // every asset has one

            Assert.InRange(2 * price * (costs.Fee + costs.Slippage), 0, stop * 0.1m);
        });
    }

    [Fact]
    public void Place_OnADrill_RestsNowhere()
    {
        var drill = new JournaledBook("main.drill", new BookContext(IsShadow: true, Shipped)) { Now = Open };

        drill.Place(Buy("one", 5));

        Assert.Equal(OrderState.Approved, drill.Book.OrderBook.Find("one")?.State);
    }

    private (OrderState, decimal) StateOf(string id) =>
        _book.Book.OrderBook.Find(id) is { } order ? (order.State, order.Filled) : throw new InvalidOperationException($"no order {id}");

    private void Quote(
        decimal bid, decimal ask, decimal? bidSize = 100, decimal? askSize = 100, DateTimeOffset? at = null, bool again = false)
    {
        _book.Now += again ? TimeSpan.Zero : TimeSpan.FromSeconds(1);
        _book.Quote(new Quote("NVDA", "alpaca", at ?? _book.Now, bid, ask, bidSize, askSize));
    }

    private static OrderRequest Buy(string id, decimal quantity) =>
        new(id, "NVDA", OrderSide.Buy, quantity, null, null, null, null, null, ReduceOnly: false);
}
