using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// When a class, an asset or a strategy stops by itself, and the others go on. Such a halt latches as those of the whole portfolio do: it
/// stays until an operator lifts it, and what latched it counts anew from there.
/// </summary>
public static class ScopeHaltRules
{
    /// <summary>What an order is of, as narrow as it can be first, and how its id is told.</summary>
    internal static ImmutableArray<(HaltScope Scope, Func<Order, string?> IdOf)> ScopesOfOrders { get; } =
    [
        (HaltScope.Asset, order => order.AssetId), (HaltScope.Strategy, order => order.StrategyId),
        (HaltScope.AssetClass, order => order.ClassId),
    ];

    /// <summary>Halts that losses call for and that are not in force.</summary>
    public static IEnumerable<HaltLatched> DueByLoss(PortfolioBook book, HaltSettings settings)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings == HaltSettings.None)
        {
            yield break;
        }

        // A scope that made nothing today stays where it was: its drawdown was judged when it came.
        foreach (var ((scope, id), ofDay) in ScopeRecords.OfDay(book)
            .OrderBy(part => part.Key.Scope).ThenBy(part => part.Key.Id, StringComparer.Ordinal))
        {
            var limits = LimitsOf(settings, scope);
            if (limits.DailyLoss is { } most && Of(HaltCause.ScopeDailyLoss, most) is { } lossOfDay)
            {
                yield return lossOfDay;
            }

            if (limits.Drawdown is { } deepest && Of(HaltCause.ScopeDrawdown, deepest) is { } drawdown)
            {
                yield return drawdown;
            }

            HaltLatched? Of(HaltCause cause, decimal limit)
            {
                var loss = ScopeRecords.MeasureOf(book, scope, id, ofDay, cause, limit);
                return !loss.IsReached || IsHalted(book, scope, id, cause) ? null : new HaltLatched(
                    scope, id, TradingMode.Halted, cause, Sentence(scope, id, cause, loss), Math.Round(loss.Share, 8), limit,
                    book.Equity.Amount, loss.Reference.Amount);
            }
        }
    }

    /// <summary>
    /// Losses of a class, an asset or a strategy that have come near to their limit: which, the part of the limit that is passed, and the
    /// figures. What is halted by it already is not told twice.
    /// </summary>
    public static IEnumerable<(string What, decimal Band, string Text)> Near(PortfolioBook book, HaltSettings settings)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings == HaltSettings.None)
        {
            yield break;
        }

        var ofDay = ScopeRecords.OfDay(book);
        foreach (var (scope, id) in ScopeRecords.ScopesOf(book, ofDay)
            .OrderBy(one => one.Scope).ThenBy(one => one.Id, StringComparer.Ordinal))
        {
            foreach (var (cause, code, limit) in LossLimitsOf(book, settings, scope, id))
            {
                var loss = ScopeRecords.MeasureOf(book, scope, id, ofDay.GetValueOrDefault((scope, id)), cause, limit);
                if (loss.Band is { } band)
                {
                    yield return (
                        $"{code} {WhatOf(scope, id)}", band, $"{Sentence(scope, id, cause, loss)} {HaltRules.PartOf(loss, band)}");
                }
            }
        }
    }

    /// <summary>
    /// How much of each limit of losses is used by the class, the asset or the strategy that is nearest to it: 1 is all of it. 0 where none
    /// lost anything, or no limit is set.
    /// </summary>
    public static IEnumerable<(HaltScope Scope, string Code, decimal Used)> NearestOf(PortfolioBook book, HaltSettings settings)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(settings);
        var ofDay = ScopeRecords.OfDay(book);
        var known = ScopeRecords.ScopesOf(book, ofDay).ToLookup(one => one.Scope, one => one.Id);
        foreach (var scope in new[] { HaltScope.AssetClass, HaltScope.Asset, HaltScope.Strategy })
        {
            var limits = LimitsOf(settings, scope);
            yield return (scope, RuleCodes.DailyLoss, Used(scope, HaltCause.ScopeDailyLoss, limits.DailyLoss));
            yield return (scope, RuleCodes.Drawdown, Used(scope, HaltCause.ScopeDrawdown, limits.Drawdown));
        }

        decimal Used(HaltScope scope, HaltCause cause, decimal? limit) => limit is not (> 0 and var most) ? 0 : known[scope]
            .Select(id => ScopeRecords.MeasureOf(book, scope, id, ofDay.GetValueOrDefault((scope, id)), cause, most).Share / most)
            .Append(0).Max();
    }

    /// <summary>Halts that an order which the broker rejected calls for: as narrow as the cause.</summary>
    public static IEnumerable<HaltLatched> DueByRejection(PortfolioBook book, Order rejected, HaltSettings settings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(rejected);
        ArgumentNullException.ThrowIfNull(settings);
        foreach (var (scope, idOf) in ScopesOfOrders)
        {
            if (idOf(rejected) is not { } id || LimitsOf(settings, scope).BrokerRejections is not { } most
                || IsHalted(book, scope, id, HaltCause.BrokerRejections))
            {
                continue;
            }

            var count = CountRejected(book, book.OrderBook.ById.Values, scope, id, idOf, settings, now);
            if (count >= most)
            {
                yield return new HaltLatched(
                    scope, id, TradingMode.Halted, HaltCause.BrokerRejections,
                    $"The broker rejected {count} orders of {id} within {settings.RejectionMinutes} minutes, and {most} halt it; the last "
                        + $"is '{rejected.ClientOrderId}'{(rejected.Remark is { } why ? $": {why}" : "")}.",
                    null, null, book.Equity.Amount, null);
            }
        }
    }

    /// <summary>How many orders of a scope the broker rejected lately, of some.</summary>
    internal static int CountRejected(
        PortfolioBook book, IEnumerable<Order> orders, HaltScope scope, string id, Func<Order, string?> idOf, HaltSettings settings,
        DateTimeOffset now)
    {
        var from = now - TimeSpan.FromMinutes(settings.RejectionMinutes);
        from = ScopeRecords.Of(book, scope, id).CountedFrom is { } counted && counted > from ? counted : from;
        return orders.Count(order => order.State == OrderState.Rejected && idOf(order) == id && order.Since > from);
    }

    /// <summary>From when on the age of a position's mark counts: an operator may have looked into it since.</summary>
    internal static DateTimeOffset MarkCountsFrom(PortfolioBook book, BookPosition held)
    {
        var seen = ScopeRecords.Of(book, HaltScope.Asset, held.AssetId).CountedFrom;
        return seen > held.MarkedAt ? seen.Value : held.MarkedAt;
    }

    /// <summary>Assets whose marks are so old that somebody has to look.</summary>
    /// <param name="openSince">
    /// Minutes that the market of a position was open from an instant to now, beside the most that there may be; more need not be counted.
    /// </param>
    public static IEnumerable<HaltLatched> DueByStaleness(
        PortfolioBook book, Func<BookPosition, DateTimeOffset, (decimal Open, decimal Most)> openSince)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(openSince);
        foreach (var held in book.Positions.Values.Where(held => !IsHalted(book, HaltScope.Asset, held.AssetId, HaltCause.StaleData)))
        {
            var (open, most) = openSince(held, MarkCountsFrom(book, held));
            if (open > most)
            {
                yield return new HaltLatched(
                    HaltScope.Asset, held.AssetId, TradingMode.ReduceOnly, HaltCause.StaleData,
                    $"The mark of {held.AssetId} is of {InstantText.Seconds(held.MarkedAt)}: its market was open for more than "
                        + $"{Amounts.Text(most)} minutes since, and nobody knows what it is worth. Look at its source, then reset the "
                        + "halt.",
                    null, null, book.Equity.Amount, null);
            }
        }
    }

    internal static ScopeLimits LimitsOf(HaltSettings settings, HaltScope scope) => scope switch
    {
        HaltScope.AssetClass => settings.Class,
        HaltScope.Asset => settings.Asset,
        HaltScope.Strategy => settings.Strategy,
        _ => ScopeLimits.None,
    };

    /// <summary>The losses that halt a scope by itself, but for those by which it is halted already.</summary>
    internal static IEnumerable<(HaltCause Cause, string Code, decimal Limit)> LossLimitsOf(
        PortfolioBook book, HaltSettings settings, HaltScope scope, string id)
    {
        var limits = LimitsOf(settings, scope);
        if (limits.DailyLoss is { } ofDay && !IsHalted(book, scope, id, HaltCause.ScopeDailyLoss))
        {
            yield return (HaltCause.ScopeDailyLoss, RuleCodes.DailyLoss, ofDay);
        }

        if (limits.Drawdown is { } deepest && !IsHalted(book, scope, id, HaltCause.ScopeDrawdown))
        {
            yield return (HaltCause.ScopeDrawdown, RuleCodes.Drawdown, deepest);
        }
    }

    // One that would not have latched stands for no loss: a true one latches beside it.
    internal static bool IsHalted(PortfolioBook book, HaltScope scope, string id, HaltCause cause) =>
        book.Halts.Any(halt => halt.Cause == cause && halt.Halt.Scope == scope && halt.Halt.ScopeId == id && !halt.IsCorrected);

    private static string Sentence(HaltScope scope, string id, HaltCause cause, LossMeasure loss)
    {
        var what = WhatOf(scope, id);
        return $"{char.ToUpperInvariant(what[0])}{what[1..]} lost {HaltRules.Cents(loss.Loss)} "
            + (cause == HaltCause.ScopeDailyLoss ? "today" : "since its best")
            + $", {Amounts.Percent(Math.Round(loss.Share, 4))} of the {HaltRules.Cents(loss.Reference)} that the day began with; its limit "
            + $"is {Amounts.Percent(loss.Limit)}.";
    }

    internal static string WhatOf(HaltScope scope, string id) => scope switch
    {
        HaltScope.AssetClass => $"class {id}",
        HaltScope.Strategy => $"strategy {id}",
        _ => id,
    };
}
