using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Journal;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Accounting;

/// <summary>
/// When trading stops by itself. The drawdown from the peak and the loss of the day latch: they stay until an operator lifts them, whatever
/// equity does meanwhile. Both are of the whole portfolio, so is their halt.
/// </summary>
public static class HaltRules
{
    /// <summary>Parts of a limit at which a warning is given.</summary>
    public static readonly ImmutableArray<decimal> WarnBands = [0.80m, 0.60m];

    public static string IdOf(long sequence) => string.Create(CultureInfo.InvariantCulture, $"halt-{sequence}");

    /// <summary>Halts that the book's figures call for and that are not in force.</summary>
    public static IEnumerable<HaltLatched> Due(PortfolioBook book, GlobalRisk limits, string portfolioId) =>
        from measure in Measures(book, limits)
        where measure.Observed >= measure.Limit && book.Halts.All(halt => halt.Cause != measure.Cause)
        select new HaltLatched(
            HaltScope.Portfolio, portfolioId, TradingMode.Halted, measure.Cause, Sentence(measure, book.Equity), measure.Observed,
            measure.Limit, book.Equity, measure.Reference);

    /// <summary>What comes near to a limit, worst first.</summary>
    public static ImmutableArray<string> Warnings(PortfolioBook book, GlobalRisk limits) =>
        [.. from measure in Measures(book, limits)
            let used = measure.Observed / measure.Limit
            let band = WarnBands.FirstOrDefault(band => used >= band)
            where band > 0 && used < 1
            orderby used descending
            select $"{Sentence(measure, book.Equity)} That is {Amounts.Percent(Math.Round(used, 3))} of the limit "
                + $"(warned from {Amounts.Percent(band)} on)."];

    /// <summary>The mode of the whole portfolio.</summary>
    public static TradingMode ModeOf(PortfolioBook book) => book.Halts
        .Where(halt => halt.Halt.Scope == HaltScope.Portfolio)
        .Select(halt => halt.Halt.Mode).DefaultIfEmpty(TradingMode.Normal).Max();

    /// <summary>What lifting a halt sets anew, so that it does not latch again at once.</summary>
    public static (HaltReset Event, string Remark) Reset(PortfolioBook book, BookHalt halt, string reason)
    {
        var equity = Math.Max(book.Equity, 0);
        var id = halt.Halt.HaltId;
        return halt.Cause switch
        {
            HaltCause.EmergencyStop => (new HaltReset(id, reason, equity, null),
                $"The peak is {Money(equity)} from now on: drawdowns count anew, and a further loss of the whole limit halts again."),
            HaltCause.DailyLoss => (new HaltReset(id, reason, null, equity),
                $"The day's loss counts from {Money(equity)} on: a further loss of the whole limit today halts again."),
            _ => (new HaltReset(id, reason, null, null), "Nothing else changed."),
        };
    }

    private static IEnumerable<Measure> Measures(PortfolioBook book, GlobalRisk limits)
    {
        if (book.PeakEquity > 0)
        {
            yield return new Measure(
                HaltCause.EmergencyStop, Lost(book.Equity, book.PeakEquity), limits.EmergencyStopDrawdown, book.PeakEquity);
        }

        if (book.DayAnchor > 0)
        {
            yield return new Measure(HaltCause.DailyLoss, Lost(book.Equity, book.DayAnchor), limits.DailyLossLimit, book.DayAnchor);
        }
    }

    private static decimal Lost(decimal equity, decimal reference) => Math.Round((reference - equity) / reference, 8);

    private static string Sentence(Measure measure, decimal equity) => measure.Cause == HaltCause.EmergencyStop
        ? $"Equity of {Money(equity)} is {Amounts.Percent(Math.Round(measure.Observed, 4))} below its peak of {Money(measure.Reference)}; "
            + $"the emergency stop is at {Amounts.Percent(measure.Limit)}."
        : $"Equity of {Money(equity)} is {Amounts.Percent(Math.Round(measure.Observed, 4))} below the day's start of "
            + $"{Money(measure.Reference)}; the daily loss limit is {Amounts.Percent(measure.Limit)}.";

    private static string Money(decimal amount) => $"{Amounts.Text(Math.Round(amount, 2))} {Conversions.Currency}";

    private sealed record Measure(HaltCause Cause, decimal Observed, decimal Limit, decimal Reference);
}
