using OrleansAssets.Cli.Output;
using OrleansAssets.Portfolio;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Risk;

/// <summary>A decision and its reasons, for people.</summary>
internal static class DecisionPage
{
    public static IEnumerable<IRenderable> Show(OrderDecision decision)
    {
        var table = PageParts.Table("Rule", "Scope", "Verdict", ">Largest", "~Because");
        foreach (var rule in decision.Rules)
        {
            table.Row(
                PageParts.Cell(rule.Code), PageParts.Cell(rule.Scope), Verdict(rule.Verdict), PageParts.Cell(
                    Optional(rule.LargestQuantity)),
                PageParts.Cell(rule.Remedy is null ? rule.Explanation : $"{rule.Explanation}. Remedy: {rule.Remedy}"));
        }

        var order = decision.Order;
        var asked = order.Quantity is { } units ? $"{ValueText.Number(units)} units" : $"{ValueText.Money(order.Notional ?? 0)} of money";
        return
        [
            PageParts.Facts(
                ("Decision", $"{Word(decision.Outcome)} {decision.DecisionId}"
                    + (decision.ReservationId is null ? ", nothing reserved" : "")),
                ("Order", $"{order.Side.ToString().ToLowerInvariant()} {asked} of {order.AssetId}{(decision.IsShadow ? " on paper" : "")}"),
                ("Permitted",
                    $"{ValueText.Number(decision.Quantity)} units, {ValueText.Money(decision.Notional)}, at {Optional(decision.Price)}"),
                ("Bound by", decision.BindingRule),
                ("Largest", ValueText.Number(decision.LargestQuantity)),
                ("Stop, target", $"{Optional(decision.StopPrice)}, {Optional(decision.TargetPrice)}"),
                ("Remedy", decision.Remedy),
                ("Retry at", ValueText.Instant(decision.RetryAt)),
                ("Decided", ValueText.Instant(decision.DecidedAt))),
            table,
        ];
    }

    public static IEnumerable<IRenderable> Replay(DecisionReplay replay) =>
    [
        .. Show(replay.Decision),
        PageParts.Line(replay.Identical
            ? "Replayed from its stored inputs: the same to the byte."
            : $"Replayed from its stored inputs: DIFFERENT. It gives {Word(replay.Replayed.Outcome)} of "
                + $"{ValueText.Number(replay.Replayed.Quantity)}."),
    ];

    private static Text Verdict(RuleVerdict verdict) => verdict switch
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
