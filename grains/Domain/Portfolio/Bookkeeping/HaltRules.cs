using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// When trading stops by itself. The drawdown from the peak and the loss of the day latch: they stay until an operator lifts them, whatever
/// equity does meanwhile. Both are of the whole portfolio, so is their halt.
/// </summary>
public static class HaltRules
{
    public static string IdOf(long sequence) => string.Create(CultureInfo.InvariantCulture, $"halt-{sequence}");

    /// <summary>Halts that the book's figures call for and that are not in force.</summary>
    public static IEnumerable<HaltLatched> Due(PortfolioBook book, GlobalRisk limits, string portfolioId) =>
        IsAllLost(book) && !ScopeHaltRules.IsHalted(book, HaltScope.Portfolio, portfolioId, HaltCause.EmergencyStop)
            ? [AllLost(book, limits, portfolioId)]
            : DueByMeasure(book, limits, portfolioId);

    /// <summary>What comes near to a limit, worst first.</summary>
    public static ImmutableArray<string> Warnings(PortfolioBook book, GlobalRisk limits) =>
    [
        .. Measures(book, limits)
            .OrderByDescending(measure => measure.Loss.Share / measure.Loss.Limit)
            .Select(measure => Warning(measure.Cause, measure.Loss)).OfType<string>(),
    ];

    /// <summary>Losses that have come near to their limit: the rule's code, the part of it that is passed, and the figures.</summary>
    public static IEnumerable<(string Code, decimal Band, string Text)> Near(PortfolioBook book, GlobalRisk limits) =>
        from measure in Measures(book, limits)
        let text = Warning(measure.Cause, measure.Loss)
        where text is not null
        select (CodeOf(measure.Cause), measure.Loss.Band ?? 0, text);

    /// <summary>How far each loss is from halting trading, the nearest first; none where there is no capital to lose.</summary>
    public static ImmutableArray<HaltDistance> Distances(PortfolioBook book, GlobalRisk limits) =>
    [
        .. from measure in Measures(book, limits)
           where measure.Loss.IsMeasurable
           let loss = measure.Loss
           orderby (loss.Most - loss.Loss).OrZero().Amount
           select new HaltDistance(
               CodeOf(measure.Cause), Math.Round(loss.Share, 8), loss.Limit, (loss.Reference - loss.Most).Amount,
               (loss.Most - loss.Loss).OrZero().Amount),
    ];

    /// <summary>The mode of the whole portfolio.</summary>
    public static TradingMode ModeOf(PortfolioBook book) => book.Halts
        .Where(halt => halt.Halt.Scope == HaltScope.Portfolio)
        .Select(halt => halt.Halt.Mode).DefaultIfEmpty(TradingMode.Normal).Max();

    /// <summary>What lifting a halt sets anew, so that it does not latch again at once.</summary>
    public static (HaltReset Event, string Remark) Reset(PortfolioBook book, BookHalt halt, string reason, ApprovalSettings approvals)
    {
        ArgumentNullException.ThrowIfNull(approvals);
        var equity = Money.Max(book.Equity, Money.Zero(Conversions.Currency));
        var id = halt.Halt.HaltId;
        return halt.Cause switch
        {
            HaltCause.EmergencyStop or HaltCause.DailyLoss when halt.IsCorrected => (new HaltReset(id, reason, null, null),
                "It would not have latched: the peak and the day's start stay as they are."),
            HaltCause.EmergencyStop => (new HaltReset(id, reason, equity.Amount, null),
                $"The peak is {Cents(equity)} from now on: drawdowns count anew, and a further loss of the whole limit halts again."),
            HaltCause.DailyLoss => (new HaltReset(id, reason, null, equity.Amount),
                $"The day's loss counts from {Cents(equity)} on: a further loss of the whole limit today halts again."),
            HaltCause.LimitChange => (
                new HaltReset(id, reason, null, null) { Limits = new AgreedLimits(halt.LimitsHash ?? "", approvals.LimitChange) },
                "The configuration as it is now holds from here on."),
            >= HaltCause.ScopeDailyLoss and <= HaltCause.StaleData => (
                new HaltReset(id, reason, null, null), "What latched it counts anew from now on."),
            _ => (new HaltReset(id, reason, null, null), "Nothing else changed."),
        };
    }

