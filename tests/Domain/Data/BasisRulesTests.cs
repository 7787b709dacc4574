using System.Collections.Immutable;
using OrleansAssets.CorporateActions;
using OrleansAssets.Data;
using OrleansAssets.Domain.Data;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain.Data;

/// <summary>NVDA split 10:1 on 2024-06-10; the bar of the 7th closed at 1,208.88 then, and at 120.888 in new units.</summary>
public sealed class BasisRulesTests
{
    private static readonly DateTimeOffset Before = new(2024, 6, 7, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = new(2024, 7, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableArray<SplitAt> Splits = BasisRules.SplitsOf(
    [
        Told("alpaca"), Told("polygon"), // one split, told twice
        Told("alpaca") with { WithdrawnAt = Before, Action = Told("alpaca").Action with { EffectiveOn = new DateOnly(2024, 6, 20) } },
    ]);

    [Theory]
    [InlineData(PriceBasis.Adjusted, true, "2024-07-01", "120.888", "1000")]
    [InlineData(PriceBasis.Raw, true, "2024-07-01", "1208.88", "100")]
    [InlineData(PriceBasis.Adjusted, true, "2024-06-09", "1208.88", "100")] // as of a day before the split
    [InlineData(PriceBasis.Adjusted, false, "2024-07-01", "12.0888", "10000")] // a source that adjusts nothing
    [InlineData(PriceBasis.Raw, false, "2024-07-01", "120.888", "1000")]
    public void Apply_BarBeforeASplit_IsInTheUnitsThatWereAskedFor(
        PriceBasis basis, bool isAdjusted, string asOf, string close, string volume)
    {
        var row = new CandleRow(Before, 120m, 121m, 119m, 120.888m, 1000);

        var told = BasisRules.Apply(row, Timeframe.D1, isAdjusted ? Later : null, Splits, basis, Instant(asOf));

        Assert.Equal((decimal.Parse(close, Invariant), decimal.Parse(volume, Invariant)), (told.Close, told.Volume));
    }

    /// <summary>It was stored before the split and not fetched again yet: its prices are in old units still.</summary>
    [Fact]
    public void Apply_BarKnownBeforeTheSplit_IsAdjustedHere()
    {
        var row = new CandleRow(Before, 1200m, 1210m, 1190m, 1208.88m, 100);

        var told = BasisRules.Apply(row, Timeframe.D1, Before.AddDays(1), Splits, PriceBasis.Adjusted, Later);

        Assert.Equal((120.888m, 1000m), (told.Close, told.Volume));
        Assert.Equal(row, BasisRules.Apply(row, Timeframe.D1, Before.AddDays(1), Splits, PriceBasis.Raw, Later));
    }

    [Theory]
    [InlineData(Timeframe.D1, "2024-06-10T00:00Z", false)] // its trading date is the first in new units
    [InlineData(Timeframe.D1, "2024-06-09T00:00Z", true)]
    [InlineData(Timeframe.H1, "2024-06-10T03:30Z", true)] // New York's evening of the 9th
    [InlineData(Timeframe.H1, "2024-06-10T04:00Z", false)]
    public void IsAfter_AroundTheFirstDate_FollowsNewYork(Timeframe timeframe, string openTime, bool expected) =>
        Assert.Equal(expected, Splits[0].IsAfter(Instant(openTime), timeframe));

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, Invariant, System.Globalization.DateTimeStyles.AssumeUniversal);

    private static CorporateActionView Told(string source) => new(
        new CorporateAction("NVDA", source, CorporateActionKind.Split, new DateOnly(2024, 6, 10), NewUnits: 10, OldUnits: 1),
        "stocks", Before, null);
}
