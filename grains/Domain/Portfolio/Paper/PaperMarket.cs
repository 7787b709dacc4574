using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Paper;

/// <summary>
/// What a quote executes of a paper portfolio: what it would have executed of a real one, and no more. An order is filled by quotes of
/// after its decision alone, while its market is open, as far as the quote's size reaches; a buyer at the ask and a seller at the bid,
/// worse by the class's slippage. A limit is filled once the market reaches it, and never beyond it. A position is closed where its stop
/// or its target is reached: at the stop for what the market gives then, a gap included.
/// </summary>
/// <remarks>A quote is used once: whoever asks again with it is given nothing, as all that it could fill is filled.</remarks>
public static class PaperMarket
{
    private static readonly PaperOutcome Nothing = new([], []);

    /// <param name="book">In units of today.</param>
    /// <param name="quote">The newest believed one.</param>
    public static PaperOutcome Of(PortfolioBook book, Quote quote, PaperTerms terms)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(terms);
        if (!terms.IsOpen || IsUsed(book, quote) || book.IsWrong(quote.AssetId, quote.At)
            || book.UnitChanges.Any(change => change.AssetId == quote.AssetId && quote.At < change.EffectiveAt))
        {
            return Nothing;
        }

        var matching = new Matching(quote, terms, book.Positions.GetValueOrDefault(quote.AssetId)?.Quantity ?? 0);
        if (book.Positions.GetValueOrDefault(quote.AssetId) is { } held)
        {
            matching.Protect(held);
        }

        foreach (var order in OrdersAt(book, quote, terms))
        {
            matching.Execute(order);
        }

        return matching.ToOutcome();
    }

    /// <summary>Open orders of the quote's asset that were at the market then, the oldest first.</summary>
    private static IEnumerable<Order> OrdersAt(PortfolioBook book, Quote quote, PaperTerms terms) => book.OrderBook.ById.Values
        .Where(order => order.State is OrderState.Working or OrderState.PartlyFilled && order.AssetId == quote.AssetId
            && quote.At > order.ApprovedAt && (order.Until is not { } until || quote.At <= until - terms.Grace))
        .OrderBy(order => order.ApprovedAt)
        .ThenBy(order => order.DecisionId.Length).ThenBy(order => order.DecisionId, StringComparer.Ordinal);

    private static bool IsUsed(PortfolioBook book, Quote quote) =>
        book.LastTouchedAt.TryGetValue(quote.AssetId, out var last) && quote.At <= last;

    /// <summary>One quote, and what is left of it.</summary>
    private sealed class Matching(Quote quote, PaperTerms terms, decimal held)
    {
        private readonly List<PaperFill> _fills = [];
        private readonly List<PaperEnd> _ends = [];
        private decimal _held = held;
        private decimal _bid = quote.BidSize ?? decimal.MaxValue;
        private decimal _ask = quote.AskSize ?? decimal.MaxValue;

        public PaperOutcome ToOutcome() => new([.. _fills], [.. _ends]);

        public void Protect(BookPosition position)
        {
            var isLong = position.Quantity > 0;
            var side = isLong ? OrderSide.Sell : OrderSide.Buy;
            var market = isLong ? quote.Bid : quote.Ask;
            if (position.StopPrice is { } stop && (isLong ? market <= stop : market >= stop))
            {
                Fill(null, side, Math.Abs(position.Quantity), limit: null);
            }
            else if (position.TargetPrice is { } target && (isLong ? market >= target : market <= target))
            {
                Fill(null, side, Math.Abs(position.Quantity), target);
            }
        }

        public void Execute(Order order)
        {
            var closable = Math.Sign(_held) == (order.Side == OrderSide.Sell ? 1 : -1) ? Math.Abs(_held) : 0;
            var wanted = order.IsExit ? Math.Min(order.Left, closable) : order.Left;
            var market = order.Side == OrderSide.Buy ? quote.Ask : quote.Bid;
            var isReached = order.LimitPrice is not { } limit || (order.Side == OrderSide.Buy ? market <= limit : market >= limit);
            var filled = isReached ? Fill(order, order.Side, wanted, order.LimitPrice) : 0;
            if (filled < order.Left && order.IsExit && closable - filled <= 0)
            {
                _ends.Add(new PaperEnd(order.ClientOrderId, "on paper: nothing is held that it could close"));
            }
            else if (filled < order.Left && order.TimeInForce == TimeInForce.Ioc)
            {
                _ends.Add(new PaperEnd(order.ClientOrderId, "on paper: the first quote after it filled no more of it"));
            }
        }

        private decimal Fill(Order? order, OrderSide side, decimal wanted, decimal? limit)
        {
            var isBuy = side == OrderSide.Buy;
            var (market, size) = isBuy ? (quote.Ask, _ask) : (quote.Bid, _bid);
            var slipped = Rounding.Price(isBuy ? market + (Math.Abs(market) * terms.Costs.Slippage)
                : market - (Math.Abs(market) * terms.Costs.Slippage));
            var price = limit is { } bound ? (isBuy ? Math.Min(slipped, bound) : Math.Max(slipped, bound)) : slipped;
            // What is left of an order or a position may be finer than a step: it goes whole.
            var quantity = wanted <= size ? wanted : Math.Floor(size / terms.Step) * terms.Step;
            if (quantity <= 0 || (price <= 0 && !terms.NegativePrices))
            {
                return 0;
            }

            _held += isBuy ? quantity : -quantity;
            (_bid, _ask) = isBuy ? (_bid, _ask - quantity) : (_bid - quantity, _ask);
            _fills.Add(new PaperFill(
                order?.ClientOrderId, side, quantity, price, Rounding.Amount(quantity * Math.Abs(price) * terms.Costs.Fee),
                order?.StrategyId));
            return quantity;
        }
    }
}

/// <summary>What a quote executes, in the order in which it does, and the orders that end by it unfilled.</summary>
public sealed record PaperOutcome(ImmutableArray<PaperFill> Fills, ImmutableArray<PaperEnd> Ends);

/// <summary>An execution on paper, in the asset's quote currency.</summary>
/// <param name="ClientOrderId">Null where the position's stop or target was reached.</param>
public sealed record PaperFill(
    string? ClientOrderId, OrderSide Side, decimal Quantity, decimal Price, decimal Fee, string? StrategyId);

/// <summary>An order that the paper market cancels.</summary>
public sealed record PaperEnd(string ClientOrderId, string Reason);
