using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Risk;
using OrleansAssets.Portfolio;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Orders;

/// <summary>Orders, fills and cash flows for people.</summary>
internal static class OrderPages
{
    public static IEnumerable<IRenderable> Order(Order order) => Order(order, asked: null);

    /// <param name="asked">What was asked for, of an order of which nothing was approved.</param>
    public static IEnumerable<IRenderable> Order(Order order, OrderRequest? asked) =>
    [
        PageParts.KnownFacts(
            ("Order", $"{order.ClientOrderId}: {ValueText.Words(order.State)} since {ValueText.Instant(order.Since)}"),
            ("Decision", order.DecisionId),
            ("What", $"{order.Side} {(asked is null ? $"{Amount(order.Quantity)} {order.AssetId}" : ExplainPage.SizeOf(asked))}"
                + (order.LimitPrice is { } limit ? $" at {Amount(limit)} or better" : " at the market")
                + (order.IsExit ? ", an exit" : "")),
            ("Filled", $"{Amount(order.Filled)} units"),
            ("Stop, target", $"{Amount(order.StopPrice)}, {Amount(order.TargetPrice)}"),
            ("In force", order.TimeInForce.ToString().ToLowerInvariant() + Until(order)),
            ("Good until", order.GoodUntil is { } good ? ValueText.Instant(good) : null),
            ("Broker's id", order.VenueOrderId),
            ("Strategy", order.StrategyId),
            ("Replaces", order.Replaces),
            ("Replaced by", order.ReplacedBy),
            ("Remark", order.Remark)),
    ];

    public static IEnumerable<IRenderable> Orders(ImmutableArray<Order> orders)
    {
        var table = new AnswerTable("Order", "Asset", "Side", ">Units", ">Filled", ">Limit", "State", "Since", "Until")
        {
            Empty = "No approved order; 'assets order show ID' has rejected ones.",
        };
        foreach (var order in orders)
        {
            table.Row(
                PageParts.Cell(order.ClientOrderId), PageParts.Cell(order.AssetId), PageParts.Cell(order.Side.ToString()),
                PageParts.Cell(Amount(order.Quantity)), PageParts.Cell(Amount(order.Filled)), PageParts.Cell(Amount(order.LimitPrice)),
                PageParts.Cell(ValueText.Words(order.State)), PageParts.Cell(ValueText.Instant(order.Since)),
                PageParts.Cell(order.Until is { } until ? ValueText.Instant(until) : null));
        }

        return [table];
    }

    /// <summary>What nobody approved of an order, and what to do about it.</summary>
    public static IEnumerable<IRenderable> Unapproved(Order order, ImmutableArray<Irregularity> unseen) =>
        unseen.Where(one => one.Id == order.ClientOrderId).Select(one => PageParts.Line(
            $" Not approved: {one.Text.TrimEnd('.')}. {order.AssetId} is reduce-only until 'assets order accept {one.Id} --reason ...'."));

    public static IEnumerable<IRenderable> Acceptance(AcceptanceAnswer answer) =>
    [
        PageParts.Line($" {answer.Id} was seen. "
            + (answer.Lifted.IsEmpty ? "Nothing is lifted." : $"{string.Join(", ", answer.Lifted)} is lifted.")
            + (answer.Waiting.IsEmpty ? "" : $" Still to be seen: {string.Join(", ", answer.Waiting.Select(one => one.Id))}.")),
    ];

    public static IEnumerable<IRenderable> Stop(StopAnswer answer) =>
    [
        PageParts.Line(
            $" {answer.AssetId}: stop {Amount(answer.StopPrice)}, target {Amount(answer.TargetPrice)}. All positions lose "
            + $"{ValueText.Money(answer.Heat)} USD at their stops; {ValueText.Money(answer.HeatLimit)} are allowed."),
    ];

    private static string Until(Order order) => order switch
    {
        { IsOpen: false } => "",
        { Until: { } until } => $", until {ValueText.Instant(until)} unless more is reported",
        _ => ", until its end is reported",
    };

    public static IEnumerable<IRenderable> Fill(FillAnswer answer) =>
    [
        PageParts.KnownFacts(
            ("Fill", $"{answer.FillId}{(answer.Repeated ? ", known before" : "")}"),
            ("Not approved", answer.Irregularity),
            ("Held now", answer.Quantity == 0
                ? "nothing"
                : $"{Amount(answer.Quantity)} units at {ValueText.Price(answer.AverageEntryPrice)}"),
            ("Realised", $"{ValueText.Money(answer.RealisedProfit)} USD, fee {ValueText.Money(answer.Fee)} USD"),
            ("Conversion", $"{Amount(answer.Rate)}: {answer.RateSource}")),
    ];

    public static IEnumerable<IRenderable> Correction(CorrectionAnswer answer) =>
    [
        PageParts.Facts(
            ("Correction", $"{answer.CorrectionId}{(answer.Repeated ? ", known before" : "")}"),
            ("Equity", $"{ValueText.Money(answer.Equity)} USD, cash {ValueText.Money(answer.Cash)} USD"),
            ("Peak", $"{ValueText.Money(answer.PeakEquity)} USD, {ValueText.Depth(answer.Drawdown)} below it"),
            ("Days revised", ValueText.List(answer.RevisedDays.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))),
            ("Trades revised", ValueText.List(answer.RevisedTrades)),
            ("Trades removed", ValueText.List(answer.RemovedTrades)),
            ("Halts corrected", answer.CorrectedHalts.IsEmpty ? null
                : $"{string.Join(", ", answer.CorrectedHalts)}: would not have latched; reset with 'assets risk reset'")),
    ];

    public static IEnumerable<IRenderable> Release(ReleaseAnswer answer) =>
        [PageParts.Line(answer.Released ? $" {answer.ReservationId} is released." : $" {answer.ReservationId} had ended already.")];

    public static IEnumerable<IRenderable> Flow(CashFlowAnswer answer) =>
        [PageParts.Line($" Cash {ValueText.Money(answer.Cash)}, equity {ValueText.Money(answer.Equity)}, "
            + $"peak {ValueText.Money(answer.PeakEquity)} USD"
            + (answer.Repeated ? "; the flow was known before." : ".") + (answer.Remark is { } remark ? $" {remark}" : ""))];

    private static string Amount(decimal? value) =>
        value is { } given ? ValueText.Number(given) : ValueText.None;
}
