using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Supervision;

/// <summary>Looks at every position as it stands, and says what should be closed and why. It opens nothing, ever.</summary>
public static class SupervisorRules
{
    private static readonly TimeSpan DecayAfter = TimeSpan.FromDays(1);

    /// <summary>All that is advised now; what was advised before keeps its beginning.</summary>
    public static ImmutableArray<PositionAdvice> Of(PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(configuration);
        var old = MarkAges.Of(book, configuration, now)
            .Where(mark => mark.IsOld()).ToDictionary(mark => mark.AssetId, StringComparer.Ordinal);
        var advice = ImmutableArray.CreateBuilder<PositionAdvice>();
        foreach (var held in book.Positions.Values)
        {
            advice.AddRange(Of(held, book, configuration, now));
            if (old.TryGetValue(held.AssetId, out var mark))
            {
                advice.Add(Stale(held, SplitRules.UnshownOf(book, held), mark.OpenMinutes, mark.MaxMinutes, now));
            }
        }

        return [.. advice.Select(one => one with { Since = book.Advice.FirstOrDefault(known => IsSame(known, one))?.Since ?? one.Since })];
    }

    /// <summary>
    /// The exits that a paper portfolio places by itself, one an asset: what is advised to be closed and is not being closed yet. Its stops
    /// and targets are the paper market's, which closes at them.
    /// </summary>
    public static ImmutableArray<OrderRequest> OrdersOf(PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now) =>
    [
        .. Of(book, configuration, now)
            .Where(one => one.Quantity > 0 && IsExecuted(one.Kind))
            .GroupBy(one => one.AssetId, StringComparer.Ordinal)
            .Select(same => same.MaxBy(one => one.Quantity)!)
            .Select(one => new OrderRequest(
                string.Create(CultureInfo.InvariantCulture, $"supervisor:{one.Kind}:{one.AssetId}:{book.Head.Sequence}"), one.AssetId,
                one.Side, one.Quantity, null, null, null, null, null, ReduceOnly: true)),
    ];

    /// <summary>Whether a paper portfolio places an exit for it.</summary>
    public static bool IsExecuted(PositionAdviceKind kind) =>
        kind is PositionAdviceKind.MaxHold or PositionAdviceKind.Decay or PositionAdviceKind.DriftedLimit;

    /// <summary>Whether both advise the same, whatever the figures are meanwhile.</summary>
    public static bool IsSame(PositionAdvice one, PositionAdvice other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return (one.Kind, one.AssetId, one.Side) == (other.Kind, other.AssetId, other.Side);
    }

    /// <summary>
    /// Whether what was told says what is advised now: of the same positions, and of quantities that moved by a tenth at most. What an exit
    /// closes meanwhile is not told anew.
    /// </summary>
    public static bool IsTold(ImmutableArray<PositionAdvice> told, ImmutableArray<PositionAdvice> now) => told.Length == now.Length
        && told.Zip(now).All(pair => IsSame(pair.First, pair.Second)
            && (pair.Second.Quantity == 0
                || Math.Abs(pair.Second.Quantity - pair.First.Quantity) <= Math.Max(pair.First.Quantity, pair.Second.Quantity) / 10));

    private static IEnumerable<PositionAdvice> Of(
        BookPosition held, PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now)
    {
        var asset = configuration.FindAsset(held.AssetId);
        var open = Math.Abs(held.Quantity) - ExitsOf(held, book); // what nothing closes yet
        return OfPrice(held, asset).Concat(OfApproval(held, book, asset))
            .Concat(asset is null ? [] : OfLimits(held, book, asset, configuration, now))
            .Select(one => AdviceOf(one.Kind, held, Math.Max(0, Math.Min(one.Quantity, open)), one.Why, now));
    }

    private static IEnumerable<Found> OfPrice(BookPosition held, AssetDefinition? asset)
    {
        var (isLong, mark) = (held.Quantity > 0, Amounts.Text(held.MarkPrice));
        if (held.StopPrice is { } stop && (isLong ? held.MarkPrice <= stop : held.MarkPrice >= stop))
        {
            yield return Close(held, PositionAdviceKind.PassedStop, $"it is at {mark} and its stop is at {Amounts.Text(stop)}");
        }
        else if (held.StopPrice is null && asset?.Risk is { } risk
            && ExitPrices.PassedOwnStop(risk.StopLoss, risk.PipSize, held.Quantity, held.AverageEntryPrice, held.MarkPrice) is { } own)
        {
            yield return Close(
                held, PositionAdviceKind.PassedStop,
                $"it is at {mark}, has no stop of its own, and that of {held.AssetId} by its entry is at {Amounts.Text(own)}");
        }

        if (held.TargetPrice is { } target && (isLong ? held.MarkPrice >= target : held.MarkPrice <= target))
        {
            yield return Close(held, PositionAdviceKind.ReachedTarget, $"it is at {mark} and its target is at {Amounts.Text(target)}");
        }
    }

