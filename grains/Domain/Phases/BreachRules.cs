using System.Collections.Immutable;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Phases;

/// <summary>Positions that a plan would leave above a limit, or that stand in its way.</summary>
public static class BreachRules
{
    /// <summary>Classes and assets above what they may have once these classes are enabled.</summary>
    public static ImmutableArray<PlanBreach> OfLimits(PlanInput input, IReadOnlySet<string> classesAfter)
    {
        if (input.Portfolio.Equity is not { } equity || equity <= 0)
        {
            return [];
        }

        var byClass = from known in input.Configuration.Classes
                      let held = Held(input, position => position.ClassId == known.Id)
                      let limit = PhasePlanRules.LimitOf(known, input.Configuration.Risk, classesAfter)
                      where held > limit * equity
                      select Breach(known.Id, held, limit, equity, "class");
        var byAsset = from asset in input.Configuration.Assets
                      let held = Held(input, position => position.AssetId == asset.Id)
                      where held > asset.Risk.MaxPosition * equity
                      select Breach(asset.Id, held, asset.Risk.MaxPosition, equity, "asset");
        return [.. byClass, .. byAsset];
    }

    /// <summary>Positions that must be closed before the phase's assets are disabled.</summary>
    public static ImmutableArray<PlanBreach> InTheWay(PlanInput input) =>
    [
        .. input.Portfolio.Positions.Where(position => input.Phase.Assets.Contains(position.AssetId, StringComparer.Ordinal))
            .Select(position => new PlanBreach(
                position.AssetId, Value(input, position), LimitUsd: null,
                $"{position.AssetId} is held: it is reduce-only until it is closed, and disabled then")),
    ];

    private static PlanBreach Breach(string scope, decimal held, decimal limit, decimal equity, string kind) => new(
        scope, held, limit * equity,
        FormattableString.Invariant($"{kind} {scope} would hold {held / equity:P1} of the portfolio; its limit would be {limit:P1}"));

    private static decimal Held(PlanInput input, Func<Position, bool> matches) =>
        input.Portfolio.Positions.Where(matches).Sum(position => Value(input, position));

    private static decimal Value(PlanInput input, Position position)
    {
        var quote = input.Assets.FirstOrDefault(view => view.Definition.Id == position.AssetId)?.LastQuote;
        return position.Quantity * (quote?.Mid ?? position.AverageEntryPrice);
    }
}
