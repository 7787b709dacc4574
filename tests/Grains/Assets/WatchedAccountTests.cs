using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Vendors;
using OrleansAssets.Vendors.Twitter;

namespace OrleansAssets.Tests.Grains;

/// <summary>From a new post of a watched account, as X writes it, over feed and asset to the decision about an order.</summary>
public sealed class WatchedAccountTests
{
    private static readonly AssetDefinition Tesla = ShippedConfiguration.Asset("TSLA") with { Enabled = true };

    [Fact]
    public async Task Collect_NewPostThatNamesTesla_MakesTheAssetReduceOnlyWhileItIsFresh()
    {
        await using var cluster = new SourceCluster
        {
            Id = TwitterVendor.Id, Datasets = [new(DatasetKind.Posts, null, 600, HistoryDays: 2)], Assets = [Tesla],
        };
        await using var vendor = await VendorSetup.WithSandboxAsync(TwitterVendor.Id, cluster.Time.GetUtcNow());
        cluster.OtherVendor = vendor.Adapter<IVendorAdapter>(TwitterVendor.Id);
        await cluster.StartAsync();

        await cluster.CollectAsync();

        var asset = await cluster.Grain<IAssetGrain>(Keys.Asset("TSLA")).GetAsync();
        var post = asset.Facts.WatchedPosts.First(one => one.MentionsAsset);
        Assert.Equal(("@elonmusk", TwitterVendor.Id), (post.Account, post.SourceId));
        Assert.InRange(post.At, cluster.Time.GetUtcNow().AddDays(-2), cluster.Time.GetUtcNow());
        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.WatchedPost), Decide(asset, post.At.AddMinutes(1)));
        Assert.NotEqual(RuleCodes.WatchedPost, Decide(asset, cluster.Time.GetUtcNow().AddDays(1)).BindingRule);
    }

    private static (DecisionOutcome Outcome, string? BindingRule) Decide(AssetView asset, DateTimeOffset now)
    {
        var posts = PreTradeAsset.Of(asset, []).WatchedPosts;
        var decision = PreTradeRules.Decide(PreTradeCases.Input(Tesla, PreTradeCases.Buy(Tesla, notional: 5_000m), 10m) with
        {
            Now = now, Asset = PreTradeCases.Figures(Tesla, 10m) with
            {
                WatchedPosts = posts,
                Accounts = [new AccountReading("@elonmusk", now)],
            },
        });
        return (decision.Outcome, decision.BindingRule);
    }
}
