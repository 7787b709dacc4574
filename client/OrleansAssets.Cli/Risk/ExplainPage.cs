using OrleansAssets.Cli.Output;
using OrleansAssets.Portfolio;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Risk;

/// <summary>A decision and its reasons, for people.</summary>
internal static class ExplainPage
{
    public static IEnumerable<IRenderable> Show(OrderDecision decision)
    {
        var table = PageParts.Table("Rule", "Verdict", ">Largest", "~Because");
        foreach (var rule in decision.Rules.Where(rule => rule.Verdict != RuleVerdict.NotApplicable))
        {
            table.Row(
                PageParts.Cell(rule.Code), Verdict(rule.Verdict), PageParts.Cell(Optional(rule.LargestQuantity)),
                PageParts.Cell(rule.Remedy is null ? rule.Explanation : $"{rule.Explanation}. Remedy: {rule.Remedy}"));
        }

        var notAsked = decision.Rules.Where(rule => rule.Verdict == RuleVerdict.NotApplicable).Select(rule => rule.Code).ToList();
        return
        [
            PageParts.KnownFacts(
                ("Decision", $"{Word(decision.Outcome)} {decision.DecisionId}{(decision.IsShadow ? ", on paper" : "")}"),
                ("Decided before", decision.Standing?.Remark),
                ("Order", Asked(decision.Order)),
                ("Permitted", decision.Quantity == 0
                    ? "nothing"
                    : $"{ValueText.Number(decision.Quantity)} units, {ValueText.Money(decision.Notional)} USD, "
                        + $"at {Optional(decision.Price)}"),
                ("Cut by", decision.Outcome == DecisionOutcome.Approved ? null : decision.BindingRule),
                ("Remedy", decision.Remedy),
                ("Retry at", decision.RetryAt is null ? null : ValueText.Instant(decision.RetryAt)),
                ("Most", decision.Outcome == DecisionOutcome.Rejected ? null : $"{ValueText.Number(decision.LargestQuantity)} units"),
                ("Stop, target", decision.StopPrice is null ? null : $"{Optional(decision.StopPrice)}, {Optional(decision.TargetPrice)}"),
                ("Reserved", Reserved(decision)),
                ("Decided", ValueText.Instant(decision.DecidedAt)),
                ("Warnings", decision.Warnings.IsEmpty ? null : string.Join(" ", decision.Warnings))),
            table,
            .. notAsked.Count == 0 ? [] : new[] { PageParts.Line($" Not asked of such an order: {string.Join(", ", notAsked)}.") },
        ];
    }

    /// <summary>How long: of an order that was decided before, as it stands now.</summary>
    private static string? Reserved(OrderDecision decision) => decision switch
    {
        { ReservationId: null } => null,
        { Standing.State: OrderState.Working or OrderState.PartlyFilled } =>
            $"{decision.ReservationId}, until the order ends ('assets order show {decision.Order.ClientOrderId}' tells when)",
        { Standing: { State: not OrderState.Approved } } => $"nothing any more: {decision.ReservationId} has ended",
        { ReservedUntil: var until } when until == DateTimeOffset.MaxValue => $"{decision.ReservationId} until its end is reported",
        _ => $"{decision.ReservationId} until {ValueText.Instant(decision.ReservedUntil)}",
    };

    private static string Asked(OrderRequest order)
    {
        var price = order.LimitPrice is { } limit ? $"limit {ValueText.Number(limit)}" : "market";
        return $"{order.Side.ToString().ToLowerInvariant()} {SizeOf(order)}, {price}, id {order.ClientOrderId}";
    }

    /// <summary>What was asked for, e.g. <c>500 USD of NVDA</c> or <c>2 NVDA</c>.</summary>
    public static string SizeOf(OrderRequest order) => order.Quantity is { } units
        ? $"{ValueText.Number(units)} {order.AssetId}"
        : $"{ValueText.Money(order.Notional ?? 0)} USD of {order.AssetId}";

    public static IEnumerable<IRenderable> Replay(DecisionReplay replay) =>
    [
        .. Show(replay.Decision),
        PageParts.Line(replay.Identical
            ? "Replayed from its stored inputs: the same to the byte."
            : $"Replayed from its stored inputs: DIFFERENT. It gives {Word(replay.Replayed.Outcome)} of "
                + $"{ValueText.Number(replay.Replayed.Quantity)}."),
    ];

    private static IRenderable Verdict(RuleVerdict verdict) => verdict switch
    {
        RuleVerdict.Passed => PageParts.Colored("passed", good: true),
        RuleVerdict.Failed => PageParts.Colored("failed", good: false),
        RuleVerdict.Reduced => PageParts.Colored("reduced", good: null),
        RuleVerdict.Warned => PageParts.Colored("warned", good: null),
        _ => PageParts.Cell("not asked"),
    };

    private static string Word(DecisionOutcome outcome) => outcome.ToString().ToUpperInvariant();

    private static string Optional(decimal? value) => value is { } number ? ValueText.Number(number) : ValueText.None;
}
