using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// No interleaving of orders, reports, fills, cancels, expiries, replacements, halts and restarts leads to more exposure than the limit: by
/// what was approved never, and by what was not only until it is named, and nothing is opened from then on.
/// </summary>
public sealed class OrderBookLawsTests
{
    private const int Cases = 2_000;
    private const int StepsMax = 30;

    /// <summary>A tenth of 10,000 at a price of 100, which does not move.</summary>
    private const decimal UnitsMax = 10;

    [Fact]
    public void Exposure_OfWhatWasApproved_StaysWithinTheLimit() => Laws.Hold(Cases, choices => Run(choices, hasStrays: false));

    [Fact]
    public void Exposure_OfWhatWasNotApproved_IsNamedAndNothingIsOpenedBesides() =>
        Laws.Hold(Cases / 2, choices => Run(choices, hasStrays: true));

    private static void Run(Choices choices, bool hasStrays)
    {
        var history = new OrderHistory(choices, hasStrays);
        for (var step = 0; step < StepsMax && choices.Next(30) > 0; step++)
        {
            history.Step();
            AssertWithin(history.Book, history.IsStray);
        }

        Assert.Equal(JournaledBook.TextOf(history.Book), JournaledBook.TextOf(history.Told.Folded()));
    }

    private static void AssertWithin(PortfolioBook book, bool isStray)
    {
        var held = book.Positions.Values.Sum(position => position.Quantity);
        var buys = book.Reservations.Values.Sum(one => Math.Max(0, one.SignedQuantity));
        var sells = book.Reservations.Values.Sum(one => Math.Max(0, -one.SignedQuantity));
        if (!isStray)
        {
            Assert.True(held + buys <= UnitsMax && sells - held <= UnitsMax, $"held {held}, to buy {buys}, to sell {sells}");
            Assert.Empty(book.Unseen);
        }

        // An order that lives has what is left of it reserved, and nothing else is.
        Assert.Equal(
            book.OrderBook.ById.Values.Where(order => order.IsOpen).Select(order => (order.DecisionId, order.Left)).Order(),
            book.Reservations.Values.Select(one => (one.ReservationId, Math.Abs(one.SignedQuantity))).Order());
    }

    /// <summary>A history of orders that choices make.</summary>
    private sealed class OrderHistory
    {
        private readonly Choices _choices;
        private readonly bool _hasStrays;
        private readonly List<string> _ids = [];
        private int _next;

        public OrderHistory(Choices choices, bool hasStrays)
        {
            (_choices, _hasStrays) = (choices, hasStrays);
            Told.Now = PreTradeCases.Now;
            Told.Move(new CashFlow("deposit", 10_000, "Ada", "start"));
        }

        public JournaledBook Told { get; } = new();

        public PortfolioBook Book => Told.Book;

        /// <summary>Whether something happened that nobody approved.</summary>
        public bool IsStray { get; private set; }

        public void Step()
        {
            switch (_choices.Next(_hasStrays ? 9 : 8))
            {
                case 0 or 1:
                    Decide(null);
                    break;
                case 2 when Open() is { } order:
                    _choices.Tell($"{order.ClientOrderId} works");
                    Told.Report(new OrderReport(order.ClientOrderId, OrderState.Working, Told.Now, null, null, null));
                    break;
                case 3 when Open() is { } order:
                    var state = _choices.Next(2) == 0 ? OrderState.Cancelled : OrderState.Rejected;
                    _choices.Tell($"{order.ClientOrderId} is {state}");
                    Told.Report(new OrderReport(order.ClientOrderId, state, Told.Now, null, null, null));
                    break;
                case 4 when Open() is { } order:
                    Fill(order.ClientOrderId, order.Side, _choices.Next(2) == 0 ? order.Left : order.Left / 2);
                    break;
                case 5:
                    Told.Now += TimeSpan.FromSeconds(_choices.Next(2) == 0 ? 1 : 25);
                    _choices.Tell($"it is {Told.Now:HH:mm:ss}");
                    Told.Begin();
                    break;
                case 6 when Open() is { } order:
                    Decide(order.ClientOrderId);
                    break;
                case 7 when _choices.Next(4) == 0:
                    _choices.Tell("a halt");
                    Told.Halt(new HaltRequest(HaltScope.Portfolio, null, TradingMode.ReduceOnly, "Ada", "news"));
                    break;
                case 7:
                    _choices.Tell("a restart");
                    Told.Restart(fromJournal: _choices.Next(2) == 0);
                    break;
                case 8:
                    Stray();
                    break;
            }
        }

        private Order? Open() => Book.OrderBook.ById.Values
            .Where(order => order.IsOpen && Book.Reservations[order.DecisionId].ExpiresAt > Told.Now)
            .ElementAtOrDefault(_choices.Next(3));

        private void Decide(string? replaces)
        {
            var id = $"o{++_next}";
            _ids.Add(id);
            var side = _choices.Next(3) == 0 ? OrderSide.Sell : OrderSide.Buy;
            TimeInForce? inForce = _choices.Next(2) == 0 ? null : (TimeInForce)_choices.Next(4);
            var order = new OrderRequest(
                id, "BTC/USDT", side, _choices.Next(12) + 1, null, _choices.Next(2) == 0 ? null : 100, null, null, null, ReduceOnly: false)
            {
                TimeInForce = inForce, GoodUntil = inForce == TimeInForce.Gtd ? Told.Now.AddSeconds(40) : null, Replaces = replaces,
            };
            var wasUnseen = !Book.Unseen.IsEmpty;
            var held = Book.Positions.GetValueOrDefault("BTC/USDT")?.Quantity ?? 0;
            var decision = Told.Decide(order);
            _choices.Tell(
                $"{id}: {side} {order.Quantity} {inForce} in place of {replaces ?? "none"}: {decision.Outcome} {decision.Quantity}");
            var isExit = held != 0 && Math.Sign(held) == (side == OrderSide.Buy ? -1 : 1);
            Assert.True(!wasUnseen || isExit || decision.Outcome == DecisionOutcome.Rejected, "opened beside what nobody approved");
        }

        private void Stray()
        {
            var id = _choices.Next(2) == 0 || _ids.Count == 0 ? null : _ids[_choices.Next(_ids.Count)];
            var before = Book.Unseen.Length;
            Fill(id, _choices.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, _choices.Next(15) + 1);
            IsStray |= Book.Unseen.Length > before;
        }

        private void Fill(string? orderId, OrderSide side, decimal quantity)
        {
            _choices.Tell($"{side} {quantity} for {orderId ?? "nobody"}");
            Told.Take(new Fill($"f{++_next}", orderId, "BTC/USDT", side, quantity, 100, 0, null, null, Told.Now, null));
        }
    }
}
