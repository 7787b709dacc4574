using Microsoft.Extensions.Time.Testing;
using OrleansAssets.DataSources;
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
        var datasets = new FeedDatasets(
            new FakeMarketDataStore(), new FakeMarketFactsStore(), new FakeCorporateActionStore(), delivery: null!,
            ShippedConfiguration.Value, grains: null!, new FakeTimeProvider()); // Fetching tells nobody, and calls no grain.
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
}
