using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Phases;

/// <summary>
/// Positions that a plan would leave above a limit, or that stand in its way. What is held is compared in the portfolio's currency, by the
/// rates of its book; a position whose currency has no rate is named, and no amount is claimed of it.
/// </summary>
public static class BreachRules
{
    /// <summary>Classes and assets above what they may have once these classes are enabled.</summary>
    public static ImmutableArray<PlanBreach> OfLimits(PlanInput input, IReadOnlySet<string> classesAfter)
    {
        if (input.Portfolio.Equity is not { } amount || amount <= 0)
        {
            return [];
        }

        var equity = new Money(amount, new Currency(input.Portfolio.Currency));
        var held = Worths(input);
        var byClass = from known in input.Configuration.Classes
                      let limit = PhasePlanRules.LimitOf(known, input.Configuration.Risk, classesAfter)
                      select Breach($"class {known.Id}", known.Id, held.Where(one => one.Position.ClassId == known.Id), limit, equity);
        var byAsset = from asset in input.Configuration.Assets
                      let ofAsset = held.Where(one => one.Position.AssetId == asset.Id)
                      select Breach($"asset {asset.Id}", asset.Id, ofAsset, asset.Risk.MaxPosition, equity);
        var unknown = from one in held
                      where one.Worth.Missing is not null
                      select new PlanBreach(
                          one.Position.AssetId, ExposureUsd: null, LimitUsd: null,
                          $"{one.Position.AssetId} is held, and {Unknown(one.Worth)}: whether it is within its limits cannot be said");
        return [.. byClass.Concat(byAsset).OfType<PlanBreach>(), .. unknown];
    }

    /// <summary>Positions that must be closed before the phase's assets are disabled.</summary>
    public static ImmutableArray<PlanBreach> InTheWay(PlanInput input) =>
    [
        .. from one in Worths(input)
           let id = one.Position.AssetId
           where input.Phase.Assets.Contains(id, StringComparer.Ordinal)
           select new PlanBreach(
               id, one.Worth.Value?.Amount, LimitUsd: null,
               $"{id} is held: it is reduce-only until it is closed, and disabled then"
                   + (one.Worth.Missing is null ? "" : $"; {Unknown(one.Worth)}")),
    ];

    // Positions of unknown worth come on top: what is known alone may be too much already, and is then.
    private static PlanBreach? Breach(string what, string scope, IEnumerable<HeldWorth> held, decimal limit, Money equity)
    {
        var sum = held.Select(one => one.Worth.Value).OfType<Money>().Sum(equity.Currency);
        var most = equity * limit;
        return sum <= most ? null : new PlanBreach(
            scope, sum.Amount, most.Amount,
            FormattableString.Invariant($"{what} would hold {sum / equity:P1} of the portfolio; its limit would be {limit:P1}"));
    }

    private static ImmutableArray<HeldWorth> Worths(PlanInput input)
    {
        var currency = new Currency(input.Portfolio.Currency);
        var stated = (input.Portfolio.Book?.Positions ?? []).Where(held => held.Rate > 0).OrderByDescending(held => held.MarkedAt);
        var rates = new ExchangeRates(currency, stated.Select(held => new ExchangeRate(
            UnitWorth.CurrencyOf(held.AssetId), currency, held.Rate, held.RateSource, held.RateAt ?? held.MarkedAt))
            .Concat(Stablecoins.AtPar(currency)));
        return
        [
            .. from position in input.Portfolio.Positions
               let quote = input.Assets.FirstOrDefault(view => view.Definition.Id == position.AssetId)?.LastQuote
               let mark = position.Side == TradeSide.Long ? quote?.Bid : quote?.Ask
               let price = new Price(mark ?? position.AverageEntryPrice, UnitWorth.CurrencyOf(position.AssetId))
               select new HeldWorth(position, rates.Convert(price * new Quantity(position.Quantity))),
        ];
    }

    private static string Unknown(Converted<Money> worth) =>
        $"what a {worth.Missing?.From} is worth in {worth.Missing?.To} is not known (`assets portfolio rate` states it)";

    /// <summary>A position, and its worth in the portfolio's currency or the pair whose rate is missing.</summary>
    private sealed record HeldWorth(Position Position, Converted<Money> Worth);
}
