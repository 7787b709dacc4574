using System.Globalization;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.AlphaVantage;
using OrleansAssets.Vendors.Polygon;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Prices of the sandbox across the split of NVDA (10:1) that holds from 12 March 2030 on.</summary>
public sealed class SandboxSplitTests
{
    private static readonly DateTimeOffset Split = At("2030-03-12T04:00:00Z"); // New York's midnight.

    [Theory]
    [InlineData(AlpacaVendor.Id)]
    [InlineData(PolygonVendor.Id)]
    public async Task GetQuote_FromTheSplitOn_IsInNewUnits(string sourceId)
    {
        var before = await QuoteAsync(sourceId, Split.AddSeconds(-1));
        var after = await QuoteAsync(sourceId, Split);

        Assert.Equal(new SplitRatio(10, 1), SplitRatio.Of(before.Mid, after.Mid, SplitRatio.RoundingTolerance));
    }

    [Theory]
    [InlineData(AlpacaVendor.Id)]
    [InlineData(PolygonVendor.Id)]
    public async Task GetCandles_OnceTheSplitHolds_AreAdjustedWhole(string sourceId)
    {
        var before = await DaysAsync(sourceId, Split.AddSeconds(-1));
        var after = await DaysAsync(sourceId, Split.AddDays(2));

        Assert.All(before, day =>
        {
            var adjusted = after.Single(other => other.OpenTime == day.OpenTime);
            Assert.Equal(new SplitRatio(10, 1), SplitRatio.Of(day.Close, adjusted.Close, SplitRatio.RoundingTolerance));
            Assert.InRange(adjusted.Volume / day.Volume, 9.9m, 10.1m);
        });
        Assert.All(after.Zip(after.Skip(1)), pair => Assert.InRange(pair.Second.Close / pair.First.Close, 0.7m, 1.4m));
    }

    [Fact]
    public async Task GetCandles_AlphaVantage_AreAsTraded()
    {
        var days = await DaysAsync(AlphaVantageVendor.Id, Split.AddDays(2));

        var (last, first) = (days.Last(day => day.OpenTime < Split.AddHours(-4)), days.First(day => day.OpenTime >= Split.AddHours(-4)));
        Assert.InRange(last.Close / first.Open, 7m, 14m);
    }

    private static async Task<Quote> QuoteAsync(string sourceId, DateTimeOffset now)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, now);
        var reply = await setup.Adapter<IQuoteSource>(sourceId).GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);
        return reply.Value ?? throw new InvalidOperationException(reply.Error);
    }

    private static async Task<IReadOnlyList<Candle>> DaysAsync(string sourceId, DateTimeOffset now)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, now);
        var reply = await setup.Adapter<ICandleSource>(sourceId).GetCandlesAsync(
            new CandleQuery("NVDA", "NVDA", Timeframe.D1, At("2030-02-20T00:00:00Z")), CancellationToken.None);
        return reply.Value?.Rows ?? throw new InvalidOperationException(reply.Error);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