    private static Found[] OfApproval(BookPosition held, PortfolioBook book, AssetDefinition? asset)
    {
        var why = asset is null ? "the configuration does not have it"
            : book.Unseen.Any(one => one.AssetId == held.AssetId) ? "nobody approved some of it: accept it, or close it"
            : null;
        return why is null ? [] : [new Found(PositionAdviceKind.Unvetted, 0, why)];
    }

    private static IEnumerable<Found> OfLimits(
        BookPosition held, PortfolioBook book, AssetDefinition asset, AssetsConfiguration configuration, DateTimeOffset now)
    {
        var age = now - held.OpenedAt;
        if (asset.Risk.Rules.MaxHoldDays is { } days && age >= TimeSpan.FromDays(days))
        {
            yield return Close(
                held, PositionAdviceKind.MaxHold,
                $"it is held since {InstantText.Seconds(held.OpenedAt)}, and at most {ValueText.Days(days)} "
                    + (days == 1 ? "is allowed" : "are allowed"));
        }

        if (asset.Risk.Rules.DecayWarning && age >= DecayAfter && held.UnrealisedProfit.IsNegative)
        {
            yield return Close(
                held, PositionAdviceKind.Decay,
                $"it loses {Amounts.Text(-Math.Round(held.UnrealisedProfit.Amount, 2))} {Conversions.Currency}, and resets its leverage "
                    + "daily, which costs in a market that goes nowhere");
        }

        // What orders are sized to: the smaller of the asset's part and the one by its class's factor.
        var factor = Math.Min(1, configuration.FindClass(asset.ClassId)?.RiskMultiplier ?? 1);
        var (exposure, limit) = (
            held.Exposure.Amount, RiskLimits.RiskMultiplier(book.Equity, asset.Risk.MaxPosition, factor).Amount.Amount);
        if (exposure > limit)
        {
            var excess = exposure == 0 ? 0 : Math.Abs(held.Quantity) * (exposure - Math.Max(0, limit)) / exposure;
            var step = asset.Risk.OrderTerms.QuantityStep;
            yield return new Found(
                PositionAdviceKind.DriftedLimit, Math.Min(Math.Ceiling(excess / step) * step, Math.Abs(held.Quantity)),
                $"it is worth {Amounts.Text(Math.Round(exposure, 2))} {Conversions.Currency}, and {Amounts.Text(Math.Round(limit, 2))} "
                    + "are allowed");
        }
    }

    private static Found Close(BookPosition held, PositionAdviceKind kind, string why) => new(kind, Math.Abs(held.Quantity), why);

    private static PositionAdvice Stale(
        BookPosition held, UnitChange? unshown, decimal minutes, decimal most, DateTimeOffset now) => AdviceOf(
        PositionAdviceKind.StaleMark, held, 0,
        $"its mark of {InstantText.Seconds(held.MarkedAt)} is older than {Amounts.Text(most)} minutes of its open market "
            + $"({Amounts.Text(minutes)}): nobody knows what it is worth"
            + (unshown is null ? "" : $". The book has a split of {unshown.NewUnits} for {unshown.OldUnits} at "
                + $"{InstantText.Seconds(unshown.EffectiveAt)} that no price since has shown: where the market has not had it, take it "
                + "back (assets portfolio event correct ID)"),
        now);

    private static PositionAdvice AdviceOf(
        PositionAdviceKind kind, BookPosition held, decimal quantity, string why, DateTimeOffset now)
    {
        var side = held.Quantity > 0 ? OrderSide.Sell : OrderSide.Buy;
        var what = quantity == 0 ? "look at" : $"{(side == OrderSide.Sell ? "sell" : "buy back")} {Amounts.Text(quantity)}";
        return new PositionAdvice(kind, held.AssetId, side, quantity, $"{what} {held.AssetId}: {why}", now);
    }

    private static decimal ExitsOf(BookPosition held, PortfolioBook book) => book.Reservations.Values
        .Where(one => one.AssetId == held.AssetId && Math.Sign(one.SignedQuantity) == -Math.Sign(held.Quantity))
        .Sum(one => Math.Abs(one.SignedQuantity));

    /// <param name="Quantity">What should be closed of it; 0 where it is to be looked at.</param>
    private sealed record Found(PositionAdviceKind Kind, decimal Quantity, string Why);
}
