using System.Globalization;
using System.Text.Json;
using OrleansAssets.Grains.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Rules;

/// <summary>The product's statistics against what the established libraries give for the same input.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> DailyReturns => GoldenVectors.OfKind("daily_returns");

    public static TheoryData<string> ClosedTrades => GoldenVectors.OfKind("closed_trades");

    public static TheoryData<string> LookBacks => GoldenVectors.OfKind("lookback");

    [GoldenTheory]
    [MemberData(nameof(DailyReturns))]
    public void ReturnStatistics_GoldenReturns_MatchTheReference(string name)
    {
        var vector = GoldenVectors.Read(name);
        var input = vector.GetProperty("input");
        var days = Days(input.GetProperty("dates"));
        // A day without a return is dropped, never taken for a day without a result.
        var returns = days.Zip(input.GetProperty("returns").EnumerateArray())
            .Where(entry => entry.Second.ValueKind == JsonValueKind.Number)
            .Select(entry => (entry.First, entry.Second.GetDouble())).ToArray();

        var figures = ReturnStatistics.Of(
            Days(input.GetProperty("equity_dates"))[0], returns, input.GetProperty("periods_per_year").GetInt32());
        var counts = DayStatistics.Of([.. returns.Select(entry => (decimal)Math.Sign(entry.Item2))]);

        var expected = new Expectation(name, vector);
        expected.Same("days", figures.Days);
        ExpectReturns(expected, figures);
        ExpectDays(expected, counts);
        expected.Same("win_rate_days_excl_flat", counts.WinRate);
    }

    [GoldenTheory]
    [MemberData(nameof(LookBacks))]
    public void DailySeries_GoldenLookBack_MatchesTheReference(string name)
    {
        var vector = GoldenVectors.Read(name);
        var input = vector.GetProperty("input");
        var window = input.GetProperty("lookback_days").GetInt32();
        var record = Days(input.GetProperty("equity_dates")).Zip(input.GetProperty("equity").EnumerateArray())
            .Select(entry => new EquityPoint(entry.First, entry.Second.GetDecimal(), 0)).TakeLast(window + 1).ToArray();

        var series = DailySeries.Of(record, record[0].Day.AddDays(1));
        var results = series.Results();
        var figures = ReturnStatistics.Of(record[0].Day, [.. results.Select(day => (day.Day, day.Return))], series.PeriodsPerYear);

        var expected = new Expectation(name, vector);
        Assert.Equal(input.GetProperty("periods_per_year").GetInt32(), series.PeriodsPerYear);
        expected.Same("days", results.Length);
        ExpectReturns(expected, figures);
        ExpectDays(expected, DayStatistics.Of([.. results.Select(day => day.ProfitAndLoss)]));
    }

    [GoldenTheory]
    [MemberData(nameof(ClosedTrades))]
    public void TradeStatistics_GoldenTrades_MatchTheReference(string name)
    {
        var vector = GoldenVectors.Read(name);
        var trades = vector.GetProperty("input").GetProperty("trades").EnumerateArray().Select(trade => (
            Day: DateOnly.FromDateTime(trade.GetProperty("close").Deserialize<string>() is { } close
                ? DateTime.Parse(close, CultureInfo.InvariantCulture)
                : throw new InvalidDataException("A closed trade has a close.")),
            Result: trade.GetProperty("profit_abs").GetDecimal())).ToArray();

        var figures = TradeStatistics.Of([.. trades.Select(trade => trade.Result)]);

        var expected = new Expectation(name, vector);
        expected.Same("n_trades", figures.Closed);
        expected.Same("wins", figures.Won);
        expected.Same("win_rate", figures.WinRate);
        expected.Same("profit_factor", figures.ProfitFactor);
        expected.Same("expectancy", (double?)figures.Expectancy);
        if (trades.Length == 0)
        {
            return;
        }

        ExpectDaysOfTrades(expected, vector.GetProperty("input").GetProperty("starting_balance").GetDecimal(), trades);
    }

    private static void ExpectDaysOfTrades(Expectation expected, decimal balance, (DateOnly Day, decimal Result)[] trades)
    {
        var (first, last) = (trades.Min(trade => trade.Day), trades.Max(trade => trade.Day));
        var days = Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(offset => first.AddDays(offset)).ToArray();
        var results = days.Select(day => trades.Where(trade => trade.Day == day).Sum(trade => trade.Result)).Select(
            DayStatistics.Rounded).ToArray();
        var returns = new List<(DateOnly Day, double Return)>();
        foreach (var (day, result) in days.Zip(results))
        {
            returns.Add((day, (double)result / (double)balance));
            balance += result;
        }

        ExpectDays(expected, DayStatistics.Of(results));
        var figures = ReturnStatistics.Of(first.AddDays(-1), returns, DailySeries.CalendarDays);
        expected.Same("daily_equity_sharpe_365", figures.Sharpe);
        expected.Same("daily_equity_sortino_365", figures.Sortino);
        expected.Same("daily_equity_max_drawdown", figures.MaxDrawdown);
    }

    private static void ExpectReturns(Expectation expected, ReturnStatistics figures)
    {
        expected.Same("total_return", figures.TotalReturn);
        expected.Same("annualised_return", figures.AnnualisedReturn);
        expected.Same("annualised_volatility", figures.Volatility);
        expected.Same("sharpe", figures.Sharpe);
        expected.Same("sortino", figures.Sortino);
        expected.Same("max_drawdown", figures.MaxDrawdown);
        expected.Same("calmar", figures.Calmar);
        expected.Same("longest_drawdown_days", figures.LongestDrawdownDays);
    }

    private static void ExpectDays(Expectation expected, DayStatistics counts)
    {
        expected.Same("winning_days", counts.Profitable);
        expected.Same("losing_days", counts.Losing);
        expected.Same("flat_days", counts.Flat);
        expected.Same("current_win_streak_days", counts.Streak);
    }

    private static DateOnly[] Days(JsonElement dates) =>
        [.. dates.EnumerateArray().Select(
            date => DateOnly.ParseExact(date.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture))]; // strings

    /// <summary>The expected values of a vector with its tolerance.</summary>
    private sealed record Expectation(string Name, JsonElement Vector)
    {
        public void Same(string metric, double? actual)
        {
            if (!Vector.GetProperty("expected").TryGetProperty(metric, out var value))
            {
                return;
            }

            var expected = value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble();
            var tolerance = Vector.GetProperty("tolerance");
            var allowed = Math.Max(
                tolerance.GetProperty("absolute").GetDouble(), tolerance.GetProperty("relative").GetDouble() * Math.Abs(expected ?? 0));
            Assert.True(
                expected is null ? actual is null : actual is { } number && Math.Abs(number - expected.Value) <= allowed,
                $"{Name}: {metric} is {actual?.ToString("R", CultureInfo.InvariantCulture) ?? "null"}, expected {value.GetRawText()}");
        }
    }
}
