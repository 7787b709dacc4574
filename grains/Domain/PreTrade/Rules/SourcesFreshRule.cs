using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade.Rules;

/// <summary>Every required source of the asset delivers: none has missed its last few collections.</summary>
public static class SourcesFreshRule
{
    /// <summary>A source that is asked each minute is given this long before it counts as stale.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(15);

    public static Finding Evaluate(PreTradeContext context)
    {
        if (context.Input.Asset is not { } asset)
        {
            return Waived.Unknown(RuleCodes.SourcesFresh, context);
        }

        var stale = asset.Sources.Where(source => !IsFresh(source, context)).ToList();
        var named = string.Join(" and ", stale.Select(source => source.SourceId));
        return stale.Count == 0
            ? Finding.Passed(RuleCodes.SourcesFresh, context.AssetScope, $"{string.Join(" and ", asset.Sources.Select(Told(context)))}")
            : Finding.Failed(
                RuleCodes.SourcesFresh,
                context.AssetScope,
                $"{string.Join(" and ", stale.Select(Told(context)))}: {asset.Id} is reduce-only",
                new Remedy(
                    RemedyCost.Wait,
                    $"wait until {named} delivers {asset.Id} again; `assets sources show {stale[0].SourceId}` says why not"));
    }

    private static bool IsFresh(SourceFigures source, PreTradeContext context) =>
        source is { CollectedAt: { } at, EverySeconds: { } pause } && context.Input.Now - at <= Patience(pause, context);

    private static TimeSpan Patience(int everySeconds, PreTradeContext context)
    {
        var patience = TimeSpan.FromSeconds((double)everySeconds * context.Limits.Orders.SourceMissedIntervals);
        return patience > LeastPatience ? patience : LeastPatience;
    }

    private static Func<SourceFigures, string> Told(PreTradeContext context) => source => source switch
    {
        { EverySeconds: null } => $"required source {source.SourceId} delivers nothing in this version",
        { CollectedAt: null } => $"required source {source.SourceId} has not delivered yet",
        { CollectedAt: { } at, EverySeconds: { } pause } =>
            $"required source {source.SourceId} delivered {Words.Age(context.Input.Now - at)} ago; "
            + $"{Words.Age(Patience(pause, context))} are allowed",
    };
}
