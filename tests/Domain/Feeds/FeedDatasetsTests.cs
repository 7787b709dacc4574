using Microsoft.Extensions.Time.Testing;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class FeedDatasetsTests
{
    [Theory]
    [InlineData("CRUDE", true)] // Futures settled below 0 in April 2020.
    [InlineData("NATGAS", true)]
    [InlineData("BTC/USDT", false)]
    [InlineData("NVDA", false)]
    [InlineData("TQQQ", false)]
    [InlineData("GBP/JPY", false)]
    [InlineData("GME", false)]
    public async Task Candles_OfAShippedAsset_MayBeNegativeForFuturesOnly(string assetId, bool expected)
    {
        var datasets = Datasets(new FakeTimeProvider());
        var vendor = new FakeVendorAdapter("oanda", new FakeTimeProvider());
        bool? asked = null;
        vendor.AnswerCandles = query =>
        {
            asked = query.MayBeNegative;
            return Task.FromResult(vendor.Page(query));
        };
        var grant = new FeedGrant(assetId, ShippedConfiguration.Asset(assetId).ClassId, Definitions.HourlyCandles, CallsMax: 1);

        await datasets.Candles(vendor, new FeedId("oanda", assetId, "candles-1h"), grant, Timeframe.H1)
            .FetchAsync(DateTimeOffset.UnixEpoch, CancellationToken.None);

        Assert.Equal(expected, asked);
    }

    /// <summary>A polled quote from a clock four minutes ahead made every one behind it an old one, for four minutes.</summary>
    [Theory]
    [InlineData(240, 0, true)]
    [InlineData(300, 0, true)]
    [InlineData(-30, -30, true)]
    [InlineData(301, 301, false)] // no clock is so wrong: it is left out as one that lies in the future
    public async Task Quotes_OfAClockThatIsAheadALittle_AreOfNow(int aheadSeconds, int expectedSeconds, bool isKept)
    {
        var time = new FakeTimeProvider();
        var (now, id) = (time.GetUtcNow(), new FeedId("alpaca", "NVDA", "quotes"));
        var vendor = new FakeVendorAdapter("alpaca", time)
        {
            AnswerQuote = (asset, _) => Task.FromResult(
                FakeVendorAdapter.Ok(new Quote(asset, "alpaca", now.AddSeconds(aheadSeconds), 99, 101, null, null))),
        };
        var quotes = Datasets(time).Quotes(vendor, id, new FeedGrant("NVDA", "stocks", Definitions.Quotes, CallsMax: 1));

        var page = (await quotes.FetchAsync(DateTimeOffset.UnixEpoch, CancellationToken.None)).Value;

        Assert.Equal(now.AddSeconds(expectedSeconds), Assert.Single(page!.Rows).At);
        Assert.Equal(isKept, PageRules.Check(quotes, id, page, DateTimeOffset.UnixEpoch, now).Page is { Rows.Length: 1 });
    }

    /// <summary>Fetching tells nobody, and calls no grain.</summary>
    private static FeedDatasets Datasets(FakeTimeProvider time) => new(
        new FakeMarketDataStore(), new FakeMarketFactsStore(), new FakeCorporateActionStore(), delivery: null!,
        ShippedConfiguration.Value, grains: null!, time);
}
