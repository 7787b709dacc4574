using System.Collections.Immutable;
using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>Why figures are undefined: each null of the details, by its path.</summary>
public static class UndefinedReasons
{
    public static ImmutableArray<UndefinedFigure> Of(PerformanceDetails details, RecordResults measured)
    {
        var list = ImmutableArray.CreateBuilder<UndefinedFigure>();
        AddReport(list, details, measured);
        AddReturns(list, details, measured);
        AddDays(list, details.Days, details.Drawdown, measured);
        AddTrades(list, details.Trades, measured);
        AddActivity(list, details.Activity, measured);
        if (details.Benchmark is { } benchmark)
        {
            AddBenchmark(list, benchmark);
        }

        return list.DrainToImmutable();
    }

    private static void AddReport(ImmutableArray<UndefinedFigure>.Builder list, PerformanceDetails details, RecordResults measured)
    {
        var report = details.Report;
        var spread = NoSpread(measured);
        Add(list, report.Volatility, "report.volatility", spread);
        Add(list, report.Sharpe, "report.sharpe", spread);
        Add(list, report.Sortino, "report.sortino", measured.Days.Length < 2 ? spread : "no losing day");
        Add(list, report.Calmar, "report.calmar", measured.Days.IsEmpty ? NoReturn
            : report.MaxDrawdown == 0 ? "no drawdown" : NoAnnual(measured));
        Add(list, report.DayWinRate, "report.dayWinRate", measured.Days.IsEmpty ? NoReturn : "every day was flat");
        Add(list, report.TradeWinRate, "report.tradeWinRate", NoTrade);
        Add(list, report.ProfitFactor, "report.profitFactor", measured.Trades.IsEmpty ? NoTrade : "no losing trade");
        Add(list, report.Expectancy, "report.expectancy", NoTrade);
    }

    private static void AddReturns(ImmutableArray<UndefinedFigure>.Builder list, PerformanceDetails details, RecordResults measured)
    {
        var (returns, tail, spread) = (details.Returns, details.Tail, NoSpread(measured));
        Add(list, returns.AnnualisedReturn, "returns.annualisedReturn", measured.Days.IsEmpty ? NoReturn : NoAnnual(measured));
        Add(list, returns.AverageReturn, "returns.averageReturn", NoReturn);
        Add(list, returns.DownsideDeviation, "returns.downsideDeviation", NoReturn);
        Add(list, returns.Omega, "returns.omega", measured.Days.IsEmpty ? NoReturn : "no losing day");
        Add(list, returns.Skew, "returns.skew", measured.Days.Length is 1 or 2 ? "fewer than 3 daily returns" : spread);
        var tooFew = measured.Days.Length is > 0 and < 4 ? "fewer than 4 daily returns" : spread;
        Add(list, returns.ExcessKurtosis, "returns.excessKurtosis", tooFew);
        Add(list, tail.ValueAtRisk, "tail.valueAtRisk", NoReturn);
        Add(list, tail.ExpectedShortfall, "tail.expectedShortfall", NoReturn);
        Add(list, tail.GaussianValueAtRisk, "tail.gaussianValueAtRisk", spread);
        Add(list, tail.GaussianExpectedShortfall, "tail.gaussianExpectedShortfall", spread);
    }

    private static void AddDays(
        ImmutableArray<UndefinedFigure>.Builder list, DayFigures days, DrawdownFigures drawdown, RecordResults measured)
    {
        var empty = measured.Days.IsEmpty;
        Add(list, days.AverageWin, "days.averageWin", empty ? NoReturn : "no winning day");
        Add(list, days.AverageLoss, "days.averageLoss", empty ? NoReturn : "no losing day");
        Add(list, days.Payoff, "days.payoff", empty ? NoReturn : days.AverageWin is null ? "no winning day" : "no losing day");
        Add(list, days.Best, "days.best", NoReturn);
        Add(list, days.Worst, "days.worst", NoReturn);
        Add(list, drawdown.Ulcer, "drawdown.ulcer", NoReturn);
        var none = empty ? NoReturn : "no drawdown";
        Add(list, drawdown.PeakDay, "drawdown.peakDay", none);
        Add(list, drawdown.BottomDay, "drawdown.bottomDay", none);
        var open = drawdown.BottomDay is null ? none : "not recovered";
        Add(list, drawdown.RecoveryDay, "drawdown.recoveryDay", open);
        Add(list, drawdown.RecoveryDays, "drawdown.recoveryDays", open);
    }

