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
        CashMoved moved => $"{Money(moved.Amount)} USD, {(moved.Amount < 0 ? "taken out" : "paid in")}: {moved.Reason}",
        OrderDecided { Decision: var decision } => $"{decision.Outcome}: {DecisionText.Asked(decision.Order)}",
        HaltLatched halt => $"{ModeText.Word(halt.Mode)} {halt.ScopeId}: {halt.Reason}",
        WithdrawalAsked asked => $"{Money(-asked.Amount)} USD asked for, and another operator must say so too: {asked.Reason}",
        LimitsNoted noted => $"A change of the configuration needs the word of {noted.Limits.Approvals} from now on",
        ResetAsked asked => $"Halt {asked.HaltId} would be lifted, and another operator must say so too: {asked.Reason}",
        HaltReset reset => $"Halt {reset.HaltId} lifted: {reset.Reason}",
        BookEventRecorded { Event: var one } =>
            $"{RuleText.Words(one.Kind)}{(one.AssetId is { } asset ? $" of {asset}" : "")}: {one.Reason}",
        FillCorrected or EventCorrected or MarkCorrected => "The book is as if the wrong entry had not been.",
        ReservationReleased released => $"Reservation {released.ReservationId} let go: {released.Reason}",
        ReservationsExpired expired => $"Lapsed: {string.Join(", ", expired.ReservationIds)}",
        ImportTaken taken => taken.Kind is { } kind ? $"{RuleText.Words(kind)} taken into the tables" : "Figures of an import taken",
        TradeClosed closed => $"{closed.Trade.AssetId}: {Money(closed.Profit)} USD, fees not taken out",
        PricesMarked marked => $"{marked.Prices.Length} prices",
        DayBegan day => $"{ValueText.Day(day.Day)} began at {Money(day.Anchor)} USD",
        RateStated rate => $"1 {rate.Currency} is {ValueText.Number(rate.Rate)} USD: {rate.Source}",
        DrillRun { Report: var report } => report.Passed ? "A halt was rehearsed, and held" : "A halt was rehearsed, and did not hold",
        _ => "",
    };

    private static string Fill(FillRecorded fill) =>
        $"{(fill.Fill.Side == OrderSide.Buy ? "Bought" : "Sold")} {ValueText.Number(fill.Fill.Quantity)} "
        + $"{fill.Fill.AssetId} at {ValueText.Number(fill.Price)}, fee {Money(fill.Fee)} USD"
        + (fill.Realised == 0 ? "" : $", realised {Money(fill.Realised)} USD")
        + (fill.Paper ? ", on paper" : "");

    private static string Money(decimal value) => ValueText.Money(Math.Round(value, 2));
}
