using System.Globalization;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

/// <summary>Brokers have clocks of their own, and many of them whole seconds.</summary>
public sealed class OrderReportTests
{
    private readonly JournaledBook _book = new();

    public OrderReportTests()
    {
        _book.Now = _book.Now.AddMilliseconds(900);
        _book.Move(new CashFlow("deposit", 100_000, "Ada", "start"));
        var order = new OrderRequest("o", "BTC/USDT", OrderSide.Buy, 1, null, null, null, null, null, ReduceOnly: false);
        Assert.Equal(DecisionOutcome.Approved, _book.Decide(order).Outcome);
    }

    [Theory]
    [InlineData(-0.9)] // the second of the approval
    [InlineData(-5)] // a clock that is behind
    [InlineData(0)]
    public void Report_FirstOfAnApprovedOrder_IsTakenWhateverTheBrokersClockReads(double seconds)
    {
        Report(OrderState.Working, seconds);

        Assert.Equal(OrderState.Working, StateNow());
    }

    [Theory]
    [InlineData(-0.9, OrderState.Cancelled)] // 10:00:00 stands for all of that second
    [InlineData(-0.4, OrderState.Working)]
    [InlineData(-1.9, OrderState.Working)]
    public void Report_OlderThanWhatIsKnown_ChangesNothing(double seconds, OrderState expected)
    {
        Report(OrderState.Working, 0);

        Report(OrderState.Cancelled, seconds);

        Assert.Equal(expected, StateNow());
    }

    /// <summary>The broker's two messages come in any order: what was executed before the cancellation was approved.</summary>
    [Theory]
    [InlineData(-1, 1, true)]
    [InlineData(-1, 2, false)] // more than was left
    [InlineData(1, 1, false)]
    public void Fill_ToldAfterTheEndOfItsOrder_IsApprovedWhereItIsOfBeforeIt(int seconds, int units, bool isApproved)
    {
        Report(OrderState.Working, 0);
        _book.Now = _book.Now.AddSeconds(10);
        Report(OrderState.Cancelled, 0);
        var ended = _book.Now;
        _book.Now = _book.Now.AddSeconds(10);

        _book.Take(new Fill("late", "o", "BTC/USDT", OrderSide.Buy, units, 100, 0, null, null, ended.AddSeconds(seconds), null));

        Assert.Equal(isApproved, _book.Book.Unseen.IsEmpty);
        Assert.Equal(isApproved, _book.Book.Halts.IsEmpty);
        var order = _book.Book.OrderBook.Find("o")!;
        Assert.Equal((OrderState.Filled, (decimal)units, (string?)null), (order.State, order.Filled, order.Remark));
    }

