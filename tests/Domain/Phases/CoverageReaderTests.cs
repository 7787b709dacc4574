using OrleansAssets.Grains.Phases;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class CoverageReaderTests
{
    private readonly InMemoryMarket _market = new(new FaultPlan());
    private readonly FixedClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 30, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(2, 0.5)]
    public async Task Read_CandlesStored_IsTheirShareOfTheCalendar(int everyNth, double share)
    {
        _market.OpenTimes = (range, _) => Hours(range).Where(at => at.Hour % everyNth == 0);

        Assert.Equal(share, (await Reader().ReadAsync("alpaca", ["NVDA"], 10, CancellationToken.None)).GetValueOrDefault(), 2);
    }

    [Fact]
    public async Task Read_SeveralAssets_IsTheWorst()
    {
        _market.OpenTimes = (range, assetId) => Hours(range).Where(at => assetId == "NVDA" || at.Hour % 4 == 0);

        Assert.Equal(0.25, (await Reader().ReadAsync("alpaca", ["NVDA", "TSLA"], 10, CancellationToken.None)).GetValueOrDefault(), 2);
    }

    [Fact]
    public async Task Read_NoFeedOfTheAssets_IsUndefined()
    {
        Assert.Null(await Reader().ReadAsync("alpaca", ["BTC/USDT"], 10, CancellationToken.None));
        Assert.Null(await Reader().ReadAsync("nobody", ["NVDA"], 10, CancellationToken.None));
    }

    private CoverageReader Reader()
    {
        var configuration = TestConfiguration.Build();
        return new CoverageReader(
            configuration with
            {
                Assets =
                [
                    .. configuration.Assets.Select(
                        asset => asset.ClassId == "stocks" ? asset with { RequiredSources = ["alpaca"] } : asset),
                ],
            },
            _market, _clock);
    }

    private static IEnumerable<DateTimeOffset> Hours(TimeRange range)
    {
        for (var at = new DateTimeOffset(range.From.Date, TimeSpan.Zero); at < range.Until; at = at.AddHours(1))
        {
            if (at >= range.From)
            {
                yield return at;
            }
        }
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
