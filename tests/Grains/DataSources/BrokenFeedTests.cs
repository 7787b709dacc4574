using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Vendors;
using OrleansAssets.Vendors.Finra;

namespace OrleansAssets.Tests.Grains;

/// <summary>Feeds over the product's own adapters, whose vendors' bodies are broken on the way: a refused reply stores nothing, moves no
/// watermark and ends nothing, so that the feed goes on once the vendor is sound again.</summary>
public sealed class BrokenFeedTests
{
    private const int Rounds = 25;

    /// <summary>Corporate actions are asked for shares alone, of which this cluster's class has none: their adapters are fuzzed by
    /// <see cref="VendorFuzzTests"/>.</summary>
    public static TheoryData<string> Questions =>
    [
        .. VendorQuestion.All.Where(question => question.Dataset.Kind is not (DatasetKind.Splits or DatasetKind.Dividends))
            .Select(question => question.ToString()),
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Collect_BrokenBodies_StoreNothingOfAReplyThatIsRefused(string name)
    {
        var question = VendorQuestion.Find(name);
        var random = new Random(20250314);
        var (setup, between) = await BrokenSandbox.StartAsync(question);
        await using var _ = setup;
        await using var cluster = await StartAsync(question, setup);
        var feed = cluster.Grain<IFeedGrain>(Keys.Feed(question.Feed));
        var grant = new FeedGrant(question.Symbol, "crypto", question.Dataset, CallsMax: 1);

        var refused = 0;
        var known = new FeedView(question.Feed, null, null, 0, 0, null, null); // what it was after the round before
        for (var round = 0; round < Rounds; round++)
        {
            between.Spoil = answer => answer with { Body = VendorFuzz.Broken(answer.Body, random) };
            var stored = RowsIn(cluster);

            var outcome = await feed.CollectAsync(grant);

            if (outcome.Result != FeedResult.Ok)
            {
                refused++;
                Assert.Equal(known with { LastError = outcome.Error }, outcome.Feed);
                Assert.Equal(stored, RowsIn(cluster));
            }

            known = outcome.Feed;
        }

        between.Spoil = answer => answer;
        var sound = await feed.CollectAsync(grant);

        // Of FINRA's file a share's row is so small a part that few faults meet it.
        Assert.True(refused > 0 || question.SourceId == FinraVendor.Id, "No broken body was refused.");
        Assert.Equal((FeedResult.Ok, null), (sound.Result, sound.Error));
        Assert.True(
            question.Dataset.Kind is DatasetKind.Calendar or DatasetKind.Earnings
                || !(sound.Feed.Watermark > setup.Clock.GetUtcNow().AddMinutes(5)),
            $"Its watermark lies ahead: {sound.Feed.Watermark:O}.");
    }

    private static int RowsIn(SourceCluster cluster) => cluster.Store.Candles.Count + cluster.Store.Quotes.Count
        + cluster.Facts.Indicators.Count + cluster.Facts.Sentiment.Count + cluster.Facts.Flow.Count + cluster.Facts.Events.Count
        + cluster.Facts.Trending.Count;

    private static Task<SourceCluster> StartAsync(VendorQuestion question, VendorSetup setup) => new SourceCluster
    {
        Id = question.SourceId,
        Time = setup.Clock,
        Datasets = [question.Dataset],
        Assets = question.AssetId == FeedId.Market ? [] : [SourceCluster.Asset(question.AssetId, enabled: true)],
        OtherVendor = setup.Adapter<IVendorAdapter>(question.SourceId),
    }.StartAsync();
}