    /// <summary>How many people must say that a halt may be reset.</summary>
    public static int WordsNeeded(PortfolioBook book, BookHalt halt, ApprovalSettings approvals) => halt.Cause switch
    {
        HaltCause.EmergencyStop => approvals.EmergencyReset,
        HaltCause.LimitChange => LimitRules.Needed(book, approvals),
        _ => 1,
    };

    private static IEnumerable<HaltLatched> DueByMeasure(PortfolioBook book, GlobalRisk limits, string portfolioId) =>
        from measure in Measures(book, limits)
        where measure.Loss.IsReached && !ScopeHaltRules.IsHalted(book, HaltScope.Portfolio, portfolioId, measure.Cause)
        select new HaltLatched(
            HaltScope.Portfolio, portfolioId, TradingMode.Halted, measure.Cause, Sentence(measure.Cause, measure.Loss),
            Math.Round(measure.Loss.Share, 8), measure.Loss.Limit, book.Equity.Amount, measure.Loss.Reference.Amount);

    // No equity is the peak of a record in which everything was lost, as of one that was imported: there is nothing to measure it by.
    private static bool IsAllLost(PortfolioBook book) =>
        PortfolioFold.ChainOf(book) is { Peak: > 0 } chain && chain.GrowthAt(book.Equity.Amount) == 0
        && !new LossMeasure(book.Peak, book.Equity, 1).IsReached;

    private static HaltLatched AllLost(PortfolioBook book, GlobalRisk limits, string portfolioId) => new(
        HaltScope.Portfolio, portfolioId, TradingMode.Halted, HaltCause.EmergencyStop,
        $"The record lost everything, 100 % of its peak; the emergency stop is at {Amounts.Percent(limits.EmergencyStopDrawdown)}. Once it "
            + "has capital, a reset of this halt lets the growth begin anew; where the record was wrong, import the right one first.",
        1, limits.EmergencyStopDrawdown, book.Equity.Amount, book.PeakEquity);

    private static IEnumerable<(HaltCause Cause, LossMeasure Loss)> Measures(PortfolioBook book, GlobalRisk limits) =>
    [
        (HaltCause.EmergencyStop, new LossMeasure(book.Peak, book.Equity, limits.EmergencyStopDrawdown)),
        (HaltCause.DailyLoss, new LossMeasure(book.DayStart, book.Equity, limits.DailyLossLimit)),
    ];

    /// <summary>The rule by which a loss of the whole portfolio latched; null of every other cause.</summary>
    public static string? RuleCodeOf(HaltCause cause) => cause is HaltCause.EmergencyStop or HaltCause.DailyLoss ? CodeOf(cause) : null;

    private static string CodeOf(HaltCause cause) => cause == HaltCause.EmergencyStop ? RuleCodes.Drawdown : RuleCodes.DailyLoss;

    private static string? Warning(HaltCause cause, LossMeasure loss) => loss.Band is { } band
        ? $"{Sentence(cause, loss)} {PartOf(loss, band)}"
        : null;

    /// <summary>How much of its limit a loss has come to.</summary>
    internal static string PartOf(LossMeasure loss, decimal band) =>
        $"That is {Amounts.Percent(Math.Round(loss.Share / loss.Limit, 3))} of the limit (warned from {Amounts.Percent(band)} on).";

    private static string Sentence(HaltCause cause, LossMeasure loss) => cause == HaltCause.EmergencyStop
        ? $"Equity of {Cents(loss.Equity)} is {Amounts.Percent(Math.Round(loss.Share, 4))} below its peak of {Cents(loss.Reference)}; "
            + $"the emergency stop is at {Amounts.Percent(loss.Limit)}."
        : $"Equity of {Cents(loss.Equity)} is {Amounts.Percent(Math.Round(loss.Share, 4))} below the day's start of "
            + $"{Cents(loss.Reference)}; the daily loss limit is {Amounts.Percent(loss.Limit)}.";

    internal static string Cents(Money money) => $"{Amounts.Text(Math.Round(money.Amount, 2))} {money.Currency}";
}
