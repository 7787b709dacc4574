using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// No interleaving of orders, reports, fills, cancels, expiries, replacements, splits, halts, resets and restarts leads to more exposure
/// than the limit: by what was approved never, and by what was not only until it is named, and nothing is opened from then on.
/// </summary>
public sealed class OrderBookLawsTests
{
    private const int Cases = 10_000;
    private const int StepsMax = 30;

    /// <summary>A tenth of 10,000, at a price that only splits move.</summary>
    private const decimal ExposureMax = 1_000;

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
            AssertWithin(history.Book, history.Told.Price, history.IsStray);
        }

        Assert.Equal(JournaledBook.TextOf(history.Book), JournaledBook.TextOf(history.Told.Folded()));
    }

    private static void AssertWithin(PortfolioBook book, decimal price, bool isStray)
    {
        var most = ExposureMax / price;
        var held = book.Positions.Values.Sum(position => position.Quantity);
        var buys = book.Reservations.Values.Sum(one => Math.Max(0, one.SignedQuantity));
        var sells = book.Reservations.Values.Sum(one => Math.Max(0, -one.SignedQuantity));
        if (!isStray)
        {
            Assert.True(held + buys <= most && sells - held <= most, $"of {most} held {held}, to buy {buys}, to sell {sells}");
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
        private const string Coin = "BTC/USDT";
        private const string Strategy = "trend";

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
            switch (_choices.Next(_hasStrays ? 10 : 9))
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
                    IsStray |= !Book.Unseen.IsEmpty; // the one that it was to replace stays, and another has its room
                    break;
                case 4 when Open() is { } order && !(order.GoodUntil < Told.Now): // no broker executes it after that
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
                    Halt();
                    break;
                case 7 when _choices.Next(3) == 0:
                    Split();
                    break;
                case 7:
                    _choices.Tell("a restart");
                    Told.Restart(fromJournal: _choices.Next(2) == 0);
                    break;
                case 8 when OperatorsHalt() is { } halt:
                    _choices.Tell($"{halt.HaltId} is reset");
                    Told.Reset(halt.HaltId);
                    break;
                case 9:
                    Stray();
                    break;
            }
        }

        private Order? Open() => Book.OrderBook.ById.Values
            .Where(order => order.IsOpen && Book.Reservations[order.DecisionId].ExpiresAt > Told.Now)
            .ElementAtOrDefault(_choices.Next(3));

        // What nobody approved is not taken for seen here.
        private ActiveHalt? OperatorsHalt() => Book.Halts.FirstOrDefault(halt => halt.Cause == HaltCause.Operator)?.Halt;

        private void Halt()
        {
            var (scope, id) = _choices.Next(4) switch
            {
                0 => (HaltScope.Portfolio, "main"),
                1 => (HaltScope.AssetClass, "crypto"),
                2 => (HaltScope.Asset, Coin),
                _ => (HaltScope.Strategy, Strategy),
            };
            _choices.Tell($"a halt of {scope} {id}");
            Told.Halt(new HaltRequest(scope, id, TradingMode.ReduceOnly, "Ada", "news"));
        }

        private void Split()
        {
            var isReverse = Told.Price < 100;
            Told.Now += TimeSpan.FromSeconds(1); // fills of the very instant are in old units
            Told.Price = isReverse ? Told.Price * 2 : Told.Price / 2;
            _choices.Tell($"a split to a price of {Told.Price}");
            Told.Happen(BookEvent.Split(
                $"s{++_next}", Told.Now, Coin, isReverse ? 1 : 2, isReverse ? 2 : 1, "Ada", "test"));
        }

        private void Decide(string? replaces)
        {
            var id = $"o{++_next}";
            _ids.Add(id);
            var side = _choices.Next(3) == 0 ? OrderSide.Sell : OrderSide.Buy;
            TimeInForce? inForce = _choices.Next(2) == 0 ? null : (TimeInForce)_choices.Next(4);
            var order = new OrderRequest(
                id, Coin, side, (_choices.Next(12) + 1) * 100 / Told.Price, null, _choices.Next(2) == 0 ? null : Told.Price, null, null,
                _choices.Next(2) == 0 ? null : Strategy, ReduceOnly: false)
            {
                TimeInForce = inForce, GoodUntil = inForce == TimeInForce.Gtd ? Told.Now.AddSeconds(40) : null, Replaces = replaces,
            };
            var isStopped = !Book.Unseen.IsEmpty || Book.Halts.Any(halt =>
                halt.Halt.Scope != HaltScope.Strategy || order.StrategyId == halt.Halt.ScopeId);
            var held = Book.Positions.GetValueOrDefault(Coin)?.Quantity ?? 0;
            var decision = Told.Decide(order);
            _choices.Tell(
                $"{id}: {side} {order.Quantity} {inForce} in place of {replaces ?? "none"}: {decision.Outcome} {decision.Quantity}");
            var isExit = held != 0 && Math.Sign(held) == (side == OrderSide.Buy ? -1 : 1);
            Assert.True(
                !isStopped || isExit || decision.Outcome == DecisionOutcome.Rejected, "opened beside what nobody approved, or halted");
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
            Told.Take(new Fill($"f{++_next}", orderId, Coin, side, quantity, Told.Price, 0, null, null, Told.Now, null));
        }
    }
}
