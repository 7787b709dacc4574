using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Cli.Output;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using Spectre.Console;
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
        var report = view.Details.Report;
        yield return Facts(view, report);
        yield return Figures(view.Details, view.Intervals);
        if (view.Parts.Length > 0)
        {
            yield return Parts(view.Parts);
        }

        var records = view.Parts.Select(part => ($"{part.Query.StrategyId ?? part.Query.AssetId}: ", part.Report)).Prepend(("", report));
        foreach (var (name, record) in records)
        {
            if (RecordWords.Unexplained(record) is { } unexplained)
            {
                yield return PageParts.Line($"Mind: {name}{unexplained}.");
            }
        }

        if (report.Undefined is { } undefined)
        {
            yield return PageParts.Line($"Undefined: {undefined}.");
        }

        if (report.Days is > 0 and < AnnualDaysMin)
        {
            yield return PageParts.Line($"* says little: {report.Days} days are carried on to a year.");
        }
    }

    private static Grid Facts(PerformanceView view, PerformanceReport report) => PageParts.Facts(
        ("Window", $"{ValueText.Day(report.From)} to {ValueText.Day(report.Until)}: {report.Days} of {report.WindowDays} days, "
            + $"{report.PeriodsPerYear} a year"),
        ("Record", view.Mode == Sandbox
            ? $"{RecordWords.Of(report)}. The market of this installation is invented: none of it is evidence of skill."
            : RecordWords.Of(report)),
        ("Equity", Sparkline.Of([.. view.Series.Days.Select(day => day.Growth)])),
        ("Drawdown", Sparkline.Of([.. view.Series.Days.Select(day => day.Drawdown)])),
        ($"Sharpe of {view.Series.RollingDays} days",
            Sparkline.Of([.. view.Series.Days.Select(day => day.Rolling?.Sharpe).OfType<double>()])));

    private static AnswerTable Figures(PerformanceDetails details, PerformanceIntervals intervals)
    {
        var table = PageParts.Table("Figure", ">Value", ">90 % from", ">to");
        foreach (var (name, value, interval, form) in FiguresOf(details, details.Report, intervals))
        {
            table.Row(
                PageParts.Cell(name), PageParts.Cell(value), PageParts.Cell(form?.Invoke(interval?.Low)),
                PageParts.Cell(form?.Invoke(interval?.High)));
        }

        return table;
    }

    private static IEnumerable<Figure> FiguresOf(PerformanceDetails details, PerformanceReport report, PerformanceIntervals intervals) =>
    [
        new("total return", Percent(report.TotalReturn)),
        new("annual return" + Mark(report), Percent(details.Returns.AnnualisedReturn)),
        new("volatility" + Mark(report), Percent(report.Volatility)),
        new("Sharpe" + Mark(report), Ratio(report.Sharpe), intervals.Sharpe, Ratio),
        new("chance that Sharpe > 0", Percent(intervals.ProbabilisticSharpe)),
        new("Sortino" + Mark(report), Ratio(report.Sortino)),
        new("Calmar" + Mark(report), Ratio(report.Calmar)),
        new("max drawdown", Depth(report.MaxDrawdown), Depths(intervals.MaxDrawdown), Depth),
        new("  days, longest days", $"{details.Drawdown.Length}, {details.Drawdown.Longest}"),
        new("  recovered on", details.Drawdown is { BottomDay: not null, RecoveryDay: null } ? "not yet" : ValueText.Day(
            details.Drawdown.RecoveryDay)),
        new("profitable days", $"{report.ProfitableDays}", intervals.ProfitableDays, Ratio),
        new("  losing, flat", $"{report.LosingDays}, {report.FlatDays}"),
        new("  streak, of all history", $"{report.ProfitableDayStreak}, {details.Days.StreakOfHistory}"),
        new("day win rate", Percent(report.DayWinRate), intervals.DayWinRate, Percent),
        new("value at risk, 95 %", Percent(details.Tail.ValueAtRisk)),
        new("expected shortfall, 95 %", Percent(details.Tail.ExpectedShortfall)),
        new("closed trades", $"{report.ClosedTrades}"),
        new("trade win rate", Percent(report.TradeWinRate), intervals.TradeWinRate, Percent),
        new("profit factor", Ratio(report.ProfitFactor)),
        new("expectancy", Money(report.Expectancy)),
        new("average win, loss", $"{Money(details.Trades.AverageWin)}, {Money(details.Trades.AverageLoss)}"),
        new("exposure", Percent(details.Activity.Exposure)),
        new("turnover a year", Ratio(details.Activity.Turnover)),
        .. details.Benchmark is { } benchmark ? Beside(benchmark) : [],
    ];

    private static Figure[] Beside(BenchmarkFigures benchmark) =>
    [
        new($"beta to {benchmark.AssetId}", Ratio(benchmark.Beta)),
        new("alpha a year", Percent(benchmark.Alpha)),
        new("correlation", Ratio(benchmark.Correlation)),
        new("tracking error", Percent(benchmark.TrackingError)),
        new("information ratio", Ratio(benchmark.InformationRatio)),
    ];

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

    private static string Money(decimal? value) => value is { } known ? ValueText.Cents(known) : ValueText.None;

    /// <param name="Form">How the ends of the interval are written.</param>
    private sealed record Figure(string Name, string Value, ConfidenceInterval? Interval = null, Func<double?, string>? Form = null);
}
