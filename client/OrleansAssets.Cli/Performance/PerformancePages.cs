using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Cli.Output;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Performance;

/// <summary>A look-back as the console shows it.</summary>
/// <param name="Mode">Of the installation: <c>live</c>, or <c>sandbox</c>, whose markets are invented.</param>
internal sealed record PerformanceView(
    PerformanceDetails Details, PerformanceIntervals Intervals, PerformanceSeries Series, ImmutableArray<PerformanceDetails> Parts,
    string Mode)
{
    /// <summary>Of the intervals.</summary>
    public const double Level = 0.9;
}

/// <summary>Performance for people.</summary>
internal static class PerformancePages
{
    /// <summary>Annual figures of fewer days are shown with a mark.</summary>
    private const int AnnualDaysMin = 30;

    private const string Sandbox = "sandbox";

    public static IEnumerable<IRenderable> Show(PerformanceView view)
    {
        var (details, report, intervals) = (view.Details, view.Details.Report, view.Intervals);
        yield return PageParts.Facts(
            ("Window", $"{ValueText.Day(report.From)} to {ValueText.Day(report.Until)}: {report.Days} of {report.WindowDays} days, "
                + $"{report.PeriodsPerYear} a year"),
            ("Record", view.Mode == Sandbox
                ? $"{RecordWords.Of(report)}. The market of this installation is invented: none of it is evidence of skill."
                : RecordWords.Of(report)),
            ("Equity", Sparkline.Of([.. view.Series.Days.Select(day => day.Growth)])),
            ("Drawdown", Sparkline.Of([.. view.Series.Days.Select(day => day.Drawdown)])),
            ($"Sharpe of {view.Series.RollingDays} days",
                Sparkline.Of([.. view.Series.Days.Select(day => day.Rolling?.Sharpe).OfType<double>()])));
        var table = PageParts.Table("Figure", ">Value", ">90 % from", ">to");
        Add("total return", Percent(report.TotalReturn));
        Add("annual return" + Mark(report), Percent(details.Returns.AnnualisedReturn));
        Add("volatility" + Mark(report), Percent(report.Volatility));
        Add("Sharpe" + Mark(report), Ratio(report.Sharpe), intervals.Sharpe, Ratio);
        Add("chance that Sharpe > 0", Percent(intervals.ProbabilisticSharpe));
        Add("Sortino" + Mark(report), Ratio(report.Sortino));
        Add("Calmar" + Mark(report), Ratio(report.Calmar));
        Add("max drawdown", Depth(report.MaxDrawdown), Depths(intervals.MaxDrawdown), Depth);
        Add("  days, longest days", $"{details.Drawdown.Length}, {details.Drawdown.Longest}");
        Add("  recovered on", details.Drawdown is { BottomDay: not null, RecoveryDay: null } ? "not yet" : ValueText.Day(
            details.Drawdown.RecoveryDay));
        Add("profitable days", $"{report.ProfitableDays}", intervals.ProfitableDays, Ratio);
        Add("  losing, flat", $"{report.LosingDays}, {report.FlatDays}");
        Add("  streak, of all history", $"{report.ProfitableDayStreak}, {details.Days.StreakOfHistory}");
        Add("day win rate", Percent(report.DayWinRate), intervals.DayWinRate, Percent);
        Add("value at risk, 95 %", Percent(details.Tail.ValueAtRisk));
        Add("expected shortfall, 95 %", Percent(details.Tail.ExpectedShortfall));
        Add("closed trades", $"{report.ClosedTrades}");
        Add("trade win rate", Percent(report.TradeWinRate), intervals.TradeWinRate, Percent);
        Add("profit factor", Ratio(report.ProfitFactor));
        Add("expectancy", Money(report.Expectancy));
        Add("average win, loss", $"{Money(details.Trades.AverageWin)}, {Money(details.Trades.AverageLoss)}");
        Add("exposure", Percent(details.Activity.Exposure));
        Add("turnover a year", Ratio(details.Activity.Turnover));
        if (details.Benchmark is { } benchmark)
        {
            Add($"beta to {benchmark.AssetId}", Ratio(benchmark.Beta));
            Add("alpha a year", Percent(benchmark.Alpha));
            Add("correlation", Ratio(benchmark.Correlation));
            Add("tracking error", Percent(benchmark.TrackingError));
            Add("information ratio", Ratio(benchmark.InformationRatio));
        }

        yield return table;
        if (view.Parts.Length > 0)
        {
            yield return Parts(view.Parts);
        }

        if (report.Undefined is { } undefined)
        {
            yield return PageParts.Line($"Undefined: {undefined}.");
        }

        if (report.Days is > 0 and < AnnualDaysMin)
        {
            yield return PageParts.Line($"* says little: {report.Days} days are carried on to a year.");
        }

        void Add(string name, string value, ConfidenceInterval? interval = null, Func<double?, string>? form = null) => table.Row(
            PageParts.Cell(name), PageParts.Cell(value), PageParts.Cell(form?.Invoke(interval?.Low)), PageParts.Cell(
                form?.Invoke(interval?.High)));
    }

    private static AnswerTable Parts(ImmutableArray<PerformanceDetails> parts)
    {
        var table = PageParts.Table("Part", ">Trades", ">Won", ">Net", ">Profit factor", ">Sharpe", ">Max drawdown");
        foreach (var part in parts)
        {
            table.Row(
                PageParts.Cell(part.Query.StrategyId ?? part.Query.AssetId),
                PageParts.Cell($"{part.Report.ClosedTrades}"),
                PageParts.Cell(Percent(part.Report.TradeWinRate)),
                PageParts.Cell(Money(part.Trades.NetProfit)),
                PageParts.Cell(Ratio(part.Report.ProfitFactor)),
                PageParts.Cell(Ratio(part.Report.Sharpe)),
                PageParts.Cell(Depth(part.Report.MaxDrawdown)));
        }

        return table;
    }

    private static string Mark(PerformanceReport report) => report.Days is > 0 and < AnnualDaysMin ? " *" : "";

    private static string Percent(double? value) => value is { } number ? ValueText.Measure(number, "fraction") : ValueText.None;

    private static string Depth(double? value) => value is { } number ? ValueText.Depth(number) : ValueText.None;

    /// <summary>The same interval of depths: what is deepest is its upper end.</summary>
    private static ConfidenceInterval? Depths(ConfidenceInterval? interval) =>
        interval is null ? null : interval with { Low = -interval.High, High = -interval.Low };

    private static string Ratio(double? value) => value?.ToString("#,0.00", CultureInfo.InvariantCulture) ?? ValueText.None;

    private static string Money(decimal? value) => value?.ToString("#,0.00", CultureInfo.InvariantCulture) ?? ValueText.None;
}
