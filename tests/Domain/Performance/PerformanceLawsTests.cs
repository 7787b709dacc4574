using FsCheck;
using FsCheck.Fluent;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What holds for every record of equity.</summary>
public sealed class PerformanceLawsTests
{
    private const int Cases = 2_000;

    private static readonly DateOnly Monday = new(2024, 1, 1);

    /// <summary>Steps in cents, from a tenth to ten times the value of before; now and then a flat day.</summary>
    private static readonly Gen<decimal[]> Equities = Gen.Choose(-300, 300).Select(step => step % 7 == 0 ? 0 : step).ArrayOf()
        .Where(steps => steps.Length is > 0 and < 120)
        .Select(steps => steps.Aggregate(new List<decimal> { 1_000 }, (values, step) =>
        {
            values.Add(Math.Max(0.01m, decimal.Round(values[^1] * (1 + (step / 1_000m)), 2)));
            return values;
        }).ToArray());

    [Fact]
    public void Scale_AnyFactor_LeavesFiguresOfReturnsUnchanged() => Hold(
        from equity in Equities from factor in Gen.Elements(0.25m, 2m, 8m, 1_024m) select (equity, factor),
        one => Near(Details(one.equity), Details([.. one.equity.Select(value => value * one.factor)])));

    [Fact]
    public void Deposit_OnAnyDay_DoesNotChangeTheReturns() => Hold(
        from equity in Equities from day in Gen.Choose(1, equity.Length - 1) from amount in Gen.Elements(-0.5m, 0.25m, 1m, 3m)
        select (equity, day, amount),
        one =>
        {
            // A deposit of a share of the equity at the start of a day: the money that works from then on is as much larger.
            var points = EquityRecords.Of(Monday, one.equity).Select((point, index) => index < one.day
                ? point
                : new EquityPoint(
                    point.Day, point.Equity * (1 + one.amount), index == one.day ? one.equity[index - 1] * one.amount : 0)).ToArray();
            Near(Details(one.equity), Details(points));
        });

    [Fact]
    public void Permute_AnyOrderOfDays_LeavesSharpeSortinoAndTotalReturn() => Hold(
        Equities.SelectMany(equity => Gen.Shuffle(Enumerable.Range(1, equity.Length - 1).ToArray()).Select(order => (equity, order))),
        one =>
        {
            var results = EquityRecords.Of(Monday, one.equity)
                .Zip(one.equity.Skip(1), (before, after) => (double)(after / before.Equity) - 1).ToArray();
            var (first, second) = (Statistics(results), Statistics([.. one.order.Select(place => results[place - 1])]));
            Near(first.Sharpe, second.Sharpe);
            Near(first.Sortino, second.Sortino);
            Near(first.TotalReturn + 1, second.TotalReturn + 1);
        });

    [Fact]
    public void Append_FlatDay_ChangesCountsAndStreakOnly() => Hold(Equities, equity =>
    {
        var (before, after) = (Details(equity), Details([.. equity, equity[^1]]));

        Assert.Equal(
            (before.Report.ProfitableDays, before.Report.LosingDays, before.Report.FlatDays + 1, 0),
            (after.Report.ProfitableDays, after.Report.LosingDays, after.Report.FlatDays, after.Report.ProfitableDayStreak));
        Near(before.Report.TotalReturn + 1, after.Report.TotalReturn + 1);
        Near(before.Report.MaxDrawdown, after.Report.MaxDrawdown);
        Near(before.Drawdown.Current, after.Drawdown.Current);
        Near(before.Returns.Omega, after.Returns.Omega);
    });

    [Fact]
    public void Drawdown_AnyRecord_LiesWithinMinusOneAndZero() => Hold(Equities, equity =>
    {
        var details = Details(equity);

        Assert.InRange(details.Report.MaxDrawdown!.Value, -1, 0);
        Assert.InRange(details.Drawdown.Current, details.Report.MaxDrawdown.Value, 0);
        Assert.InRange(details.Drawdown.Ulcer!.Value, 0, -details.Report.MaxDrawdown.Value + 1e-12);
        Assert.InRange(details.Drawdown.Longest, details.Drawdown.Length, equity.Length);
        Assert.True(details.Tail.ExpectedShortfall <= details.Tail.ValueAtRisk + 1e-12);
    });

    /// <summary>Empty, one day, constant, zero and negative equity: undefined has a reason, and no number is strange.</summary>
    [Fact]
    public void Undefined_AnyRecord_IsANullWithAReason() => Hold(
        Gen.OneOf(
            Gen.Constant(Array.Empty<decimal>()),
            Gen.Choose(-3, 3).Select(value => new[] { (decimal)value }),
            from value in Gen.Choose(-2, 3) from length in Gen.Choose(1, 40) select Enumerable.Repeat((decimal)value, length).ToArray(),
            Gen.Choose(-2, 6).Select(value => (decimal)value).ArrayOf(),
            Gen.Elements(0m, 1e-20m, 1e-9m, 1m, 1e9m, 1e20m, -1e20m).ArrayOf(),
            Equities),
        equity =>
        {
            var details = Details(equity);

            var nulls = PerformanceFigures.Of(details).Where(figure => figure.Value is null).Select(figure => figure.Path);
            Assert.Equal(
                nulls.Order(StringComparer.Ordinal), details.Undefined.Select(figure => figure.Figure).Order(StringComparer.Ordinal));
            Assert.All(PerformanceFigures.Of(details), figure =>
                Assert.True(figure.Value is not double number || double.IsFinite(number), $"{figure.Path} is {figure.Value}"));
            Assert.All(details.Undefined, figure => Assert.NotEmpty(figure.Reason));
        });

    private static void Hold<T>(Gen<T> cases, Action<T> law) =>
        Prop.ForAll(cases.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

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
