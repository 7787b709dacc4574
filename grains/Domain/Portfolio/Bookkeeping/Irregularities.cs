using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>Tells what happened at the broker and was approved from what was not.</summary>
public static class Irregularities
{
    /// <summary>So many are kept to be seen one by one; the asset stays reduce-only whatever their number.</summary>
    public const int KeptMax = 200;

    /// <summary>How near to a position's stop or target a fill executes it: stops are filled near their price.</summary>
    private const decimal Nearness = 0.005m;

    /// <summary>How far a broker's clock may be from ours.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(10);

    /// <summary>What rounding and a conversion may make of a limit, as a fraction of it.</summary>
    private const decimal LimitTolerance = 0.001m;

    /// <summary>In what way a fill is none that was approved; null where it was.</summary>
    /// <param name="book">Before the fill.</param>
    /// <param name="recorded">In units and under the name of today.</param>
    public static Irregularity? Of(PortfolioBook book, FillRecorded recorded, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(recorded);
        var fill = recorded.Fill;
        var held = book.Positions.GetValueOrDefault(fill.AssetId);
        var order = StillExecuted(book, fill) ?? book.OrderBook.FindLiving(fill.ClientOrderId);
        var found = order is null ? OfNone(book, recorded, held) : OfOrder(order, recorded, held);
        return found is { } one ? Told(recorded, one.Kind, one.Why, now) : null;
    }

    // The broker fills an order before it hears of what is to take its place: that much of it was approved.
    private static Order? StillExecuted(PortfolioBook book, Fill fill) =>
        book.OrderBook.Find(fill.ClientOrderId) is { State: OrderState.Replaced } named && fill.Quantity <= named.Left
        && book.OrderBook.FindLiving(named.ReplacedBy) is { State: OrderState.Approved }
            ? named with { State = OrderState.Working }
            : null;

    /// <summary>
    /// In what way a fill that took the place of a wrong one is none that was approved; null where it was, or where it is of what the wrong
    /// one was of and no larger, of which people were told then.
    /// </summary>
    /// <param name="corrected">The book with it, its order filled by it.</param>
    public static Irregularity? OfReplacement(PortfolioBook corrected, Fill wrong, FillRecorded right, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(corrected);
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(right);
        var fill = right.Fill;
        if (right.Paper || (fill.AssetId == wrong.AssetId && fill.Side == wrong.Side && fill.Quantity <= wrong.Quantity))
        {
            return null;
        }

        var order = corrected.OrderBook.FindLiving(fill.ClientOrderId);
        var name = $"order '{fill.ClientOrderId}'";
        (IrregularityKind Kind, string Why)? found = order switch
        {
            null => (IrregularityKind.Unapproved, $"it is not what '{wrong.FillId}' was, which it replaces, and no order is known for it"),
            _ when order.AssetId != fill.AssetId => (IrregularityKind.WrongAsset, $"{name} is of {order.AssetId}"),
            _ when order.Side != fill.Side => (
                IrregularityKind.WrongSide, $"{name} is to {(order.Side == OrderSide.Buy ? "buy" : "sell")}"),
            _ when order.Filled > order.Quantity => (
                IrregularityKind.Overfill,
                $"{name} was approved for {Amounts.Text(order.Quantity)}, of which {Amounts.Text(order.Filled)} are filled with it"),
            _ => null,
        };
        return found is { } one ? Told(right, one.Kind, one.Why, now) : null;
    }

    /// <summary>
    /// Orders that were filled by more than they were approved for, now that a history was told anew: in the units of a split that never
    /// was, or of one that was told late.
    /// </summary>
    /// <param name="before">The book as it was told before.</param>
    public static IEnumerable<Irregularity> OfRetold(PortfolioBook before, PortfolioBook after, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return after.OrderBook.ById.Values
            .Where(order => order.Filled > order.Quantity)
            .Where(order => before.OrderBook.Find(order.ClientOrderId) is not { } known || known.Filled <= known.Quantity)
            .Select(order => new Irregularity(
                order.ClientOrderId, IrregularityKind.Overfill, order.AssetId,
                $"The order '{order.ClientOrderId}' ({order.AssetId}) was approved for {Amounts.Text(order.Quantity)} in the units that "
                    + $"hold now, of which {Amounts.Text(order.Filled)} are filled.",
                now));
    }

    /// <summary>Of an order that is reported working although it was taken for ended.</summary>
    public static Irregularity OfRevived(Order order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new Irregularity(
            order.ClientOrderId, IrregularityKind.Revived, order.AssetId,
            $"The order '{order.ClientOrderId}' ({order.AssetId}) rests at the broker although it had ended here "
                + $"({order.State.ToString().ToLowerInvariant()} at {InstantText.Seconds(order.Since)}): its exposure counts again, and "
                + "others may have been approved in its room.",
            now);
    }

