using OrleansAssets.Assets;
using OrleansAssets.Client;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Streams;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A stream in a silo, to a vendor whose every word the test says.</summary>
public sealed class QuoteStreamGrainTests
{
    private const string Bitcoin = "BTC/USDT";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Ensure_VendorPushes_QuotesReachTheAssetItsFollowersAndBySamplesTheStore()
    {
        var vendor = new SaidStream();
        await using var cluster = await StartAsync(vendor);
        var stream = cluster.Grain<IQuoteStreamGrain>(Keys.QuoteStream(SourceCluster.SourceId));
        using var limit = new CancellationTokenSource(Patience);
        await using var follower = stream.FollowAsync([Bitcoin], cancellationToken: limit.Token).GetAsyncEnumerator(limit.Token);
        var next = follower.MoveNextAsync();
        await cluster.Grain<IQuoteStreamInnerGrain>(Keys.QuoteStream(SourceCluster.SourceId)).EnsureAsync();

        var (first, start) = (QuoteAt(cluster, 0), cluster.Time.GetUtcNow());
        await SayAsync(first);
        await AdvanceUntilToldAsync(first);
        Assert.True(await next);
        Assert.Equal((first, 0), (Assert.Single(follower.Current.Quotes), follower.Current.Lost));
        await AdvanceUntilAsync(() => Task.FromResult(!cluster.Store.Quotes.IsEmpty));
        Assert.Equal([first], cluster.Store.Quotes.Values);

        // A duplicate and an older one tell nobody anything.
        await SayAsync(first);
        await SayAsync(first with { At = first.At.AddSeconds(-30) });
        var last = first;
        for (var number = 1; number < 8; number++)
        {
            last = QuoteAt(cluster, number);
            await SayAsync(last);
            await AdvanceUntilToldAsync(last);
            Assert.True(await follower.MoveNextAsync());
            Assert.Equal((last, 0), (Assert.Single(follower.Current.Quotes), follower.Current.Lost));
        }

        await AdvanceUntilAsync(() => Task.FromResult(cluster.Store.Quotes.Values.Contains(last)));
        Assert.InRange(cluster.Store.Quotes.Count, 2, 2 + (int)((cluster.Time.GetUtcNow() - start) / StreamRules.StoreEvery));
        var view = await stream.GetAsync();
        Assert.Equal((10L, 2L, 0L), (view.Quotes, view.Stale, view.Coalesced));

        Task SayAsync(Quote quote) => vendor.SayAsync(new StreamNews.Told(quote));

        Task AdvanceUntilToldAsync(Quote quote) => AdvanceUntilAsync(
            async () => (await cluster.Grain<IAssetGrain>(Keys.Asset(Bitcoin)).GetAsync()).LastQuote == quote);

        Task AdvanceUntilAsync(Func<Task<bool>> holds)
        {
            var stands = "";
            return Poll.UntilAsync(
                async () =>
                {
                    cluster.Time.Advance(StreamRules.TellEvery);
                    var asset = await cluster.Grain<IAssetGrain>(Keys.Asset(Bitcoin)).GetAsync();
                    stands = $"{await stream.GetAsync()}; {asset.LastQuote}; {asset.Doubt}";
                    return await holds();
                },
                Patience, () => stands);
        }
    }

    [Theory]
    [InlineData("fake", "BTC/USD", typeof(NotFoundException), "'BTC/USDT'")]
    [InlineData("fakes", Bitcoin, typeof(NotFoundException), "'fake'")]
    [InlineData("primary", Bitcoin, typeof(InvalidRequestException), "pushes no quotes")]
    public async Task Follow_WhatIsNeverPushed_IsRefusedAtOnce(string source, string asset, Type refusal, string words)
    {
        await using var cluster = await StartAsync(new SaidStream());
        using var limit = new CancellationTokenSource(Patience);
        var follower = cluster.Grain<IQuoteStreamGrain>(Keys.QuoteStream(source)).FollowAsync([asset], cancellationToken: limit.Token);
        await using var one = follower.GetAsyncEnumerator(limit.Token);

        var refused = await Assert.ThrowsAsync(refusal, async () => await one.MoveNextAsync());

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static Task<SourceCluster> StartAsync(SaidStream vendor)
    {
        var cluster = new SourceCluster
        {
            Datasets = [Definitions.Quotes],
            Stream = vendor,
            Before = Definitions.Source("primary", [], Definitions.Quotes),
        };

        // Polls go on beside the stream; here they bring nothing.
        cluster.Vendor.AnswerQuote = (_, _) => Task.FromResult(FakeVendorAdapter.Fail<Quote>(FeedResult.NothingNow));
        return cluster.StartAsync();
    }

    private static Quote QuoteAt(SourceCluster cluster, int bid) =>
        new(Bitcoin, SourceCluster.SourceId, cluster.Time.GetUtcNow(), 100 + bid, 100.1m + bid, 1, 1);
}
