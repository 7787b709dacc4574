using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

/// <summary>The product's statistics against what the established libraries give for the same input.</summary>
public sealed class GoldenTests
{
    /// <summary>Kinds of vectors that no figure of the product answers to.</summary>
    private static readonly Dictionary<string, string> KindsNotShared = new(StringComparer.Ordinal)
    {
        ["position_size"] = "positions are sized by the rules of the configuration, with other inputs than a fixed fraction of equity",
        ["portfolio_weights"] = "the product sizes single positions and makes no portfolio of weights",
    };

    private static readonly string[] KindsShared = ["daily_returns", "closed_trades", "lookback", "rolling", "correlation_matrix"];

    public static TheoryData<string> DailyReturns => GoldenVectors.OfKind("daily_returns");

    public static TheoryData<string> ClosedTrades => GoldenVectors.OfKind("closed_trades");

    public static TheoryData<string> LookBacks => GoldenVectors.OfKind("lookback");

    public static TheoryData<string> Rolling => GoldenVectors.OfKind("rolling");

    public static TheoryData<string> Correlations => GoldenVectors.OfKind("correlation_matrix");

    [GoldenFact]
    public void Vectors_OfEveryKind_AreSharedOrNamedWithAReason() =>
        Assert.Empty(GoldenVectors.Kinds().Except(KindsShared).Except(KindsNotShared.Keys));

    [GoldenTheory]
    [MemberData(nameof(DailyReturns))]
    public void Details_GoldenReturns_MatchTheReference(string name)
    {
        var vector = GoldenVectors.Read(name);
        var input = vector.GetProperty("input");
        // A day without a return is dropped, never taken for a day without a result.
        var returns = Days(input.GetProperty("dates")).Zip(input.GetProperty("returns").EnumerateArray())
            .Where(entry => entry.Second.ValueKind == JsonValueKind.Number)
            .Select(entry => (Day: entry.First, Return: entry.Second.GetDouble())).ToArray();

        var details = Details(
            Days(input.GetProperty("equity_dates"))[0], input.GetProperty("periods_per_year").GetInt32(),
            [.. returns.Select(entry => new DailyResult(entry.Day, Math.Sign(entry.Return), entry.Return))]);

        var expected = new GoldenExpectation(name, vector);
        ExpectReturns(expected, details);
        ExpectShape(expected, details);
        expected.AllAsked();
    }

    [GoldenTheory]
    [MemberData(nameof(LookBacks))]
    public void Details_GoldenLookBack_MatchTheReference(string name)
    {
        var vector = GoldenVectors.Read(name);
        var input = vector.GetProperty("input");
        var window = input.GetProperty("lookback_days").GetInt32();
        var record = Days(input.GetProperty("equity_dates")).Zip(input.GetProperty("equity").EnumerateArray())
            .Select(entry => new EquityPoint(entry.First, entry.Second.GetDecimal(), 0)).ToArray();

        var measured = Measure(window, [.. record.TakeLast(window + 1)]);
        var history = Measure(record.Length - 1, record).DayCounts.Streak;
        var details = PerformanceRules.Details(measured, history, null);

        var expected = new GoldenExpectation(name, vector);
        Assert.Equal(input.GetProperty("periods_per_year").GetInt32(), details.Report.PeriodsPerYear);
        ExpectReturns(expected, details);
        expected.Same("profit_factor_days", details.Returns.Omega);
        expected.Same("max_consecutive_win_days", details.Days.LongestWinStreak);
        expected.Same("current_win_streak_days_unlimited_history", details.Days.StreakOfHistory);
        expected.AllAsked();
    }

