using OrleansAssets.Domain;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Pages.Parts;

/// <summary>What an entry of the journal says, in a line.</summary>
internal static class JournalText
{
    public static string Of(PortfolioEvent? told) => told switch
    {
        FillRecorded fill => Fill(fill),
        CashMoved moved =>
            $"{Money(moved.Amount)} USD, {(moved.Amount < 0 ? "taken out" : "paid in")}"
            + (moved.At is { } at ? $" at {ValueText.Instant(at)}" : "") + $": {moved.Reason} ({moved.FlowId})",
        OrderDecided { Decision: var decision } => $"{decision.Outcome}: {DecisionText.Asked(decision.Order)}",
        HaltLatched halt => $"{ModeText.Word(halt.Mode)} {halt.ScopeId}: {halt.Reason}",
        WithdrawalAsked asked => $"{Money(-asked.Amount)} USD asked for, and another operator must say so too: {asked.Reason}",
        LimitsNoted noted => $"A change of the configuration needs the word of {noted.Limits.Approvals} from now on",
        ResetAsked asked => $"Halt {asked.HaltId} would be lifted, and another operator must say so too: {asked.Reason}",
        HaltReset reset => $"Halt {reset.HaltId} lifted: {reset.Reason}",
        BookEventRecorded happened => Event(happened),
        FillCorrected { Correction: var wrong, Replacement: var right } => $"Fill {wrong.FillId} taken back: {wrong.Reason}. "
            + (right is null ? "The book is as if it had not been" : $"In its place: {Fill(right)}"),
        EventCorrected { Correction: var wrong } =>
            $"Event {wrong.EventId} taken back: {wrong.Reason}. The book is as if it had not been",
        MarkCorrected { Correction: var wrong } => $"Marks of {wrong.AssetId} from {ValueText.Instant(wrong.From)} to "
            + $"{ValueText.Instant(wrong.To)} taken back{(wrong.Price is { } price ? $", {ValueText.Number(price)} instead" : "")}: "
            + wrong.Reason,
        AdviceChanged { Advice: { IsDefaultOrEmpty: false } advice } => ValueText.List(advice.Select(one => one.Text)),
        AdviceChanged => "Nothing is advised any more",
        ReservationReleased released => $"Reservation {released.ReservationId} let go: {released.Reason}",
        ReservationsExpired expired => $"Lapsed: {string.Join(", ", expired.ReservationIds)}",
        ImportTaken { Figures: var figures } taken =>
            $"Imported{(taken.Kind is { } kind ? $" {RuleText.Words(kind).ToLowerInvariant()}" : "")}: the record has "
            + $"{ValueText.Count(figures.EquityDays)} days and {ValueText.Count(figures.ClosedTrades)} closed trades since"
            + (figures.Last is { } last ? $", the last at {Money(last.Equity)} USD on {ValueText.Day(last.Day)}" : ""),
        TradeClosed closed => $"{closed.Trade.AssetId}: {Money(closed.Profit)} USD, fees not taken out",
        PricesMarked { Prices.Length: <= 3 } marked =>
            ValueText.List(marked.Prices.Select(one => $"{one.AssetId} at {ValueText.Price(one.Price)}")),
        PricesMarked marked => $"{marked.Prices.Length} prices",
        DayBegan day => $"{ValueText.Day(day.Day)} began at {Money(day.Anchor)} USD",
        RateStated rate => $"1 {rate.Currency} is {ValueText.Number(rate.Rate)} USD: {rate.Source}",
        RateAsked asked =>
            $"1 {asked.Currency} would be {ValueText.Number(asked.Rate)} USD, and another operator must say so too",
        DrillRun { Report: var report } => report.Passed ? "A halt was rehearsed, and held" : "A halt was rehearsed, and did not hold",
        _ => "",
    };

    private static string Fill(FillRecorded fill) =>
        $"{(fill.Fill.Side == OrderSide.Buy ? "Bought" : "Sold")} {ValueText.Number(fill.Fill.Quantity)} "
        + $"{fill.Fill.AssetId} at {ValueText.Number(fill.Price)}, fee {Money(fill.Fee)} USD"
        + (fill.Realised == 0 ? "" : $", realised {Money(fill.Realised)} USD")
        + (fill.Paper ? ", on paper" : "") + $" ({fill.Fill.FillId})";

    /// <summary>What happened without a trade: its ratio or its amount, and what it did.</summary>
    private static string Event(BookEventRecorded happened)
    {
        var (told, outcome) = (happened.Event, happened.Outcome);
        var units = $"{ValueText.Number(outcome.QuantityBefore)} units became {ValueText.Number(outcome.QuantityAfter)}";
        var did = told.Kind switch
        {
            BookEventKind.Split => $"{told.NewUnits} new for {told.OldUnits} old, {units}",
            BookEventKind.SymbolChange => $"{ValueText.Number(outcome.QuantityAfter)} units go on as {told.NewAssetId}",
            BookEventKind.Delisting => $"{units}, {Gained(outcome)}",
            _ => Gained(outcome),
        };
        var kind = RuleText.Words(told.Kind);
        return $"{kind}{(told.AssetId is { } asset ? $" of {asset}" : "")}: {did}"
            + (string.Equals(told.Reason, kind, StringComparison.OrdinalIgnoreCase) ? "" : $": {told.Reason}") + $" ({told.EventId})";
    }

    private static string Gained(EventOutcome outcome) =>
        $"{(outcome.Amount < 0 ? "paid" : "received")} {Money(Math.Abs(outcome.Amount))} USD"
        + (outcome.Withheld == 0 ? "" : $", after {Money(outcome.Withheld)} USD of tax");

    private static string Money(decimal value) => ValueText.Money(value);
}
