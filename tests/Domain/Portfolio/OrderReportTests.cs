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

    private void Report(OrderState state, double seconds) =>
        _book.Report(new OrderReport("o", state, _book.Now.AddMilliseconds(seconds * 1000), null, null, null));

    private OrderState StateNow() => _book.Book.OrderBook.Find("o")!.State;
}
