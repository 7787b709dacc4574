using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Whether what is collected comes, and the risk model that is made of it: what does not makes reduce-only, by name.</summary>
public static class DeliveryChecks
{
    /// <summary>A source that is asked each minute is given this long before it counts as stale.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(15);

    private static readonly Remedy RefreshModel = new(
        RemedyCost.Wait, "wait until the risk model is computed from collected daily candles; `assets risk model --refresh` asks for it");

    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.SourcesFresh, CheckScope.Asset)
        {
            Asks = "Every required source delivers each dataset that checks rest on: quotes, daily candles, sentiment where it is "
                + "required.",
            Formula = "now - collected(dataset) <= max(15 minutes, 3 x interval)",
            Example = "alpaca refuses quotes for 20 minutes while its candles come: NVDA is reduce-only",
            Evaluate = PreTradeCheck.OfAsset(SourcesFresh),
        },
        new(RuleCodes.CorrelationFresh, CheckScope.Portfolio)
        {
            Asks = "There is a correlation matrix, and it is young enough.",
            Formula = "today - as of <= 4 days",
            Example = "no candles yet: reduce-only",
            Evaluate = CorrelationFresh,
        },
    ];

    private static RuleResult SourcesFresh(PreTradeCheck check, PreTradeContext context, PreTradeAsset asset)
    {
        string Told(IEnumerable<Delivery> deliveries) =>
            string.Join(" and ", deliveries.Select(delivery => DeliveryOf(delivery, context)));
        var deliveries = asset.Sources.SelectMany(source => DeliveriesOf(source, context)).ToList();
        var stale = deliveries.Where(delivery => !delivery.IsFresh(context)).ToList();
        return stale.Count == 0
            ? check.Passed(context, Told(deliveries))
            : check.Failed(
                context,
                $"{Told(stale)}: {asset.Id} is reduce-only",
                new Remedy(
                    RemedyCost.Wait,
                    $"wait until {string.Join(" and ", stale.Select(delivery => delivery.SourceId).Distinct(StringComparer.Ordinal))} "
                        + $"delivers {asset.Id} again; `assets sources show {stale[0].SourceId}` says why not"));
    }

    // Before the second set of checks the newest of all datasets stood for each of them.
    private static IEnumerable<Delivery> DeliveriesOf(RequiredSource source, PreTradeContext context) =>
        context.RuleSet >= 2 && source.Datasets is { IsEmpty: false } datasets
            ? datasets.Select(dataset => new Delivery(source.SourceId, dataset.Name, dataset.EverySeconds, dataset.CollectedAt))
            : [new Delivery(source.SourceId, null, source.EverySeconds, source.CollectedAt)];

    private static TimeSpan Patience(int everySeconds, PreTradeContext context)
    {
        var patience = TimeSpan.FromSeconds((double)everySeconds * context.Limits.Orders.SourceMissedIntervals);
        return patience > LeastPatience ? patience : LeastPatience;
    }

    private static string DeliveryOf(Delivery delivery, PreTradeContext context)
    {
        var what = delivery.Dataset is { } dataset ? $"{dataset} of required source {delivery.SourceId}"
            : $"required source {delivery.SourceId}";
        return (delivery.EverySeconds, delivery.CollectedAt) switch
        {
            (null, _) => $"{what} delivers nothing in this version",
            (_, null) => delivery.Dataset is null ? $"{what} has not delivered yet" : $"{what} have not been delivered yet",
            ({ } pause, { } at) => $"{what} {(delivery.Dataset is null ? "delivered" : "were delivered")} "
                + $"{TimeText.Age(context.Input.Now - at)} ago; {TimeText.Age(Patience(pause, context))} are allowed",
        };
    }

    private static RuleResult CorrelationFresh(PreTradeCheck check, PreTradeContext context)
    {
        if (context.Input.RiskModel.AsOf is not { } asOf)
        {
            return check.Failed(context, "there is no correlation matrix yet: reduce-only", RefreshModel);
        }

        var maximum = context.Limits.Orders.CorrelationMaxAgeDays;
        var days = DateOnly.FromDateTime(context.Input.Now.UtcDateTime).DayNumber - asOf.DayNumber;
        var figures = new CheckFigures("days", maximum, days, days);
        var explanation = $"the correlation matrix is of {TimeText.Day(asOf)}, {days} days ago; at most {maximum} count";
        return days <= maximum
            ? check.Passed(context, explanation, figures)
            : check.Failed(context, $"{explanation}: reduce-only", RefreshModel, figures);
    }

    /// <summary>What a source is to deliver, and when it did.</summary>
    /// <param name="Dataset">Null for the source as a whole.</param>
    private sealed record Delivery(string SourceId, string? Dataset, int? EverySeconds, DateTimeOffset? CollectedAt)
    {
        public bool IsFresh(PreTradeContext context) =>
            CollectedAt is { } at && EverySeconds is { } pause && context.Input.Now - at <= Patience(pause, context);
    }
}
