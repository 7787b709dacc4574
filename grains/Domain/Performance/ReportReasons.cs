using System.Globalization;

namespace OrleansAssets.Domain.Performance;

/// <summary>Why figures of a report are undefined, in one line.</summary>
public static class ReportReasons
{
    public static string? Of(DailySeries series, ReturnStatistics? figures, DayStatistics days, TradeStatistics trades)
    {
        var reasons = new List<string>();
        if (series.RuinedOn is { } ruin)
        {
            reasons.Add($"ruined: equity was 0 on {ruin.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, where the window ends");
        }

        if (figures is null)
        {
            reasons.Add("volatility, sharpe, sortino, calmar, day win rate: no daily return in the window");
        }
        else
        {
            AddOfReturns(reasons, figures);
            Add(reasons, days.WinRate is null, "day win rate: every day was flat");
        }

        Add(reasons, trades.Closed == 0, "trade win rate, profit factor, expectancy: no trade closed in the window");
        Add(reasons, trades is { Closed: > 0, ProfitFactor: null }, "profit factor: no losing trade");
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }

    private static void AddOfReturns(List<string> reasons, ReturnStatistics figures)
    {
        Add(reasons, figures.Ruined, "calmar: ruined, a day lost more than everything");
        Add(reasons, figures.Days < 2, "volatility, sharpe, sortino: one daily return has no deviation");
        Add(reasons, figures is { Days: > 1, Sharpe: null }, "sharpe: every daily return is the same");
        Add(reasons, figures is { Days: > 1, Sortino: null }, "sortino: no losing day");
        Add(reasons, figures is { Ruined: false, Calmar: null, MaxDrawdown: 0 }, "calmar: no drawdown");
        Add(reasons, figures is { Ruined: false, Calmar: null, MaxDrawdown: < 0 }, "calmar: the annual return leaves the range of numbers");
    }

    private static void Add(List<string> reasons, bool when, string reason)
    {
        if (when)
        {
            reasons.Add(reason);
        }
    }
}
