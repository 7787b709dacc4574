using System.Globalization;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

/// <summary>Records with money paid in and out, as an import brings them: day, equity, cash flow.</summary>
public sealed class DailyReturnsTests
{
    [Theory]
    [InlineData("2025-05-01,100,0 2025-05-02,10201,10000 2025-05-03,10201,0", "1 0")] // a deposit a hundred times the capital
    [InlineData("2025-05-01,100,0 2025-05-02,9898,10000", "-2")]
    [InlineData("2025-05-01,1000,0 2025-05-02,9600,9000", "-4")]
    [InlineData("2025-05-01,10000,0 2025-05-02,900,-9000", "-10")] // a withdrawal of nearly all
    [InlineData("2025-05-01,8000,10000 2025-05-02,8080,0", "-20 1")] // the first day has a return of its own
    [InlineData("2025-05-01,10000,0 2025-05-02,10100,0", "1")] // no flow: the first day is the base
    [InlineData(
        "2025-05-01,10000,0 2025-05-02,10100,0 2025-05-03,0,-10100 2025-05-04,0,0 2025-05-05,10000,10000 2025-05-06,10100,0", "1 0 1")]
    [InlineData("2025-05-01,10000,0 2025-05-02,0,-10100 2025-05-03,500,500", "1 0")] // what was earned before all was taken out
    [InlineData("2025-05-01,10000,0 2025-05-02,0,-9900 2025-05-03,500,500", "-1 0")]
    [InlineData("2025-05-01,10000,0 2025-05-02,0,0 2025-05-03,500,500", "-100")] // lost, not taken out: ruin, and the series ends
    public void Results_RecordWithFlows_MeasureProfitByTheCapitalThatWorked(string record, string percents)
    {
        var days = Points(record);

        var results = DailySeries.Of(days, days[0].Day).Results();

        var expected = percents.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(expected, results.Select(day => Math.Round(day.Return * 100, 9)).ToArray());
    }

    [Fact]
    public void Measure_AllMoneyOutForAWhile_IsAPauseAndNoRuin()
    {
        var days =
            Points("2025-05-01,10000,0 2025-05-02,10100,0 2025-05-03,0,-10100 2025-05-04,0,0 2025-05-05,10000,10000 2025-05-06,10100,0");

        var report =
            PerformanceRules.Measure(new PerformanceRecord(new PerformanceQuery(60, null), days[0].Day, days[^1].Day, [.. days], []));

        Assert.Equal(0.0201, report.TotalReturn!.Value, 9);
        Assert.Equal(0, report.MaxDrawdown);
        Assert.Equal((2, 1, 0), (report.ProfitableDays, report.FlatDays, report.LosingDays));
        Assert.DoesNotContain("ruined", report.Undefined ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-05-01,20000,0 2025-05-02,8000,-12000", 0)] // taken out, not lost
    [InlineData("2025-05-01,1000,0 2025-05-02,700,0 2025-05-03,10000,9300", 0.3)] // a deposit hides nothing
    [InlineData("2025-05-01,1000,0 2025-05-02,700,0 2025-05-03,0,-700", 0.3)] // nor does taking all out
    [InlineData("2025-05-01,1000,0 2025-05-02,0,0 2025-05-03,5000,5000", 1)]
    [InlineData("", 0)]
    public void DrawdownAtEnd_RecordWithFlows_LooksAtGrowthOnly(string record, double drawdown) =>
        Assert.Equal(drawdown, (double)DailyReturns.DrawdownAtEnd(Points(record)));

    [Fact]
    public void Of_DayThatTheBookMeasured_IsWhatItSays() =>
        Assert.Equal(-0.04, DailyReturns.Of(1_000, new EquityPoint(new DateOnly(2025, 5, 2), 9_600, 9_000, -0.04m)));

    private static EquityPoint[] Points(string record) => [.. record.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(row => row.Split(','))
        .Select(cells => new EquityPoint(
            DateOnly.Parse(cells[0], CultureInfo.InvariantCulture),
            decimal.Parse(cells[1], CultureInfo.InvariantCulture),
            decimal.Parse(cells[2], CultureInfo.InvariantCulture)))];
}
