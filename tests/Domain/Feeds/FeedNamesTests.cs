using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain.Feeds;

public sealed class FeedNamesTests
{
    /// <summary>A feed of a dataset that there is not was told as an empty one.</summary>
    [Theory]
    [InlineData("ccxt_binanc", "BTC/USDT", "quotes", "There is no source 'ccxt_binanc'. The nearest is 'ccxt_binance'.")]
    [InlineData("ccxt_binance", "BTC/USD", "quotes", "There is no asset at ccxt_binance 'BTC/USD'. The nearest is 'BTC/USDT'.")]
    [InlineData("ccxt_binance", "NVDA", "quotes", "There is no asset at ccxt_binance 'NVDA'.")]
    [InlineData("ccxt_binance", "BTC/USDT", "candles-1y", "There is no dataset of BTC/USDT at ccxt_binance 'candles-1y'. The nearest")]
    public void Require_AFeedThatThereIsNot_IsRefusedWithTheNearest(string source, string asset, string dataset, string words)
    {
        var refused = Assert.Throws<NotFoundException>(
            () => FeedNames.Require(ShippedConfiguration.Value, new FeedId(source, asset, dataset)));

        Assert.StartsWith(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_EveryFeedOfTheConfiguration_IsThere()
    {
        foreach (var source in ShippedConfiguration.Value.Sources)
        {
            foreach (var schedule in source.Datasets.Where(schedule => schedule.Kind.IsOfMarket()))
            {
                FeedNames.Require(ShippedConfiguration.Value, new FeedId(source.Id, FeedId.Market, schedule.Name));
            }
        }

        FeedNames.Require(ShippedConfiguration.Value, new FeedId("ccxt_binance", "BTC/USDT", "quotes"));
        FeedNames.Require(ShippedConfiguration.Value, new FeedId("oanda", "USD/JPY", "candles-1d"));
    }
}
