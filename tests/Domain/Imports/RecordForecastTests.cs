using OrleansAssets.Domain.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain.Imports;

public sealed class RecordForecastTests
{
    [Theory]
    [InlineData(900, null)]
    [InlineData(840, "the emergency stop is at 25 %")]
    [InlineData(750, "it would latch the emergency stop (25 %), and halt every portfolio of the account")]
    public void Of_ARecordBelowItsPeak_SaysWhatThatWouldDo(decimal last, string? words)
    {
        var told = RecordForecast.Of(
            [new EquityPoint(new DateOnly(2024, 1, 1), 1_000, 0), new EquityPoint(new DateOnly(2024, 1, 2), last, 0)], 0.25m);

        Assert.Equal(words is null, told is null);
        Assert.Contains(words ?? "", told ?? "", StringComparison.Ordinal);
    }
}
