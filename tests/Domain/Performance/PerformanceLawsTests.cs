using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What holds for every record of equity.</summary>
public sealed class PerformanceLawsTests
{
    private const int Cases = 10_000;

    private static readonly DateOnly Monday = new(2024, 1, 1);

    [Fact]
    public void Scale_AnyFactor_LeavesFiguresOfReturnsUnchanged() => Hold(
        choices => (Equity: Equity(choices), Factor: Any(choices, 0.25m, 2m, 8m, 1_024m)),
        one => Near(Details(one.Equity), Details([.. one.Equity.Select(value => value * one.Factor)])),
        one => $"times {one.Factor}: {Tell(one.Equity)}");

    [Fact]
    public void Deposit_OnAnyDay_DoesNotChangeTheReturns() => Hold(
        choices =>
        {
            var equity = Equity(choices);
            return (Equity: equity, Day: choices.Next(1, equity.Length), Amount: Any(choices, -0.5m, 0.25m, 1m, 3m));
        },
        one =>
        {
            // A deposit of a share of the equity at the start of a day: the money that works from then on is as much larger.
            var points = EquityRecords.Of(Monday, one.Equity).Select((point, index) => index < one.Day
                ? point
                : new EquityPoint(
                    point.Day, point.Equity * (1 + one.Amount), index == one.Day ? one.Equity[index - 1] * one.Amount : 0)).ToArray();
            Near(Details(one.Equity), Details(points));
        },
        one => $"{one.Amount} of the equity paid in on day {one.Day}: {Tell(one.Equity)}");

    [Fact]
    public void Permute_AnyOrderOfDays_LeavesSharpeSortinoAndTotalReturn() => Hold(
        choices =>
        {
            var equity = Equity(choices);
            var order = Enumerable.Range(1, equity.Length - 1).ToArray();
            choices.Shuffle(order);
            return (Equity: equity, Order: order);
        },
        one =>
        {
            var results = EquityRecords.Of(Monday, one.Equity)
                .Zip(one.Equity.Skip(1), (before, after) => (double)(after / before.Equity) - 1).ToArray();
            var (first, second) = (Statistics(results), Statistics([.. one.Order.Select(place => results[place - 1])]));
            Near(first.Sharpe, second.Sharpe);
            Near(first.Sortino, second.Sortino);
            Near(first.TotalReturn + 1, second.TotalReturn + 1);
        },
        one => $"days {string.Join(' ', one.Order)} of {Tell(one.Equity)}");

    [Fact]
    public void Append_FlatDay_ChangesCountsAndStreakOnly() => Hold(Equity, equity =>
    {
        var (before, after) = (Details(equity), Details([.. equity, equity[^1]]));

        Assert.Equal(
            (before.Report.ProfitableDays, before.Report.LosingDays, before.Report.FlatDays + 1, 0),
            (after.Report.ProfitableDays, after.Report.LosingDays, after.Report.FlatDays, after.Report.ProfitableDayStreak));
        Near(before.Report.TotalReturn + 1, after.Report.TotalReturn + 1);
        Near(before.Report.MaxDrawdown, after.Report.MaxDrawdown);
        Near(before.Drawdown.Current, after.Drawdown.Current);
        Near(before.Returns.Omega, after.Returns.Omega);
    }, Tell);

    [Fact]
    public void Drawdown_AnyRecord_LiesWithinMinusOneAndZero() => Hold(Equity, equity =>
    {
        var details = Details(equity);

        Assert.InRange(details.Report.MaxDrawdown!.Value, -1, 0);
        Assert.InRange(details.Drawdown.Current, details.Report.MaxDrawdown.Value, 0);
        Assert.InRange(details.Drawdown.Ulcer!.Value, 0, -details.Report.MaxDrawdown.Value + 1e-12);
        Assert.InRange(details.Drawdown.Longest, details.Drawdown.Length, equity.Length);
        Assert.True(details.Tail.ExpectedShortfall <= details.Tail.ValueAtRisk + 1e-12);
    }, Tell);

