using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Review;

/// <summary>
/// How far each class, asset and strategy is from halting by itself: by a loss, by what the broker rejected, by a mark that grows old. What
/// is halted by it already, and of what nothing is used, is left out.
/// </summary>
public static class ScopeDistances
{
    /// <returns>The nearest first.</returns>
    public static ImmutableArray<LimitUse> Of(PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = configuration.Halts;
        return settings == HaltSettings.None ? [] :
        [
            .. Losses(book, settings).Concat(Rejections(book, settings, now)).Concat(OldMarks(book, configuration, now))
                .Where(use => use.Used > 0)
                .OrderByDescending(use => use.Used / use.Limit).ThenBy(use => use.Scope, StringComparer.Ordinal)
                .ThenBy(use => use.Code, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<LimitUse> Losses(PortfolioBook book, HaltSettings settings)
    {
        var ofDay = ScopeRecords.OfDay(book);
        foreach (var (scope, id) in ScopeRecords.ScopesOf(book, ofDay))
        {
            foreach (var (cause, code, limit) in ScopeHaltRules.LossLimitsOf(book, settings, scope, id))
            {
                if (ScopeRecords.MeasureOf(book, scope, id, ofDay.GetValueOrDefault((scope, id)), cause, limit)
                    is { IsMeasurable: true } loss)
                {
                    yield return Use(code, scope, id, Conversions.Currency.Code, loss.Most.Amount, loss.Loss.Amount, loss.IsReached);
                }
            }
        }
    }

    private static IEnumerable<LimitUse> Rejections(PortfolioBook book, HaltSettings settings, DateTimeOffset now)
    {
        var rejected = book.OrderBook.ById.Values.Where(order => order.State == OrderState.Rejected).ToArray();
        foreach (var (scope, idOf) in ScopeHaltRules.ScopesOfOrders)
        {
            if (ScopeHaltRules.LimitsOf(settings, scope).BrokerRejections is { } most)
            {
                foreach (var id in rejected.Select(idOf).OfType<string>().Distinct(StringComparer.Ordinal))
                {
                    if (!ScopeHaltRules.IsHalted(book, scope, id, HaltCause.BrokerRejections))
                    {
                        var count = ScopeHaltRules.CountRejected(book, rejected, scope, id, idOf, settings, now);
                        yield return Use(ScopeHaltCodes.BrokerRejections, scope, id, "orders", most, count, count >= most);
                    }
                }
            }
        }
    }

    private static IEnumerable<LimitUse> OldMarks(PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now)
    {
        if (configuration.Halts.StaleMinutes is not { } minutes)
        {
            yield break;
        }

        foreach (var held in book.Positions.Values.Where(held =>
            !ScopeHaltRules.IsHalted(book, HaltScope.Asset, held.AssetId, HaltCause.StaleData)))
        {
            var (open, most) = MarkAges.OpenSince(held, ScopeHaltRules.MarkCountsFrom(book, held), configuration, minutes, now);
            yield return Use(ScopeHaltCodes.StaleMark, HaltScope.Asset, held.AssetId, "minutes", most, open, open > most);
        }
    }

    private static LimitUse Use(string code, HaltScope scope, string id, string unit, decimal limit, decimal used, bool isReached) => new(
        code, scope == HaltScope.Asset ? $"asset {id}" : ScopeHaltRules.WhatOf(scope, id), unit, Math.Round(limit, 2), 0,
        Math.Round(used, 2), Math.Round(limit - used, 2), isReached);
}
