using System.Globalization;
using OrleansAssets.Portfolio;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Orders, fills and halts for people.</summary>
internal static class OrderPages
{
    public static IEnumerable<IRenderable> Decision(OrderDecision decision)
    {
        var order = decision.Order;
        var table = Page.Table("Rule", "Scope", "Verdict", ">Limit", ">Before", ">After", "~Explanation");
        foreach (var rule in decision.Rules.Where(rule => rule.Verdict != RuleVerdict.NotApplicable))
        {
            table.Row(
                Page.Cell(rule.Code),
                Page.Cell(rule.Scope),
                Page.Colored(rule.Verdict.ToString(), rule.Verdict switch { RuleVerdict.Passed => true, RuleVerdict.Failed => false, _ => null }),
                Page.Cell(Amount(rule.Limit)),
                Page.Cell(Amount(rule.Observed)),
                Page.Cell(Amount(rule.After)),
                Page.Cell(rule.Explanation));
        }

        return
        [
            Page.Facts(
                ("Decision", $"{decision.DecisionId}: {decision.Outcome}{(decision.IsShadow ? ", on paper" : "")}"),
                ("Order", $"{order.Side} {order.AssetId}, id {order.ClientOrderId}"),
                ("Permitted", $"{Amount(decision.Quantity)} units, {Amount(decision.Notional)} USD at {Amount(decision.Price)}"),
                ("Bound by", decision.BindingRule),
                ("Remedy", decision.Remedy),
                ("Again at", decision.RetryAt is null ? null : Formats.Instant(decision.RetryAt)),
                ("Stop, target", $"{Amount(decision.StopPrice)}, {Amount(decision.TargetPrice)}"),
                ("Reserved", decision.ReservationId is null ? null : $"{decision.ReservationId} until {Formats.Instant(decision.ReservedUntil)}"),
                ("Warnings", decision.Warnings.IsEmpty ? null : string.Join(" ", decision.Warnings))),
            table,
        ];
    }

    public static IEnumerable<IRenderable> Fill(FillAnswer answer) =>
    [
        Page.Facts(
            ("Fill", $"{answer.FillId}{(answer.Repeated ? ", known before" : "")}"),
            ("Held now", $"{Amount(answer.Quantity)} units at {Amount(answer.AverageEntryPrice)}"),
            ("Realised", $"{Amount(answer.RealisedProfit)} USD, fee {Amount(answer.Fee)} USD"),
            ("Conversion", $"{Amount(answer.Rate)}: {answer.RateSource}")),
    ];

    public static IEnumerable<IRenderable> Release(ReleaseAnswer answer) =>
        [Page.Line(answer.Released ? $" {answer.ReservationId} is released." : $" {answer.ReservationId} had ended already.")];

    public static IEnumerable<IRenderable> Flow(CashFlowAnswer answer) =>
        [Page.Line($" Cash {Amount(answer.Cash)}, equity {Amount(answer.Equity)}, peak {Amount(answer.PeakEquity)} USD"
            + (answer.Repeated ? "; the flow was known before." : "."))];

    public static IEnumerable<IRenderable> Halt(ActiveHalt halt) =>
        [Page.Line($" {halt.HaltId}: {halt.Scope} {halt.ScopeId} is {halt.Mode}. Lift it with: assets risk reset {halt.HaltId} --reason ...")];

    public static IEnumerable<IRenderable> Reset(ResetAnswer answer) =>
        [Page.Line($" {answer.HaltId} is lifted. {answer.Remark} The portfolio is {answer.Mode}.")];

    public static IEnumerable<IRenderable> Drill(DrillReport report) =>
    [
        Page.Facts(
            ("Drill", $"{report.DrillPortfolioId} by {report.Operator}: {(report.Passed ? "passed" : "FAILED")}"),
            ("Halt answered", $"after {report.HaltAnsweredAfter.TotalMilliseconds:0.0} ms"),
            ("Last order", $"after {report.LastOrderAfter.TotalMilliseconds:0.0} ms"),
            ("Orders", $"{report.ApprovedBefore} approved before, {report.RefusedAfter} refused, {report.ApprovedAfterAnswer} approved after the answer")),
    ];

    private static string Amount(decimal? value) =>
        value is { } given ? given.ToString("#,0.########", CultureInfo.InvariantCulture) : Formats.None;
}