    [GoldenTheory]
    [MemberData(nameof(ClosedTrades))]
    public void Details_GoldenTrades_MatchTheReference(string name)
    {
        var vector = GoldenVectors.Read(name);
        var balance = vector.GetProperty("input").GetProperty("starting_balance").GetDecimal();
        ImmutableArray<TradeResult> trades =
        [
            .. vector.GetProperty("input").GetProperty("trades").EnumerateArray().Select(trade => new TradeResult(
                DateTimeOffset.Parse(
                    trade.GetProperty("close").GetString()!, // a closed trade has one
                    CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                trade.GetProperty("profit_abs").GetDecimal(), 0)).OrderBy(trade => trade.ClosedAt),
        ];

        var counts = TradeStatistics.Of(trades.AsSpan());
        var figures = TradeDetails.Of(trades.AsSpan(), counts, balance);

        var expected = new GoldenExpectation(name, vector);
        ExpectTrades(expected, figures, counts);
        ExpectDaysOfTrades(expected, balance, trades);
        expected.AllAsked();
    }

    [GoldenTheory]
    [MemberData(nameof(Rolling))]
    public void Series_GoldenRolling_MatchesTheReference(string name)
    {
        var vector = GoldenVectors.Read(name);
        var input = vector.GetProperty("input");
        var days = Days(input.GetProperty("dates")).Zip(input.GetProperty("returns").EnumerateArray())
            .Select(entry => new DailyResult(
                entry.First, Math.Sign(entry.Second.GetDouble()), entry.Second.GetDouble())).ToImmutableArray();

        var rolling = SeriesRules.Of(
            Measured(days[0].Day.AddDays(-1), input.GetProperty("periods_per_year").GetInt32(), days),
                input.GetProperty("window").GetInt32())
            .Days.Select(day => day.Rolling).ToArray();

        var expected = new GoldenExpectation(name, vector);
        expected.Same("rolling_sharpe", [.. rolling.Select(figures => figures?.Sharpe)]);
        expected.Same("rolling_sortino", [.. rolling.Select(figures => figures?.Sortino)]);
        expected.Same("rolling_volatility", [.. rolling.Select(figures => figures?.Volatility)]);
        expected.Same("rolling_annualised_return", [.. rolling.Select(figures => figures?.AnnualisedReturn)]);
        expected.Same("rolling_max_drawdown", [.. rolling.Select(figures => figures?.MaxDrawdown)]);
        expected.Same("rolling_winning_days", [.. rolling.Select(figures => (double?)figures?.ProfitableDays)]);
        expected.AllAsked();
    }

    [GoldenTheory]
    [MemberData(nameof(Correlations))]
    public void Correlation_GoldenReturns_MatchTheReference(string name)
    {
        var vector = GoldenVectors.Read(name);
        var input = vector.GetProperty("input");
        var all = input.GetProperty("assets").EnumerateArray()
            .Select(asset => input.GetProperty("returns").GetProperty(asset.GetString()!).EnumerateArray().ToArray()).ToArray(); // names
        var common = Enumerable.Range(0, all[0].Length)
            .Where(index => all.All(series => series[index].ValueKind == JsonValueKind.Number)).ToArray();

        var returns = all.Select(series => common.Select(index => series[index].GetDouble()).ToArray()).ToArray();
        var matrix = returns.Select(
            left => returns.Select(right => Correlation.Of(left, right, minimumObservations: 2)).ToArray()).ToArray();

        var expected = new GoldenExpectation(name, vector);
        var coefficients = vector.GetProperty("expected").GetProperty("pearson_inner_join");
        expected.Same("observations_inner_join", common.Length);
        for (var row = 0; row < all.Length; row++)
        {
            expected.Same(coefficients[row], $"pearson_inner_join[{row}]", matrix[row]);
        }

        var pairs = (from row in Enumerable.Range(0, all.Length) from column in Enumerable.Range(0, all.Length)
                     where row < column && matrix[row][column] is not null select matrix[row][column]).ToArray();
        expected.Same("pearson_inner_join");
        expected.Same("average_off_diagonal_inner", pairs.Length == 0 ? null : pairs.Average());
        expected.AllAsked();
    }

    private static void ExpectTrades(GoldenExpectation expected, TradeFigures figures, TradeStatistics counts)
    {
        expected.Same("n_trades", counts.Closed);
        expected.Same("wins", counts.Won);
        expected.Same("losses", figures.Losing);
        expected.Same("draws", figures.BreakEven);
        expected.Same("gross_profit", (double)figures.GrossProfit);
        expected.Same("gross_loss", (double)figures.GrossLoss);
        expected.Same("net_profit", (double)figures.NetProfit);
        expected.Same("win_rate", counts.WinRate);
        expected.Same("profit_factor", counts.ProfitFactor);
        expected.Same("expectancy", (double?)counts.Expectancy);
        expected.Same("expectancy_ratio", figures.ExpectancyRatio);
        expected.Same("avg_win", (double?)figures.AverageWin);
        expected.Same("avg_loss", (double?)figures.AverageLoss);
        expected.Same("payoff_ratio", figures.Payoff);
        expected.Same("largest_win", (double?)figures.LargestWin);
        expected.Same("largest_loss", (double?)figures.LargestLoss);
        expected.Same("max_consecutive_wins", figures.LongestWinStreak);
        expected.Same("max_consecutive_losses", figures.LongestLossStreak);
        expected.Same("current_win_streak", figures.WinStreak);
        expected.Same("sqn", figures.SystemQuality);
        expected.Same("kelly_fraction", figures.Kelly);
        // The reference gives the fall as a positive number.
        expected.Same("closed_trade_max_drawdown_abs", -(double)figures.ClosedDrawdown);
        expected.Same("closed_trade_max_drawdown_fraction", -figures.ClosedDrawdownFraction);
    }

    private static void ExpectDaysOfTrades(GoldenExpectation expected, decimal balance, ImmutableArray<TradeResult> trades)
    {
        var first = trades.IsEmpty ? default : trades[0].Day;
        var length = trades.IsEmpty ? 0 : trades[^1].Day.DayNumber - first.DayNumber + 1;
        var days = ImmutableArray.CreateBuilder<DailyResult>();
        foreach (var day in Enumerable.Range(0, length).Select(offset => first.AddDays(offset)))
        {
            var result = DayStatistics.Rounded(trades.Where(trade => trade.Day == day).Sum(trade => trade.ProfitAndLoss));
            days.Add(new DailyResult(day, result, (double)result / (double)balance));
            balance += result;
        }

        var measured = Measured(first == default ? first : first.AddDays(-1), DailySeries.CalendarDays, days.ToImmutable());
        expected.Same("winning_days", measured.DayCounts.Profitable);
        expected.Same("losing_days", measured.DayCounts.Losing);
        expected.Same("flat_days", measured.DayCounts.Flat);
        expected.Same("current_win_streak_days", measured.DayCounts.Streak);
        expected.Same("max_consecutive_win_days", measured.DayCounts.LongestStreak);
        expected.Same("daily_equity_sharpe_365", measured.Statistics?.Sharpe);
        expected.Same("daily_equity_sortino_365", measured.Statistics?.Sortino);
        expected.Same("daily_equity_max_drawdown", measured.Statistics?.MaxDrawdown);
    }

    private static void ExpectReturns(GoldenExpectation expected, PerformanceDetails details)
    {
        var report = details.Report;
        expected.Same("days", report.Days);
        expected.Same("winning_days", report.ProfitableDays);
        expected.Same("losing_days", report.LosingDays);
        expected.Same("flat_days", report.FlatDays);
        expected.Same("current_win_streak_days", report.ProfitableDayStreak);
        expected.Same("total_return", report.TotalReturn);
        expected.Same("annualised_return", details.Returns.AnnualisedReturn);
        expected.Same("annualised_volatility", report.Volatility);
        expected.Same("sharpe", report.Sharpe);
        expected.Same("sortino", report.Sortino);
        expected.Same("max_drawdown", report.MaxDrawdown);
        expected.Same("calmar", report.Calmar);
        expected.Same("longest_drawdown_days", details.Drawdown.Longest);
    }

    private static void ExpectShape(GoldenExpectation expected, PerformanceDetails details)
    {
        expected.Same("win_rate_days_excl_flat", details.Report.DayWinRate);
        expected.Same("downside_deviation", details.Returns.DownsideDeviation);
        expected.Same("omega", details.Returns.Omega);
        expected.Same("profit_factor_days", details.Returns.Omega);
        expected.Same("skew", details.Returns.Skew);
        expected.Same("kurtosis_excess", details.Returns.ExcessKurtosis);
        expected.Same("var_95_historical", details.Tail.ValueAtRisk);
        expected.Same("cvar_95_historical", details.Tail.ExpectedShortfall);
        expected.Same("var_95_gaussian", details.Tail.GaussianValueAtRisk);
        expected.Same("avg_win_day", details.Days.AverageWin);
        expected.Same("avg_loss_day", details.Days.AverageLoss);
        expected.Same("payoff_ratio_days", details.Days.Payoff);
        expected.Same("best_day", details.Days.Best);
        expected.Same("worst_day", details.Days.Worst);
        expected.Same("max_consecutive_win_days", details.Days.LongestWinStreak);
        expected.Same("max_consecutive_loss_days", details.Days.LongestLossStreak);
        expected.Same("current_loss_streak_days", details.Days.LossStreak);
        expected.Same("ulcer_index", details.Drawdown.Ulcer);
        expected.Same("max_drawdown_peak_date", details.Drawdown.PeakDay);
        expected.Same("max_drawdown_valley_date", details.Drawdown.BottomDay);
        expected.Same("max_drawdown_recovery_date", details.Drawdown.RecoveryDay);
    }

    private static RecordResults Measure(int window, EquityPoint[] record) => RecordResults.Of(new PerformanceRecord(
        new PerformanceQuery(window), record[0].Day.AddDays(1), record[^1].Day, [.. record], []));

    private static PerformanceDetails Details(DateOnly firstDay, int periods, ImmutableArray<DailyResult> days)
    {
        var measured = Measured(firstDay, periods, days);
        return PerformanceRules.Details(measured, measured.DayCounts.Streak, null);
    }

    private static RecordResults Measured(DateOnly firstDay, int periods, ImmutableArray<DailyResult> days) => new(
        new PerformanceRecord(new PerformanceQuery(60), firstDay, days.IsEmpty ? firstDay : days[^1].Day, [], []),
        new DailySeries([new EquityPoint(firstDay, 1, 0)], periods, null),
        DailySeries.TradingDays, days, [], []);

    private static DateOnly[] Days(JsonElement dates) =>
        [.. dates.EnumerateArray().Select(
            date => DateOnly.ParseExact(date.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture))]; // strings
}
