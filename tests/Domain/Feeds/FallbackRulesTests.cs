using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class FallbackRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly AssetDefinition Asset = TestConfiguration.Nvidia with
    {
        RequiredSources = ["alpaca"],
        OptionalSources = ["fred", "polygon", "alpha_vantage"],
        Symbols = [new("alpaca", "NVDA"), new("polygon", "NVDA"), new("alpha_vantage", "NVDA")],
    };

    private static readonly ImmutableArray<DataSourceDefinition> Sources =
        [.. new[] { "alpha_vantage", "polygon", "alpaca", "fred" }.Select(id => Definitions.Source(id, [], Definitions.Quotes))];

    [Fact]
    public void SourcesBefore_InTheAssetsOrder_AreThoseWithTheDataset()
    {
        Assert.Equal("alpaca polygon", string.Join(' ', FallbackRules.SourcesBefore(Sources, Asset, "alpha_vantage", "quotes")));
        Assert.Empty(FallbackRules.SourcesBefore(Sources, Asset, "alpaca", "quotes"));
        Assert.Empty(FallbackRules.SourcesBefore(Sources, Asset, "alpha_vantage", "candles-1h"));
    }

    [Theory]
    [InlineData("", FeedNeed.None, null)]
    [InlineData("alpaca", FeedNeed.None, null)]
    [InlineData("alpaca polygon", FeedNeed.Fallback, "alpaca")]
    public void Decide_StandbyFeed_IsNeededOnlyWhileAllBeforeItAreDown(string down, object need, string? insteadOf)
    {
        var feed = Definitions.Feed("NVDA", Definitions.Quotes with { Standby = true });

        var decided = FallbackRules.Decide(feed, ["alpaca", "polygon"], down.Split(' ').ToHashSet(StringComparer.Ordinal));

        Assert.Equal(((FeedNeed)need, insteadOf), (decided.Need, decided.InsteadOf));
    }

    [Fact]
    public void Decide_NoSourceBeforeIt_IsCollectedAsAlways()
    {
        var feed = Definitions.Feed("NVDA", Definitions.Quotes with { Standby = true });

        Assert.Equal(feed, FallbackRules.Decide(feed, [], new HashSet<string>(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(CircuitState.Closed, 600, false)]
    [InlineData(CircuitState.Open, 60, false)]
    [InlineData(CircuitState.Open, 120, true)]
    [InlineData(CircuitState.HalfOpen, 120, true)]
    public void IsDown_ByItsCircuit_TakesMoreThanAShortTrouble(CircuitState state, int seconds, bool expected)
    {
        var view = FakeSources.View(Sources[0], DataSourceStatus.Failing) with
        {
            Circuit = new CircuitView(state, state == CircuitState.Closed ? null : Now.AddSeconds(-seconds), null),
        };

        Assert.Equal(expected, FallbackRules.IsDown(view, Now));
    }

    [Theory]
    [InlineData("NVDA", "quotes", true)]
    [InlineData("NVDA", "candles-1d", false)]
    [InlineData("TSLA", "quotes", false)]
    public void Lacks_FeedThatTheVendorRefuses_IsOfThisAssetAndDatasetOnly(string asset, string dataset, bool expected)
    {
        var refused = FeedSlot.NotCollectedYet(new FeedId("alpaca", "NVDA", "quotes")) with { NotServed = true };
        var view = FakeSources.View(Sources[0], DataSourceStatus.Healthy) with { Feeds = [refused] };

        Assert.Equal(expected, FallbackRules.Lacks(view, new FeedId("polygon", asset, dataset), Now));
    }
}