    private static Irregularity Told(FillRecorded recorded, IrregularityKind kind, string why, DateTimeOffset now) => new(
        recorded.Fill.FillId, kind, recorded.Fill.AssetId,
        $"The fill '{recorded.Fill.FillId}' ({(recorded.Fill.Side == OrderSide.Buy ? "bought" : "sold")} "
            + $"{Amounts.Text(recorded.Fill.Quantity)} {recorded.Fill.AssetId} at {Amounts.Text(recorded.Price)}) was not approved: {why}.",
        now);

    private static (IrregularityKind Kind, string Why)? OfNone(PortfolioBook book, FillRecorded recorded, BookPosition? held)
    {
        var fill = recorded.Fill;
        if (IsProtective(held, recorded, null, null) || book.Reservations.Values.Any(one =>
            one.ClientOrderId == fill.ClientOrderId && one.AssetId == fill.AssetId
            && one.SignedQuantity > 0 == (fill.Side == OrderSide.Buy) && fill.Quantity <= Math.Abs(one.SignedQuantity)))
        {
            return null; // the stop or the target, or an approval of before orders were kept
        }

        return (IrregularityKind.Unapproved, fill.ClientOrderId is { } id
            ? $"no order '{id}' is open, nor did one end lately"
            : "it names no order");
    }

    private static (IrregularityKind Kind, string Why)? OfOrder(Order order, FillRecorded recorded, BookPosition? held)
    {
        var fill = recorded.Fill;
        var name = $"order '{order.ClientOrderId}'";
        return fill switch
        {
            _ when order.AssetId != fill.AssetId => (IrregularityKind.WrongAsset, $"{name} is of {order.AssetId}"),
            // The stop and the target of an order close what it opened; at any other price an exit is an order of its own.
            _ when order.Side != fill.Side => fill.Quantity <= order.Filled
                && IsProtective(held, recorded, order.StopPrice, order.TargetPrice)
                ? null
                : (IrregularityKind.WrongSide, $"{name} is to {(order.Side == OrderSide.Buy ? "buy" : "sell")}"),
            { StrategyId: { } strategy } when order.StrategyId is { } approved && approved != strategy => (
                IrregularityKind.WrongStrategy, $"{name} is of the strategy '{approved}', and it names '{strategy}'"),
            _ when order.State == OrderState.Filled || (order.IsOpen && fill.Quantity > order.Left) => (
                IrregularityKind.Overfill,
                $"{name} was approved for {Amounts.Text(order.Quantity)}, of which {Amounts.Text(order.Filled)} were filled before"),
            // Executed before it was taken back, and told after: the two messages of a broker come in any order.
            _ when order.State is OrderState.Cancelled or OrderState.Expired or OrderState.Replaced && fill.At < order.Since
                && fill.Quantity <= order.Left => null,
            _ when !order.IsOpen => (
                IrregularityKind.AfterEnd,
                $"{name} had ended ({order.State.ToString().ToLowerInvariant()} at {InstantText.Seconds(order.Since)}"
                    + $"{(order.Remark is { } why ? $": {why}" : "")})"),
            _ when order.GoodUntil is { } end && end + ClockSlack < fill.At => (
                IrregularityKind.AfterEnd, $"{name} was good until {InstantText.Seconds(end)}, and it was executed after that"),
            _ when order.IsExit && !Reduces(held, recorded) => (
                IrregularityKind.TurnedPosition, $"{name} was an exit, and more was executed than is held"),
            _ when order.LimitPrice is { } limit && IsBeyond(limit, recorded.Price, order.Side) => (
                IrregularityKind.BeyondLimit,
                $"{name} has its limit at {Amounts.Text(limit)}, {(order.Side == OrderSide.Buy ? "above" : "below")} which no broker "
                    + "executes it"),
            _ => null,
        };
    }

    private static bool IsBeyond(decimal limit, decimal price, OrderSide side)
    {
        var slack = Math.Abs(limit) * LimitTolerance;
        return side == OrderSide.Buy ? price > limit + slack : price < limit - slack;
    }

    private static bool Reduces(BookPosition? held, FillRecorded recorded) => held is not null
        && held.Units.Sign == -recorded.Units.Sign && recorded.Fill.Quantity <= Math.Abs(held.Quantity);

    /// <summary>Whether it closes what is held at a stop or at a target, those of the position or the given ones.</summary>
    private static bool IsProtective(BookPosition? held, FillRecorded recorded, decimal? stop, decimal? target)
    {
        if (held is null || !Reduces(held, recorded))
        {
            return false;
        }

        var (price, isLong) = (recorded.Price, held.Quantity > 0);
        return IsAtStop(held.StopPrice) || IsAtTarget(held.TargetPrice) || IsAtStop(stop) || IsAtTarget(target);

        bool IsAtStop(decimal? at) => at is { } known && (isLong ? price <= known * (1 + Nearness) : price >= known * (1 - Nearness));

        bool IsAtTarget(decimal? at) => at is { } known && (isLong ? price >= known * (1 - Nearness) : price <= known * (1 + Nearness));
    }
}