    /// <summary>
    /// Empty, one day, constant, zero and negative equity among others: undefined has a reason, and no number is strange.
    /// </summary>
    [Fact]
    public void Undefined_AnyRecord_IsANullWithAReason() => Hold(
        choices => choices.Next(6) switch
        {
            0 => [],
            1 => [choices.Next(-3, 4)],
            2 => [.. Enumerable.Repeat((decimal)choices.Next(-2, 4), choices.Next(1, 41))],
            3 => Many(choices, () => choices.Next(-2, 7)),
            4 => Many(choices, () => Any(choices, 0m, 1m, 1e-20m, 1e-9m, 1e9m, 1e20m, -1e20m)),
            _ => Equity(choices),
        },
        equity =>
        {
            var details = Details(equity);

            var nulls = PerformanceFigures.Of(details).Where(figure => figure.Value is null).Select(figure => figure.Path);
            Assert.Equal(
                nulls.Order(StringComparer.Ordinal), details.Undefined.Select(figure => figure.Figure).Order(StringComparer.Ordinal));
            Assert.All(PerformanceFigures.Of(details), figure =>
                Assert.True(figure.Value is not double number || double.IsFinite(number), $"{figure.Path} is {figure.Value}"));
            Assert.All(details.Undefined, figure => Assert.NotEmpty(figure.Reason));
        },
        Tell);

    private static void Hold<T>(Func<Choices, T> draw, Action<T> law, Func<T, string> tell) => Laws.Hold(Cases, draw, law, tell);

    // Steps in cents, up to three tenths of the value of before; now and then a flat day.
    private static decimal[] Equity(Choices choices)
    {
        var values = new List<decimal> { 1_000 };
        do
        {
            var step = choices.Next(7) == 0 ? 0 : choices.Next(-300, 301);
            values.Add(Math.Max(0.01m, decimal.Round(values[^1] * (1 + (step / 1_000m)), 2)));
        }
        while (values.Count < 120 && choices.Next(40) > 0);

        return [.. values];
    }

    private static decimal[] Many(Choices choices, Func<decimal> value)
    {
        var values = new List<decimal>();
        while (values.Count < 100 && choices.Next(20) > 0)
        {
            values.Add(value());
        }

        return [.. values];
    }

    private static T Any<T>(Choices choices, params T[] values) => values[choices.Next(values.Length)];

    private static string Tell(decimal[] equity) => string.Join(' ', equity);

    private static void Near(PerformanceDetails expected, PerformanceDetails actual)
    {
        Near(expected.Report.TotalReturn + 1, actual.Report.TotalReturn + 1);
        Near(expected.Report.Volatility, actual.Report.Volatility);
        Near(expected.Report.Sharpe, actual.Report.Sharpe);
        Near(expected.Report.Sortino, actual.Report.Sortino);
        Near(expected.Report.MaxDrawdown, actual.Report.MaxDrawdown);
        Near(expected.Tail.ValueAtRisk, actual.Tail.ValueAtRisk);
        Near(expected.Tail.ExpectedShortfall, actual.Tail.ExpectedShortfall);
        Assert.Equal(expected.Report.ProfitableDays, actual.Report.ProfitableDays);
    }

    private static void Near(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        Assert.InRange(Math.Abs((actual - expected) ?? 0), 0, 1e-9 * Math.Max(1, Math.Abs(expected ?? 0)));
    }

    private static PerformanceDetails Details(decimal[] equity) => Details(EquityRecords.Of(Monday, equity));

    private static PerformanceDetails Details(EquityPoint[] record)
    {
        var measured = RecordResults.Of(new PerformanceRecord(
            new PerformanceQuery(60), Monday.AddDays(1), record.Length == 0 ? Monday : record[^1].Day, [.. record], []));
        return PerformanceRules.Details(measured, measured.DayCounts.Streak, null);
    }

    private static ReturnStatistics Statistics(double[] returns) => ReturnStatistics.Of(
        Monday, [.. returns.Select((value, index) => new DailyResult(Monday.AddDays(index + 1), 0, value))], DailySeries.CalendarDays);
}
