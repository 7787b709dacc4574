using System.Collections.Concurrent;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// What callers sent to one portfolio and what it acknowledged, by id, to be compared with what it knows later: nothing acknowledged may be
/// lost, nothing may be applied twice.
/// </summary>
internal sealed class BookTally
{
    public const decimal Start = 1_000_000;
    private const decimal Price = 100;

    /// <summary>Verifications at once: the journal writes them together.</summary>
    private const int VerifiersMax = 16;
    private const string Asset = "BTC/USDT";

    private readonly ConcurrentDictionary<string, OrderDecision?> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Fill Fill, FillAnswer? Answer)> _fills = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CashFlowAnswer?> _flows = new(StringComparer.Ordinal);
    private ConcurrentQueue<string> _recent = [];
    private int _lost;
    private int _twice;

    public int Lost => _lost;

    public int Twice => _twice;

    public ICollection<string> Ids => _orders.Keys;

    /// <summary>Ids that were sent since the last verification.</summary>
    public IEnumerable<string> Recent => _recent;

    public int Reservations => _orders.Values.Count(decision => decision?.ReservationId is not null);

    public string Counts => $"decisions {_orders.Count}, reservations {Reservations}, fills {_fills.Count}, deposits {_flows.Count}";

    public static Task OpenAsync(IPortfolioGrain portfolio) => portfolio.RecordCashFlowAsync(new CashFlow("start", Start, "Ada", "test"));

    /// <summary>Whether such an order would be approved now: its asset has a quote, and no limit is reached.</summary>
    public static async Task<bool> WouldReserveAsync(IPortfolioGrain portfolio) =>
        (await portfolio.DryCheckOrderAsync(Order("dry"))).Outcome == DecisionOutcome.Approved;

    /// <summary>An order, its fill and a deposit under one id.</summary>
    /// <param name="call">Makes each call; a caller that repeats does so here.</param>
    public async Task SendAsync(IPortfolioGrain portfolio, string id, Func<Func<Task>, Task> call)
    {
        _recent.Enqueue(id);
        _orders[id] = null;
        await call(async () => _orders[id] = await portfolio.CheckOrderAsync(Order(id)));
        var fill = new Fill(
            id, id, Asset, OrderSide.Buy, 0.001m, Price, 0, null, null, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), null)
        {
            Confirmed = true, // far off the market, as counting is easy so
        };
        _fills[id] = (fill, null);
        await call(async () => _fills[id] = (fill, await portfolio.RecordFillAsync(fill)));
        _flows[id] = null;
        await call(async () => _flows[id] = await portfolio.RecordCashFlowAsync(Deposit(id)));
    }

    /// <summary>All of it is sent again: what was acknowledged must have the same answer, what was not must be taken once.</summary>
    public async Task VerifyAsync(IPortfolioGrain portfolio, IEnumerable<string> ids)
    {
        await Parallel.ForEachAsync(
            ids.Where(_orders.ContainsKey).Distinct(StringComparer.Ordinal).ToArray(),
            new ParallelOptions { MaxDegreeOfParallelism = VerifiersMax },
            async (id, _) => await VerifyAsync(portfolio, id));
        _recent = [];
        var view = await portfolio.GetAsync();
        var bought = _fills.Values.Sum(sent => sent.Fill.Quantity);
        Count(ref _twice, view.Positions.Sum(position => position.Quantity) != bought);
        Count(ref _twice, view.Book?.Cash != Start + _flows.Count - (bought * Price));
    }

    private async Task VerifyAsync(IPortfolioGrain portfolio, string id)
    {
        var decision = await portfolio.CheckOrderAsync(Order(id));
        Count(ref _lost, _orders[id] is { DecisionId: not OrderDecision.NotStoredId } decided
            && (decided.DecisionId, decided.ReservationId) != (decision.DecisionId, decision.ReservationId));
        _orders[id] = decision;
        if (_fills.TryGetValue(id, out var sent))
        {
            var answer = await portfolio.RecordFillAsync(sent.Fill);
            Count(ref _lost, sent.Answer is not null && !answer.Repeated);
            Count(ref _twice, sent.Answer is { } filled && answer.Sequence != filled.Sequence);
            _fills[id] = (sent.Fill, answer);
        }

        if (_flows.TryGetValue(id, out var flow))
        {
            var answer = await portfolio.RecordCashFlowAsync(Deposit(id));
            Count(ref _lost, flow is not null && !answer.Repeated);
            Count(ref _twice, flow is not null && answer.Sequence != flow.Sequence);
            _flows[id] = answer;
        }
    }

    private static void Count(ref int counter, bool isSo) => Interlocked.Add(ref counter, isSo ? 1 : 0);

    private static CashFlow Deposit(string id) => new(id, 1, "Ada", "test");

    private static OrderRequest Order(string id) =>
        new(id, Asset, OrderSide.Buy, 0.001m, null, null, null, null, null, ReduceOnly: false);
}
