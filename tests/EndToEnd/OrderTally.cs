using System.Collections.Concurrent;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// Orders in every state, in a portfolio of their own: what was acknowledged of each is what is known of it after a kill, or what came
/// next, and open orders hold exactly what is left of them. One caller sends them, one after another.
/// </summary>
internal sealed class OrderTally
{
    public const string PortfolioId = "orders";
    private const decimal Start = 1_000_000;
    private const decimal Units = 0.002m;
    private const string Asset = "BTC/USDT";

    /// <summary>One more would halt the asset.</summary>
    private const int RejectionsMax = 4;

    private static readonly OrderState[] Endings =
    [
        OrderState.Approved, OrderState.Working, OrderState.PartlyFilled, OrderState.Filled, OrderState.Cancelled, OrderState.Replaced,
        OrderState.Rejected,
    ];

    private readonly ConcurrentDictionary<string, Sent> _sent = new(StringComparer.Ordinal);
    private int _next;

    public int Lost { get; private set; }

    public int Twice { get; private set; }

    public string Counts => "orders by what was acknowledged last: " + string.Join(", ", _sent.Values
        .GroupBy(sent => sent.Known).OrderBy(same => same.Key).Select(same => $"{same.Count()} {same.Key?.ToString() ?? "unknown"}"));

    public static async Task OpenAsync(IPortfolioGrain portfolio)
    {
        await portfolio.CreateAsync(new PortfolioCreation("Ada", "test"));
        await portfolio.RecordCashFlowAsync(new CashFlow("start", Start, "Ada", "test"));
    }

    /// <summary>One order, and what leads it to its ending, each step acknowledged before the next.</summary>
    public async Task SendAsync(IPortfolioGrain portfolio, string id)
    {
        var ending = Endings[_next++ % Endings.Length];
        ending = ending == OrderState.Rejected && _sent.Values.Count(one => one.Ending == ending) >= RejectionsMax
            ? OrderState.Cancelled
            : ending;
        var sent = _sent[id] = new Sent(ending);
        var decision = await portfolio.CheckOrderAsync(Order(id, null));
        if (decision.ReservationId is null)
        {
            _sent.TryRemove(id, out _); // refused: its rate is limited, and so is what is told here
            return;
        }

        sent.Known = OrderState.Approved;
        if (ending == OrderState.Approved)
        {
            return;
        }

        await ReportAsync(portfolio, id, sent, OrderState.Working);
        switch (ending)
        {
            case OrderState.PartlyFilled or OrderState.Filled:
                sent.Filling = Units / 2;
                await FillAsync(portfolio, $"{id}-1", id, decision.Price);
                (sent.Known, sent.Filled) = (OrderState.PartlyFilled, Units / 2);
                if (ending == OrderState.Filled)
                {
                    sent.Filling = Units;
                    await FillAsync(portfolio, $"{id}-2", id, decision.Price);
                    (sent.Known, sent.Filled) = (OrderState.Filled, Units);
                }

                break;
            case OrderState.Cancelled or OrderState.Rejected:
                await ReportAsync(portfolio, id, sent, ending);
                break;
            case OrderState.Replaced:
                if ((await portfolio.CheckOrderAsync(Order($"{id}-new", id))).ReservationId is not null)
                {
                    sent.Known = OrderState.Replaced;
                }

                break;
        }
    }

    public async Task VerifyAsync(IPortfolioGrain portfolio)
    {
        foreach (var (id, sent) in _sent.Where(sent => sent.Value.Known is not null))
        {
            var order = await portfolio.GetOrderAsync(id);
            Lost += IsSameOrNext(order.State, sent) && order.Filled >= sent.Filled ? 0 : 1;
            Twice += order.Filled <= sent.Filling ? 0 : 1;
        }

        var open = await portfolio.GetOrdersAsync(new OrderQuery(OpenOnly: true, Asset, 1_000));
        var book = (await portfolio.GetAsync()).Book!; // it was made
        Twice += open.Sum(order => order.Left) == book.Reservations.Sum(held => held.SignedQuantity) ? 0 : 1;
    }

    // The last step may have been taken and not acknowledged; an approval that nobody reports lapses.
    private static bool IsSameOrNext(OrderState state, Sent sent) => state == sent.Known || sent.Known switch
    {
        OrderState.Approved => state is OrderState.Expired or OrderState.Working,
        OrderState.Working => state == sent.Ending || state == OrderState.PartlyFilled,
        OrderState.PartlyFilled => state == sent.Ending,
        _ => false,
    };

    private static async Task ReportAsync(IPortfolioGrain portfolio, string id, Sent sent, OrderState state)
    {
        await portfolio.ReportOrderAsync(new OrderReport(id, state, TimeProvider.System.GetUtcNow(), null, null, null));
        sent.Known = state;
    }

    private static Task<FillAnswer> FillAsync(IPortfolioGrain portfolio, string id, string order, decimal? price) =>
        portfolio.RecordFillAsync(
            new Fill(id, order, Asset, OrderSide.Buy, Units / 2, price ?? 1, 0, null, null, TimeProvider.System.GetUtcNow(), null)
            {
                Confirmed = true,
            });

    private static OrderRequest Order(string id, string? replaces) =>
        new(id, Asset, OrderSide.Buy, Units, null, null, null, null, null, ReduceOnly: false)
        {
            TimeInForce = TimeInForce.Gtc, Replaces = replaces,
        };

    /// <param name="Ending">The state that the order is led to.</param>
    private sealed record Sent(OrderState Ending)
    {
        /// <summary>What was acknowledged last; null for nothing.</summary>
        public OrderState? Known { get; set; }

        /// <summary>Units whose fill was acknowledged.</summary>
        public decimal Filled { get; set; }

        /// <summary>Units whose fill was sent.</summary>
        public decimal Filling { get; set; }
    }
}
