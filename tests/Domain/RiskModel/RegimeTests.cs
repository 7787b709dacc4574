using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.RiskModel;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Tests.Domain;

/// <summary>Markets whose measures are worked out by hand.</summary>
public sealed class RegimeTests
{
    // Each day the range moves up by 1: every directional move goes up, so that plus is all and minus nothing.
    [Fact]
    public void Measures_StraightLine_AreFull()
    {
        var bars = Bars(40, day => 100 + day);

        Assert.Equal(100, DirectionalIndex.Of(bars)!.Value, 9);
        Assert.Equal(1, EfficiencyRatio.Of(bars)!.Value, 9);
    }

    [Fact]
    public void Measures_LineThatNeverMoves_AreNothing()
    {
        var bars = Bars(40, _ => 100);

        Assert.Equal(0, DirectionalIndex.Of(bars));
        Assert.Equal(0, EfficiencyRatio.Of(bars));
    }

    // Up 2, down 1, over and over: net 10 of a path of 30 in 20 days.
    [Fact]
    public void EfficiencyRatio_TwoStepsUpOneDown_IsAThird() =>
        Assert.Equal(1 / 3.0, EfficiencyRatio.Of(Bars(41, day => 100 + (day / 2) + (day % 2 * 2)))!.Value, 9);

    // With n = 2, by hand. Bars (high, low, close): (10, 8, 9) (12, 9, 11) (13, 11, 12) (12, 10, 11) (11, 8, 9).
    // True ranges 3, 2, 2, 3; up moves 2, 1, 0, 0; down moves 0, 0, 1, 2.
    // Smoothed by s - s / 2 + x: ranges 5, 4.5, 5.25; ups 3, 1.5, 0.75; downs 0, 1, 2.5.
    // Strengths 100 x |up - down| / (up + down): 100, 20, 53.846...; index (100 + 20) / 2 = 60, then (60 + 53.846...) / 2.
    [Theory]
    [InlineData(3, null)]
    [InlineData(4, 60.0)]
    [InlineData(5, 56.923076923076923)]
    public void DirectionalIndex_HandWorkedBars_AreAsWorked(int count, double? expected)
    {
        DailyBar[] bars = [Bar(0, 10, 8, 9), Bar(1, 12, 9, 11), Bar(2, 13, 11, 12), Bar(3, 12, 10, 11), Bar(4, 11, 8, 9)];

        var index = DirectionalIndex.Of(bars[..count], period: 2);

        Assert.Equal(expected is null, index is null);
        Assert.Equal(expected ?? 0, index ?? 0, 9);
    }

    [Theory]
    [InlineData(27, 21, true, false)]
    [InlineData(28, 20, false, true)]
    public void Measures_TooFewDays_AreNull(int adxDays, int efficiencyDays, bool noAdx, bool noEfficiency)
    {
        Assert.Equal(noAdx, DirectionalIndex.Of(Bars(adxDays, day => 100 + day)) is null);
        Assert.Equal(noEfficiency, EfficiencyRatio.Of(Bars(efficiencyDays, day => 100 + day)) is null);
    }

    [Theory]
    [InlineData(19.99, 0.29, MarketKind.Sideways)]
    [InlineData(20.0, 0.29, MarketKind.Mixed)]
    [InlineData(19.99, 0.30, MarketKind.Mixed)]
    [InlineData(20.0, 0.30, MarketKind.Trending)]
    [InlineData(null, 0.30, MarketKind.Unknown)]
    [InlineData(20.0, null, MarketKind.Unknown)]
    public void MarketKind_ByBothMeasures_IsAsDocumented(double? adx, double? efficiency, MarketKind expected) =>
        Assert.Equal(expected, MarketKinds.Of(adx, efficiency, OrderLimits.Default));

    private static DailyBar[] Bars(int count, Func<int, double> close) =>
        [.. Enumerable.Range(0, count).Select(day => Bar(day, close(day) + 1, close(day) - 1, close(day)))];

    private static DailyBar Bar(int day, double high, double low, double close) =>
        new(new DateOnly(2026, 1, 1).AddDays(day), high, low, close);
}
