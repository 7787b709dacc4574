using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Review;

/// <summary>Halts of a class, an asset or a strategy that shocks would latch: those go before the ones of the whole portfolio.</summary>
public static class ScopeTrips
{
    /// <summary>What would latch, each with the part of the shocks at which it does.</summary>
    public static ImmutableArray<LimitTrip> Of(
        PortfolioBook book, HaltSettings settings, ReviewInput input, ImmutableArray<PriceShock> shocks)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(input);
        var (trips, madeToday) = (ImmutableArray.CreateBuilder<LimitTrip>(), ScopeRecords.OfDay(book));
        foreach (var (scope, id, held) in ScopesOf(book))
        {
            foreach (var (cause, code, limit) in ScopeHaltRules.LossLimitsOf(book, settings, scope, id))
            {
                trips.AddRange(TripOf(scope, id, held, cause, code, limit));
            }
        }

        return [.. trips.OrderBy(trip => trip.AtPart)];

        IEnumerable<LimitTrip> TripOf(HaltScope scope, string id, BookPosition[] held, HaltCause cause, string code, decimal limit)
        {
            var ofDay = madeToday.GetValueOrDefault((scope, id));
            for (var part = 1; part <= WhatIfRules.Parts; part++)
            {
                var share = (decimal)part / WhatIfRules.Parts;
                var made = held.Sum(one => ProfitOf(one, share));
                var loss = ScopeRecords.MeasureOf(book, scope, id, ofDay + made, cause, limit);
                if (loss.IsReached)
                {
                    var most = limit * loss.Reference.Amount;
                    yield return new LimitTrip(share, new LimitUse(
                        code, scope == HaltScope.Asset ? $"asset {id}" : ScopeHaltRules.WhatOf(scope, id), Conversions.Currency.Code,
                        Math.Round(most, 2), 0, Math.Round(loss.Loss.Amount, 2), Math.Round(most - loss.Loss.Amount, 2), Breached: true));
                    yield break;
                }
            }
        }

        decimal ProfitOf(BookPosition one, decimal share) => WhatIfRules.ProfitOf(
            one.AssetId, one.MarkPrice, WhatIfRules.Moved(one.AssetId, one.MarkPrice, shocks, share), one.Units, input).Amount;
    }

    private static IEnumerable<(HaltScope Scope, string Id, BookPosition[] Held)> ScopesOf(PortfolioBook book) =>
    [
        .. book.Positions.Values.Select(held => (HaltScope.Asset, held.AssetId, new[] { held })),
        .. book.Positions.Values.GroupBy(held => held.ClassId, StringComparer.Ordinal)
            .Select(group => (HaltScope.AssetClass, group.Key, group.ToArray())),
        .. book.Positions.Values.Where(held => held.StrategyId is not null).GroupBy(held => held.StrategyId!, StringComparer.Ordinal)
            .Select(group => (HaltScope.Strategy, group.Key, group.ToArray())),
    ];
}