    /// <summary>What the broker did not replace rests there: its exposure was free to be spent again, and its fill not approved.</summary>
    [Fact]
    public void Report_TheBrokerRejectsWhatWasToReplaceAnOrder_ThatOneStaysWithItsExposure()
    {
        Report(OrderState.Working, 0);
        var next = new OrderRequest("p", "BTC/USDT", OrderSide.Buy, 2, null, null, null, null, null, ReduceOnly: false) { Replaces = "o" };
        Assert.Equal(DecisionOutcome.Approved, _book.Decide(next).Outcome);
        Assert.Equal("p", Assert.Single(_book.Book.Reservations.Values).ClientOrderId);
        _book.Now = _book.Now.AddSeconds(1);

        _book.Report(new OrderReport("p", OrderState.Rejected, _book.Now, null, null, "too late to replace"));

        var order = _book.Book.OrderBook.Find("o")!;
        Assert.Equal((OrderState.Working, null), (order.State, order.ReplacedBy));
        Assert.Equal(OrderState.Rejected, _book.Book.OrderBook.Find("p")!.State);
        var held = Assert.Single(_book.Book.Reservations.Values);
        Assert.Equal(("o", 1m), (held.ClientOrderId, held.SignedQuantity));
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));

        _book.Take(new Fill("f", "o", "BTC/USDT", OrderSide.Buy, 1, 100, 0, null, null, _book.Now, null));
        Assert.Equal((OrderState.Filled, true), (StateNow(), _book.Book.Unseen.IsEmpty));
        Assert.Null(_book.Book.OrderBook.Find("o")!.Remark); // it rests there no more
    }

    /// <summary>The broker's rejection of a replacement that came too late was refused, and an approved fill was called none.</summary>
    [Theory]
    [InlineData("0.4", OrderState.PartlyFilled, "0.6")]
    [InlineData("1", OrderState.Filled, "0")]
    public void Report_TheBrokerFilledAnOrderBeforeItRejectsItsReplacement_TheFillIsOfTheOldOne(
        string units, OrderState expected, string left)
    {
        var next = new OrderRequest("p", "BTC/USDT", OrderSide.Buy, 0.4m, null, null, null, null, null, ReduceOnly: false)
        {
            Replaces = "o",
        };
        Assert.Equal(DecisionOutcome.Approved, _book.Decide(next).Outcome);
        var quantity = decimal.Parse(units, CultureInfo.InvariantCulture);
        _book.Take(new Fill("f", "o", "BTC/USDT", OrderSide.Buy, quantity, 100, 0, null, null, _book.Now, null));
        Assert.Empty(_book.Book.Unseen);

        _book.Report(new OrderReport("p", OrderState.Rejected, _book.Now.AddSeconds(1), null, null, "too late to replace"));

        var order = _book.Book.OrderBook.Find("o")!;
        Assert.Equal((expected, quantity, decimal.Parse(left, CultureInfo.InvariantCulture)), (order.State, order.Filled, order.Left));
        Assert.Equal((OrderState.Rejected, 0m), (_book.Book.OrderBook.Find("p")!.State, _book.Book.OrderBook.Find("p")!.Filled));
        Assert.Equal(order.Left, _book.Book.Reservations.Values.Sum(one => one.SignedQuantity));
        Assert.Empty(_book.Book.Unseen);
        Assert.Equal(JournaledBook.TextOf(_book.Book), JournaledBook.TextOf(_book.Folded()));
    }

    /// <summary>It rests at the broker, and no quote said what it is worth: it was in no sum, and its room was approved twice.</summary>
    [Fact]
    public void Report_OfAMarketOrderThatStaysWhileNoQuoteIsKnown_HoldsTheWorthItWasDecidedAt()
    {
        var next = new OrderRequest("p", "BTC/USDT", OrderSide.Buy, 2, null, null, null, null, null, ReduceOnly: false) { Replaces = "o" };
        _book.Decide(next);

        _book.Report(new OrderReport("p", OrderState.Rejected, _book.Now, null, null, "too late to replace"));

        Assert.Equal(("o", 100m), Assert.Single(_book.Book.Reservations.Values.Select(one => (one.ClientOrderId, one.Price))));
    }

    [Fact]
    public void Report_OfAnOrderThatStaysAfterASplit_HoldsItInNewUnits()
    {
        var next = new OrderRequest("p", "BTC/USDT", OrderSide.Buy, 2, null, null, null, null, null, ReduceOnly: false) { Replaces = "o" };
        _book.Decide(next);
        _book.Now = _book.Now.AddSeconds(1);
        _book.Happen(BookEvent.Split("s", _book.Now, "BTC/USDT", 10, 1, "Ada", "test"));

        _book.Report(new OrderReport("p", OrderState.Rejected, _book.Now, null, null, "too late to replace"));

        Assert.Equal((10m, 10m), Assert.Single(_book.Book.Reservations.Values.Select(one => (one.SignedQuantity, one.Price))));
        Assert.Equal((10m, 10m), (_book.Book.OrderBook.Find("o")!.Quantity, _book.Book.OrderBook.Find("o")!.Left));
    }

    private void Report(OrderState state, double seconds) =>
        _book.Report(new OrderReport("o", state, _book.Now.AddMilliseconds(seconds * 1000), null, null, null));

    private OrderState StateNow() => _book.Book.OrderBook.Find("o")!.State;
}
