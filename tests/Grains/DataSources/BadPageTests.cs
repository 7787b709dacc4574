using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>C2: pages that cannot be used, or reach back too short, through the feed that asks for them.</summary>
public sealed class BadPageTests
{
    private static readonly DatasetSchedule ShortInterest =
        new(DatasetKind.Indicator, null, 3600, HistoryDays: 100, "short_interest");
    private static readonly DatasetSchedule Posts = new(DatasetKind.Posts, null, 600, HistoryDays: 3, Account: "@jensen");

    [Fact]
    public async Task Collect_SettlementThatCannotBeRead_IsPassedOverAfterAWhile()
    {
        await using var cluster = new SourceCluster { Datasets = [] };
        var vendor = new OddVendor(cluster.Time);
        cluster.OtherVendor = vendor;
        await cluster.StartAsync();
        var feed = cluster.Grain<IFeedGrain>(Keys.Feed(new FeedId(SourceCluster.SourceId, "BTC/USDT", ShortInterest.Name)));
        var grant = new FeedGrant("BTCUSDT", "crypto", ShortInterest, 100);

        var first = await feed.CollectAsync(grant);
        var asked = first.Calls;
        for (var times = 0; times < 12; times++)
        {
            cluster.Time.Advance(HealthRules.LongestRetry);
            asked += (await feed.CollectAsync(grant)).Calls;
        }

        var done = await feed.CollectAsync(grant);

        Assert.Equal((FeedResult.Malformed, true), (first.Result, first.HasMore));
        Assert.Equal((FeedResult.Ok, false, null), (done.Result, done.HasMore, done.Feed.LastError));
        Assert.Equal(9, cluster.Facts.Indicators.Count); // ten stretches of ten days, but one
        Assert.Equal(1, done.Feed.LeftOut);
        Assert.Contains("asked for 13 times: the row is no number", done.Feed.LastLeftOut, StringComparison.Ordinal);
        Assert.True(done.Feed.Gaps?.Absent >= 1);
        Assert.Equal(13, vendor.Refused);
    }

    [Fact]
    public async Task Collect_PageOfCandlesThatCannotBeRead_IsPassedOverAndStandsInTheLedger()
    {
        await using var cluster = await new SourceCluster { Datasets = [] }.StartAsync();
        var from = cluster.Time.GetUtcNow().AddDays(-90);
        cluster.Vendor.AnswerCandles = query => Task.FromResult(
            query.From >= from.AddDays(20) && query.From < from.AddDays(22)
                ? FakeVendorAdapter.Fail<DataPage<Candle>>(FeedResult.Malformed)
                : cluster.Vendor.Page(query));
        var feed = cluster.Grain<IFeedGrain>(Keys.Feed(new FeedId(SourceCluster.SourceId, "BTC/USDT", "candles-1h")));
        var grant = new FeedGrant("BTCUSDT", "crypto", Definitions.HourlyCandles, 100);

        await feed.CollectAsync(grant);
        for (var times = 0; times < 12; times++)
        {
            cluster.Time.Advance(HealthRules.LongestRetry);
            await feed.CollectAsync(grant);
        }

        var done = await feed.CollectAsync(grant);

        Assert.Equal((FeedResult.Ok, false, 1L), (done.Result, done.HasMore, done.Feed.LeftOut));
        Assert.Equal(500, done.Feed.Gaps?.Missing);
        Assert.NotNull(done.Feed.Gaps?.Next);
    }

    /// <summary>Posts come newest first: until the older ones are read too, the account does not count as read.</summary>
    [Fact]
    public async Task Collect_OlderPostsAreStillToBeRead_AccountIsReadOnceTheyAre()
    {
        await using var cluster = new SourceCluster { Datasets = [] };
        cluster.OtherVendor = new OddVendor(cluster.Time);
        await cluster.StartAsync();
        var feed = cluster.Grain<IFeedGrain>(Keys.Feed(new FeedId(SourceCluster.SourceId, "BTC/USDT", Posts.Name)));
        var grant = new FeedGrant("BTCUSDT", "crypto", Posts, 1);

        var first = await feed.CollectAsync(grant);
        var unread = (await cluster.Grain<IAssetGrain>(Keys.Asset("BTC/USDT")).GetAsync()).Freshness;
        var second = await feed.CollectAsync(grant);
        var asset = await cluster.Grain<IAssetGrain>(Keys.Asset("BTC/USDT")).GetAsync();
        var third = await feed.CollectAsync(grant);

        Assert.Equal((FeedResult.Ok, true, 2L), (first.Result, first.HasMore, first.Feed.Rows));
        Assert.Empty(unread);
        Assert.Equal((FeedResult.Ok, false, 3L), (second.Result, second.HasMore, second.Feed.Rows));
        Assert.Equal(cluster.Time.GetUtcNow(), Assert.Single(asset.Freshness).CollectedAt);
        Assert.Contains(asset.Facts.WatchedPosts, post => post.MentionsAsset);
        Assert.Equal((FeedResult.Ok, false, 3L), (third.Result, third.HasMore, third.Feed.Rows));
    }

    /// <summary>
    /// Tells a series in stretches of ten days, the third of which is unreadable, and posts by two a page, the newest first.
    /// </summary>
    private sealed class OddVendor(TimeProvider time) : IIndicatorSource, IPostSource
    {
        private readonly DateTimeOffset _start = time.GetUtcNow().AddDays(-100);

        public string SourceId => SourceCluster.SourceId;

        public int UnitsPerCall => 1;

        public int Refused { get; private set; }

        public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
        {
            var stretch = (int)((query.From - _start).TotalDays / 10);
            DateTimeOffset? next = _start.AddDays(10 * (stretch + 1)) is var after && after <= _start.AddDays(90) ? after : null;
            if (stretch == 2)
            {
                Refused++;
                VendorReply<DataPage<IndicatorValue>> bad =
                    new VendorFailure(FeedResult.Malformed, "the row is no number") { NextPage = next };
                return Task.FromResult(bad);
            }

            var at = _start.AddDays((10 * stretch) + 5);
            ImmutableArray<IndicatorValue> rows =
                at < query.From ? [] : [new IndicatorValue(query.AssetId, SourceId, query.Indicator, at, 7, "shares")];
            return Task.FromResult(FakeVendorAdapter.Ok(new DataPage<IndicatorValue>(rows, next)));
        }

        public Task<VendorReply<DataPage<WatchedPost>>> GetPostsAsync(PostQuery query, CancellationToken cancellationToken)
        {
            var posts = new[] { 1, 2, 3 }
                .Select(hours => new WatchedPost(
                    query.AssetId, SourceId, query.Account, $"{hours}", time.GetUtcNow().AddHours(-hours), "text", 0, hours == 3))
                .Where(post => post.At >= query.From && !(post.At >= query.Until)).ToList();
            var older = posts.Count > 2 ? posts[1].At : (DateTimeOffset?)null;
            var page = new DataPage<WatchedPost>([.. posts.Take(2).Reverse()], older is null ? null : query.From) { OlderUntil = older };
            return Task.FromResult(FakeVendorAdapter.Ok(page));
        }
    }
}
