using OrleansAssets.Domain.Performance;

namespace OrleansAssets.Tests.Domain;

public sealed class IntervalsTests
{
    // Mean 0.01, sample deviation 0.02; symmetric with a fourth moment of 1: the Mertens variance is 1 / (n - 1).
    private static readonly double[] TwoValues =
        [.. Enumerable.Range(0, 100).Select(index => 0.01 + ((index % 2 == 0 ? 1 : -1) * 0.02 * Math.Sqrt(0.99)))];

    [Fact]
    public void Sharpe_TwoValuedReturns_IsWhatTheFormulaGives()
    {
        var interval = Intervals.Sharpe(TwoValues, 365, 0.9)!;

        // z(0.95) = 1.6448536269514722; S = 0.5; error = 1 / sqrt(99).
        var width = 1.6448536269514722 / Math.Sqrt(99);
        Assert.Equal((0.5 - width) * Math.Sqrt(365), interval.Low, 9);
        Assert.Equal((0.5 + width) * Math.Sqrt(365), interval.High, 9);
        Assert.Equal(0.9, interval.Level);
    }

    [Fact]
    public void ProbabilisticSharpe_TwoValuedReturns_IsTheNormalProbability()
    {
        // 0.5 * sqrt(99) = 4.975 deviations above 0; at the ratio itself one half.
        Assert.Equal(0.99999967, Intervals.ProbabilisticSharpe(TwoValues, 365)!.Value, 7);
        Assert.Equal(0.5, Intervals.ProbabilisticSharpe(TwoValues, 365, 0.5 * Math.Sqrt(365))!.Value, 9);
    }

    [Fact]
    public void Sharpe_LossesInTheTail_IsWiderThanGainsInTheTail()
    {
        double[] gains = [.. Enumerable.Repeat(-0.001, 57), 0.05, 0.06, 0.07];
        double[] losses = [.. gains.Select(value => (2 * gains.Average()) - value)];

        Assert.Equal(gains.Average(), losses.Average(), 12);
        Assert.True(Width(losses) > Width(gains));

        double Width(double[] returns) => Intervals.Sharpe(returns, 365) is { } interval ? interval.High - interval.Low : double.NaN;
    }

    [Theory]
    [InlineData(0.01, 0.02, 0.03)]
    [InlineData(0.01, 0.01, 0.01, 0.01, 0.01)]
    public void Sharpe_TooFewOrEqualReturns_IsUndefined(params double[] returns)
    {
        Assert.Null(Intervals.Sharpe(returns, 365));
        Assert.Null(Intervals.ProbabilisticSharpe(returns, 365));
    }

    // Published by Newcombe (1998), table I, level 0.95.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void WinRate_PublishedCases_Agree(int wins, int trials, double low, double high)
    {
        var interval = Intervals.WinRate(wins, trials, 0.95)!;

        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void WinRate_NothingTried_IsUndefined() => Assert.Null(Intervals.WinRate(0, 0));

    [Fact]
    public void WinRate_AlwaysWon_EndsAtOne() => Assert.Equal(1, Intervals.WinRate(9, 9)!.High);

    [Fact]
    public void ProfitableDays_Half_LiesAroundTheCount()
    {
        var interval = Intervals.ProfitableDays(30, 60)!;

        Assert.InRange(interval.Low, 20, 29);
        Assert.Equal(60, interval.Low + interval.High, 9);
    }

    [Fact]
    public void MaxDrawdown_SameHistoryTwice_IsTheSameToTheBit()
    {
        var random = new Random(3);
        double[] returns = [.. Enumerable.Range(0, 60).Select(_ => (random.NextDouble() - 0.48) / 20)];

        var interval = Intervals.MaxDrawdown(returns)!;

        Assert.Equal(interval, Intervals.MaxDrawdown([.. returns]));
        Assert.InRange(interval.Low, -1, interval.High);
        Assert.InRange(interval.High, interval.Low, 0);
    }

    [Fact]
    public void MaxDrawdown_OnlyGains_IsZeroOnBothSides()
    {
        var interval = Intervals.MaxDrawdown([0.01, 0.02, 0.03])!;

        Assert.Equal((0.0, 0.0), (interval.Low, interval.High));
        Assert.Null(Intervals.MaxDrawdown([0.01]));
    }

    [Fact]
    public void MaxDrawdown_MoreDays_FallsDeeper()
    {
        double[] quarter = [.. Enumerable.Range(0, 90).Select(index => index % 3 == 0 ? -0.03 : 0.015)];
        double[] years = [.. Enumerable.Repeat(quarter, 12).SelectMany(returns => returns)];

        Assert.True(Intervals.MaxDrawdown(years)!.Low < Intervals.MaxDrawdown(quarter)!.Low);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Level_OutOfRange_IsRejected(double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.WinRate(1, 2, level));

    [Fact]
    public void BlockBootstrap_AnyHistory_DrawsOnlyItsValuesAndMostlyInTheirOrder()
    {
        double[] history = [.. Enumerable.Range(0, 64).Select(index => (double)index)];
        var drawn = new double[64_000];

        new BlockBootstrap(history).Draw(drawn);

        Assert.Equal(history, drawn.Distinct().Order());
        // A block ends at one day in four (the cube root of 64); a new one starts at the very next day once in 64 of these.
        var follows = drawn.Zip(drawn.Skip(1)).Count(pair => pair.Second == (pair.First + 1) % 64) / 64_000.0;
        Assert.InRange(follows, 0.74, 0.77);
    }
}
