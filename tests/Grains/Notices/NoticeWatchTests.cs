using Microsoft.Extensions.Logging;
using OrleansAssets.Assets;
using OrleansAssets.Grains.Notices;
using OrleansAssets.MarketData;
using OrleansAssets.Notices;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>From what the grains know to what people are told, and back.</summary>
public sealed class NoticeWatchTests
{
    [Fact]
    public async Task Look_AtAQuoteThatNobodyBelieves_TellsItOnceAndTakesItBackWhenItHeals()
    {
        await using var cluster = await PortfolioCluster.StartAsync(deposit: 10_000);
        var asset = cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset("NVDA"));
        using var logs = LoggerFactory.Create(_ => { });
        var watch = new NoticeWatch(cluster.Grains, cluster.World.Outbox, cluster.World.Clock, logs.CreateLogger<NoticeWatch>());
        await cluster.QuoteAsync(100, "NVDA");
        await watch.LookAsync();
        Assert.DoesNotContain(cluster.World.Outbox.All, one => one.Kind == NoticeKinds.DisbelievedQuote);

        await QuoteAsync(asset, 1, 1_000);
        await watch.LookAsync();
        await watch.LookAsync();

        var told = Assert.Single(cluster.World.Outbox.All, one => one.Kind == NoticeKinds.DisbelievedQuote);
        Assert.Equal((NoticeSeverity.Warning, "asset/NVDA"), (told.Severity, told.Subject));
        Assert.Contains("NVDA is reduce-only since", told.Text, StringComparison.Ordinal);
        Assert.Contains("disbelieved_quote asset/NVDA", cluster.World.Outbox.Standing);

        await QuoteAsync(asset, 100, 100.1m);
        await watch.LookAsync();
        Assert.DoesNotContain("disbelieved_quote asset/NVDA", cluster.World.Outbox.Standing);
    }

    private static Task QuoteAsync(IAssetGrain asset, decimal bid, decimal ask) => asset.RecordQuoteAsync(
        new Quote("NVDA", "ccxt_binance", TimeProvider.System.GetUtcNow(), bid, ask, 1, 1), "quotes");
}
