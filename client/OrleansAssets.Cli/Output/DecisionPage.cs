using OrleansAssets.Portfolio;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>A decision and its reasons, for people.</summary>
internal static class DecisionPage
{
    public static IEnumerable<IRenderable> Show(OrderDecision decision)
    {
        var table = Page.Table("Rule", "Scope", "Verdict", ">Largest", "~Because");
        foreach (var rule in decision.Rules)
        {
            table.Row(
                Page.Cell(rule.Code), Page.Cell(rule.Scope), Verdict(rule.Verdict), Page.Cell(Optional(rule.LargestQuantity)),
                Page.Cell(rule.Remedy is null ? rule.Explanation : $"{rule.Explanation}. Remedy: {rule.Remedy}"));
        }

        var order = decision.Order;
        var asked = order.Quantity is { } units ? $"{Formats.Number(units)} units" : $"{Formats.Money(order.Notional ?? 0)} of money";
        return
        [
            Page.Facts(
                ("Decision", $"{Word(decision.Outcome)} {decision.DecisionId}{(decision.ReservationId is null ? ", nothing reserved" : "")}"),
                ("Order", $"{order.Side.ToString().ToLowerInvariant()} {asked} of {order.AssetId}{(decision.IsShadow ? " on paper" : "")}"),
                ("Permitted", $"{Formats.Number(decision.Quantity)} units, {Formats.Money(decision.Notional)}, at {Optional(decision.Price)}"),
                ("Bound by", decision.BindingRule),
                ("Largest", Formats.Number(decision.LargestQuantity)),
                ("Stop, target", $"{Optional(decision.StopPrice)}, {Optional(decision.TargetPrice)}"),
                ("Remedy", decision.Remedy),
                ("Retry at", Formats.Instant(decision.RetryAt)),
                ("Decided", Formats.Instant(decision.DecidedAt))),
            table,
        ];
    }

    public static IEnumerable<IRenderable> Replay(DecisionReplay replay) =>
    [
        .. Show(replay.Decision),
        Page.Line(replay.Identical
            ? "Replayed from its stored inputs: the same to the byte."
            : $"Replayed from its stored inputs: DIFFERENT. It gives {Word(replay.Replayed.Outcome)} of {Formats.Number(replay.Replayed.Quantity)}."),
    ];

    private static Text Verdict(RuleVerdict verdict) => verdict switch
    {
        RuleVerdict.Passed => Page.Colored("passed", good: true),
        RuleVerdict.Failed => Page.Colored("failed", good: false),
        RuleVerdict.Reduced => Page.Colored("reduced", good: null),
        RuleVerdict.Warned => Page.Colored("warned", good: null),
        _ => Page.Cell("not asked"),
    };

    private static string Word(DecisionOutcome outcome) => outcome.ToString().ToUpperInvariant();

    private static string Optional(decimal? value) => value is { } number ? Formats.Number(number) : Formats.None;
}
