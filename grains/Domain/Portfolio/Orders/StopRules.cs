using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>Where the stop and the target of a position may be moved to, and what is lost there.</summary>
public static class StopRules
{
    /// <summary>Where a move leaves the stop and the target.</summary>
    public static StopMoved Of(BookPosition held, StopMove move)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(move);
        return new StopMoved(
            held.AssetId, move.StopPrice ?? held.StopPrice, move.ClearTarget ? null : move.TargetPrice ?? held.TargetPrice, move.Reason);
    }

    /// <summary>What is wrong with a move, whatever else is held; null where nothing is.</summary>
    public static FieldFault? FaultOf(BookPosition held, StopMove move, AssetRisk? risk)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(move);
        var (isLong, mark) = (held.Quantity > 0, Amounts.Text(held.MarkPrice));
        var side = isLong ? "below" : "above";
        if ((TickFaultOf(held, "stopPrice", move.StopPrice, risk) ?? TickFaultOf(held, "targetPrice", move.TargetPrice, risk)) is { } fine)
        {
            return fine;
        }

        if (move.StopPrice is { } stop)
        {
            if (isLong ? stop >= held.MarkPrice : stop <= held.MarkPrice)
            {
                return new FieldFault(
                    "stopPrice", Amounts.Text(stop), $"must be {side} {mark}, the price of {held.AssetId}",
                    $"a stop at {Amounts.Text(stop)} is reached already, as {held.AssetId} is at {mark}: set it {side} that, or close "
                    + "the position with an exit");
            }

            if (risk is not null && ExitPrices.Stop(risk, held.AverageEntryPrice, isShort: !isLong) is { } own
                && (isLong ? stop < own : stop > own) && IsWider(held, stop))
            {
                return new FieldFault(
                    "stopPrice", Amounts.Text(stop), $"must be {Amounts.Text(own)} or nearer to the entry",
                    $"a stop at {Amounts.Text(stop)} is farther from the entry at {Amounts.Text(held.AverageEntryPrice)} than the "
                    + $"asset's own distance: set it at {Amounts.Text(own)} or nearer");
            }
        }

        return move.TargetPrice is { } target && (isLong ? target <= held.MarkPrice : target >= held.MarkPrice)
            ? new FieldFault(
                "targetPrice", Amounts.Text(target), $"must be {(isLong ? "above" : "below")} {mark}, the price of {held.AssetId}",
                $"a target at {Amounts.Text(target)} is reached already, as {held.AssetId} is at {mark}: set it "
                + $"{(isLong ? "above" : "below")} that, or close the position with an exit")
            : null;
    }

    /// <summary>As of the prices of an order: what is finer than a tick, no venue would take.</summary>
    private static FieldFault? TickFaultOf(BookPosition held, string name, decimal? price, AssetRisk? risk)
    {
        if (price is not { } given || risk is null || risk.ToTick(given, MidpointRounding.ToEven) is var whole && whole == given)
        {
            return null;
        }

        var tick = Amounts.Text(risk.OrderTerms.PriceTick);
        return new FieldFault(
            name, Amounts.Text(given), $"must be a whole tick of {tick}",
            $"prices of {held.AssetId} are whole ticks of {tick}, and {Amounts.Text(given)} is none: set it at {Amounts.Text(whole)}");
    }

    /// <summary>Whether a stop lets the position lose more than its present one.</summary>
    public static bool IsWider(BookPosition held, decimal stop)
    {
        ArgumentNullException.ThrowIfNull(held);
        return held.StopPrice is not { } old || (held.Quantity > 0 ? stop < old : stop > old);
    }

    /// <summary>What all positions and approved orders of a book lose at their stops, in its currency.</summary>
    public static decimal HeatOf(PreTradeBook book, AssetsConfiguration configuration, IEnumerable<ConversionRate> rates)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(configuration);
        var table = ConversionRate.Table([.. rates], book.Currency);
        return Exposure.OfBook(book, [.. configuration.Assets.Select(OtherAsset.Of)], table)
            .Sum(exposure => exposure.Heat.Amount + exposure.ReservedHeat.Amount);
    }
}