    private static void AddTrades(ImmutableArray<UndefinedFigure>.Builder list, TradeFigures trades, RecordResults measured)
    {
        var empty = measured.Trades.IsEmpty;
        var (noWin, noLoss) = (empty ? NoTrade : "no winning trade", empty ? NoTrade : "no losing trade");
        Add(list, trades.AverageWin, "trades.averageWin", noWin);
        Add(list, trades.AverageLoss, "trades.averageLoss", noLoss);
        Add(list, trades.LargestWin, "trades.largestWin", noWin);
        Add(list, trades.LargestLoss, "trades.largestLoss", noLoss);
        Add(list, trades.Payoff, "trades.payoff", trades.AverageLoss is null ? noLoss : noWin);
        Add(list, trades.Kelly, "trades.kelly", trades.AverageLoss is null ? noLoss : noWin);
        Add(list, trades.ExpectancyRatio, "trades.expectancyRatio", noLoss);
        Add(list, trades.SystemQuality, "trades.systemQuality", empty ? NoTrade
            : measured.Trades.Length == 1 ? "one closed trade has no deviation" : "every closed trade brought the same");
        Add(list, trades.ClosedDrawdownFraction, "trades.closedDrawdownFraction", "no equity at the start of the window");
    }

    private static void AddActivity(ImmutableArray<UndefinedFigure>.Builder list, ActivityFigures activity, RecordResults measured)
    {
        const string NoDay = "no day with equity in the window";
        Add(list, activity.TimeInMarket, "activity.timeInMarket", NoDay);
        Add(list, activity.Exposure, "activity.exposure", NoDay);
        Add(list, activity.Turnover, "activity.turnover", NoDay);
        Add(list, activity.HoldingDays, "activity.holdingDays", measured.Days.IsEmpty ? NoDay : NoTrade);
    }

    private static void AddBenchmark(ImmutableArray<UndefinedFigure>.Builder list, BenchmarkFigures benchmark)
    {
        const string NoDay = "no day in common with the benchmark";
        var few = benchmark.Days == 0 ? NoDay : "one common return has no deviation";
        var flat = benchmark.Days < 2 ? few : "the benchmark never moved";
        Add(list, benchmark.BenchmarkReturn, "benchmark.benchmarkReturn", NoDay);
        Add(list, benchmark.ExcessReturn, "benchmark.excessReturn", NoDay);
        Add(list, benchmark.Beta, "benchmark.beta", flat);
        Add(list, benchmark.Alpha, "benchmark.alpha", flat);
        Add(list, benchmark.Correlation, "benchmark.correlation", benchmark.Days < Correlation.MinimumObservations
            ? $"fewer than {Correlation.MinimumObservations} common returns" : "one of the two never moved");
        Add(list, benchmark.TrackingError, "benchmark.trackingError", few);
        Add(list, benchmark.InformationRatio, "benchmark.informationRatio", benchmark.Days < 2 ? few : "the difference never changed");
    }

    private const string NoReturn = "no daily return in the window";

    private const string NoTrade = "no trade closed in the window";

    private static string NoSpread(RecordResults measured) => measured.Days.Length switch
    {
        0 => NoReturn,
        1 => "one daily return has no deviation",
        _ => "every daily return is the same",
    };

    private static string NoAnnual(RecordResults measured) => measured.Statistics is { Ruined: true }
        ? "ruined: a day lost more than everything"
        : "the annual return leaves the range of numbers";

    private static void Add<T>(ImmutableArray<UndefinedFigure>.Builder list, T? value, string figure, string reason) where T : struct
    {
        if (value is null)
        {
            list.Add(new UndefinedFigure(figure, reason));
        }
    }
}
