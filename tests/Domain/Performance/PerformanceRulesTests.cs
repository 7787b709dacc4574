using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using Measured = OrleansAssets.Performance.PerformanceReport;

namespace OrleansAssets.Tests.Domain;

public sealed class PerformanceRulesTests
{
    // A Monday.
    private static readonly DateOnly Monday = new(2024, 1, 1);

    [Fact]
    public void Measure_NoRecord_CountsAreZeroAndTheRestIsUndefinedWithAReason()
    {
        var measured = Measure([]);

        Assert.Equal((0, 0.0, 0.0), (measured.Days, measured.TotalReturn, measured.MaxDrawdown));
        Assert.Null(measured.From);
        AssertUndefined(measured);
        Assert.Contains("no daily return", measured.Undefined, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_OneDay_HasReturnAndDrawdownOnly()
    {
        var measured = Measure(EquityRecords.Of(Monday, 1000, 1020));

        Assert.Equal(1, measured.Days);
        Assert.Equal(0.02, measured.TotalReturn!.Value, 12);
        Assert.Equal(0.0, measured.MaxDrawdown);
        Assert.Null(measured.Sharpe);
        Assert.Null(measured.Sortino);
        Assert.Null(measured.Volatility);
    }

    [Fact]
    public void Measure_SameGainEveryDay_SharpeIsUndefinedNotHuge()
    {
        var measured = Measure(EquityRecords.Of(Monday, 1000, 1010, 1020.1m, 1030.301m, 1040.60401m));

        Assert.Null(measured.Sharpe);
        Assert.Equal(0.0, measured.Volatility);
        Assert.Contains("sharpe: every daily return is the same", measured.Undefined, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_NothingEverHappens_EveryDayIsFlat()
    {
        var measured = Measure(EquityRecords.Of(Monday, 1000, 1000, 1000, 1000));

        Assert.Equal((3, 0, 0, 0), (measured.FlatDays, measured.ProfitableDays, measured.LosingDays, measured.ProfitableDayStreak));
        AssertUndefined(measured);
    }

    [Fact]
    public void Measure_OnlyGains_SortinoCalmarAndProfitFactorAreUndefined()
    {
        var measured = Measure(EquityRecords.Of(Monday, 1000, 1010, 1030, 1035), Trade(1, 35));

        Assert.NotNull(measured.Sharpe);
        Assert.Null(measured.Sortino);
        Assert.Null(measured.Calmar);
        Assert.Null(measured.ProfitFactor);
        Assert.Equal(3, measured.ProfitableDayStreak);
    }

    [Fact]
    public void Measure_OnlyLosses_ProfitFactorIsZeroAndSortinoFinite()
    {
        var measured = Measure(EquityRecords.Of(Monday, 1000, 990, 970), Trade(1, -30));

        Assert.Equal(0.0, measured.ProfitFactor);
        Assert.True(measured.Sortino < 0);
        Assert.Equal(0.0, measured.DayWinRate);
    }

    [Fact]
    public void Measure_EverythingLost_EndsTheWindowThere()
    {
        var measured = Measure(EquityRecords.Of(Monday, 1000, 1100, 0, 500, 600));

        Assert.Equal((2, Monday.AddDays(2)), (measured.Days, measured.Until!.Value));
        Assert.Equal((-1.0, -1.0), (measured.TotalReturn!.Value, measured.MaxDrawdown!.Value));
        Assert.Equal(-1.0, measured.Calmar);
        Assert.Contains("ruined", measured.Undefined, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_FirstDepositAfterEmptyDays_StartsWithTheDayOfTheDeposit()
    {
        EquityPoint[] record = [.. EquityRecords.Of(Monday, 0, 0), new(Monday.AddDays(2), 1000, 1000), new(Monday.AddDays(3), 1010, 0)];

        var measured = Measure(record);

        Assert.Equal((2, 0.01), (measured.Days, measured.TotalReturn!.Value), new Near());
    }

    [Fact]
    public void Measure_DepositAndWithdrawal_AreNoResult()
    {
        EquityPoint[] record = [new(Monday, 1000, 0), new(Monday.AddDays(1), 1510, 500), new(Monday.AddDays(2), 1010, -500)];

        var measured = Measure(record);

        Assert.Equal((1, 1, 0), (measured.ProfitableDays, measured.FlatDays, measured.LosingDays));
        Assert.Equal(10 / 1500.0, measured.TotalReturn!.Value, 12); // the deposit worked on its day
        Assert.Equal(0, measured.ProfitableDayStreak);
    }

    [Fact]
    public void Measure_DustOfSums_IsAFlatDay() =>
        Assert.Equal(1, Measure(EquityRecords.Of(Monday, 1000, 1000.000_000_000_04m)).FlatDays);

    [Fact]
    public void Measure_FirstDayLoses_DrawdownCountsFromTheStart() =>
        Assert.Equal(-0.1, Measure(EquityRecords.Of(Monday, 1000, 900, 950, 1200)).MaxDrawdown!.Value, 12);

    [Fact]
    public void Measure_TradingDaysOnly_LeavesWeekendsOutOfStreakAndYear()
    {
        var record = Enumerable.Range(0, 12).Select(offset => new EquityPoint(Monday.AddDays(offset), 1000 + offset, 0))
            .Where(point => point.Day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToArray();

        var measured = Measure(record);

        Assert.Equal((252, 9, 9), (measured.PeriodsPerYear, measured.Days, measured.ProfitableDayStreak));
    }

    [Fact]
    public void Measure_CalendarDaysWithAGap_FillsItWithFlatDays()
    {
        EquityPoint[] record = [new(Monday, 1000, 0), new(Monday.AddDays(5), 1010, 0), new(Monday.AddDays(9), 1020, 0)];

        var measured = Measure(record);

        Assert.Equal((365, 9, 2, 7, 1),
            (measured.PeriodsPerYear, measured.Days, measured.ProfitableDays, measured.FlatDays, measured.ProfitableDayStreak));
    }

    [Fact]
    public void Measure_BaseLongBeforeTheWindow_CountsNoDayBeforeIt()
    {
        EquityPoint[] record = [new(Monday.AddDays(-20), 1000, 0), new(Monday.AddDays(5), 1010, 0), new(Monday.AddDays(6), 1020, 0)];

        var measured = PerformanceRules.Measure(new PerformanceRecord(new PerformanceQuery(7), Monday, Monday.AddDays(6), [.. record], []));

        Assert.Equal((7, Monday, 5), (measured.Days, measured.From!.Value, measured.FlatDays));
    }

    [Fact]
    public void Measure_ClassWithEveryTrade_TakesThePortfolioAsItsRecord()
    {
        var record = EquityRecords.Of(Monday, 1000, 1010, 1005, 1030);

        var measured = Measure(record, "crypto", Trade(1, 10), Trade(2, -5));

        Assert.Equal((3, 2, 1), (measured.Days, measured.ProfitableDays, measured.LosingDays));
        Assert.Equal((2, 1, 0.5), (measured.ClosedTrades, measured.WinningTrades, measured.TradeWinRate!.Value));
    }

    [Fact]
    public void Measure_ClassBesideAnother_CountsItsOwnTradesByClosingDay()
    {
        var record = EquityRecords.Of(Monday, 1000, 1010, 1005, 1030);

        var measured = Measure(record, "crypto", Trade(1, 20), Trade(1, -10, "stocks"), Trade(2, -5), Trade(3, 0), Trade(3, 25, null));

        Assert.Equal((1, 1, 1), (measured.ProfitableDays, measured.LosingDays, measured.FlatDays));
        Assert.Equal(((1 + (20.0 / 1000)) * (1 - (5.0 / 1010))) - 1, measured.TotalReturn!.Value, 12);
        Assert.Equal((3, 1), (measured.ClosedTrades, measured.WinningTrades));
    }

    [Fact]
    public void TradeResult_LongAndShort_AreNetOfFees()
    {
        var trade = new Trade("1", "NVDA", null, TradeSide.Long, 2, At(0), 100, At(1), 110, 1);

        Assert.Equal(19m, TradeResult.Of(trade).ProfitAndLoss);
        Assert.Equal(-21m, TradeResult.Of(trade with { Side = TradeSide.Short }).ProfitAndLoss);
        Assert.Throws<ArgumentException>(() => TradeResult.Of(trade with { ClosedAt = null }));
    }

    [Fact]
    public void TradeStatistics_BreakEvenTrades_CountAsNotWon()
    {
        var figures = TradeStatistics.Of(
            [.. new decimal[] { 10, 10, 0, 10, -5, 0, -5, 20 }.Select(result => new TradeResult(At(0), result, 0))]);

        Assert.Equal((8, 4, 0.5, 5.0, 5m),
            (figures.Closed, figures.Won, figures.WinRate!.Value, figures.ProfitFactor!.Value, figures.Expectancy!.Value));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ReturnStatistics_ReturnIsNoNumber_IsRejected(double value) =>
        Assert.Throws<ArgumentException>(() => ReturnStatistics.Of(Monday, Days(value), 365));

    [Fact]
    public void ReturnStatistics_BelowMinusOne_IsRuinedYetHasADrawdown()
    {
        var figures = ReturnStatistics.Of(Monday, Days(0.05, -1.5, 0.1, 0.2), 365);

        Assert.True(figures.Ruined);
        Assert.Null(figures.AnnualisedReturn);
        Assert.Null(figures.Calmar);
        Assert.Equal(-1.66, figures.MaxDrawdown, 12);
    }

    [Fact]
    public void ReturnStatistics_TinyReturns_StillHaveASharpe()
    {
        var tiny = ReturnStatistics.Of(Monday, Days(1e-12, -5e-13, 2e-12), 365);
        var large = ReturnStatistics.Of(Monday, Days(1e-2, -5e-3, 2e-2), 365);

        Assert.Equal(large.Sharpe!.Value, tiny.Sharpe!.Value, 9);
    }

    [Fact]
    public void ReturnStatistics_ExactRecovery_IsRecovered()
    {
        var figures = ReturnStatistics.Of(Monday, Days(0.1, -0.1, (110.0 / 99) - 1, 0, 0), 365);

        Assert.Equal(2, figures.Drawdowns.LongestDays);
    }

    [Fact]
    public void ReturnStatistics_AllGainsWithOneAboveOne_AreReturnsNotPrices() =>
        Assert.Equal((1.5 * 3) - 1, ReturnStatistics.Of(Monday, Days(0.5, 2), 365).TotalReturn, 12);

    [Fact]
    public void Measure_AnyRecord_KeepsItsLaws() => Laws.Hold(
        cases: 2_000,
        random => Enumerable.Range(0, random.Next(1, 80)).Select(
            _ => Math.Round((decimal)(1 + (random.NextDouble() * 1000)), random.Next(0, 6))).ToArray(),
        equity =>
        {
            var measured = Measure(EquityRecords.Of(Monday, equity));

            Assert.Equal(equity.Length - 1, measured.Days);
            Assert.Equal(measured.Days, measured.ProfitableDays + measured.LosingDays + measured.FlatDays);
            Assert.Equal((double)(equity[^1] / equity[0]) - 1, measured.TotalReturn!.Value, 9);
            Assert.InRange(measured.MaxDrawdown!.Value, -1, Math.Min(0, measured.TotalReturn.Value + 1e-12));
            Assert.InRange(measured.ProfitableDayStreak, 0, measured.ProfitableDays);
            Assert.True(measured.Sharpe is not { } sharpe || (double.IsFinite(sharpe) && Math.Abs(sharpe) < 1e6));
        },
        equity => string.Join(' ', equity));

    private static Measured Measure(IEnumerable<EquityPoint> record, params LedgerTrade[] trades) => Measure(record, null, trades);

    private static Measured Measure(IEnumerable<EquityPoint> record, string? classId, params LedgerTrade[] trades) =>
        PerformanceRules.Measure(new PerformanceRecord(
            new PerformanceQuery(60, classId), Monday.AddDays(1), Monday.AddDays(3_000), [.. record], [.. trades]));

    private static LedgerTrade Trade(int dayOffset, decimal result, string? classId = "crypto") => new(
        new Trade($"{dayOffset}/{result}", "BTC/USDT", null, TradeSide.Long, 1, At(dayOffset), 1_000, At(dayOffset), 1_000 + result, 0),
        classId);

    private static DailyResult[] Days(params double[] returns) =>
        [.. returns.Select((value, index) => new DailyResult(Monday.AddDays(index + 1), 0, value))];

    private static DateTimeOffset At(int dayOffset) => new(Monday.AddDays(dayOffset).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static void AssertUndefined(Measured measured)
    {
        Assert.Null(measured.Sharpe);
        Assert.Null(measured.Sortino);
        Assert.Null(measured.Calmar);
        Assert.Null(measured.DayWinRate);
        Assert.Null(measured.TradeWinRate);
        Assert.Null(measured.ProfitFactor);
        Assert.Null(measured.Expectancy);
    }

    private sealed class Near : IEqualityComparer<(int, double)>
    {
        public bool Equals((int, double) x, (int, double) y) => x.Item1 == y.Item1 && Math.Abs(x.Item2 - y.Item2) < 1e-12;

        public int GetHashCode((int, double) obj) => obj.Item1;
    }
}
