using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

/// <summary>News that is not known is taken for bad: earnings, moods, posts, and sources that deliver something else.</summary>
public sealed class PreTradeNewsTests
{
    private static readonly AssetDefinition Nvidia = ShippedConfiguration.Asset("NVDA");
    private static readonly AssetDefinition Tesla = ShippedConfiguration.Asset("TSLA");
    private static readonly AssetDefinition GameStop = ShippedConfiguration.Asset("GME");

    [Fact]
    public void Decide_EarningsThatAreNotKnown_OpenNothingAndSayWhy()
    {
        var known = Figures(Nvidia, 100m);

        Assert.StartsWith(
            "no source was asked for the earnings dates of NVDA: NVDA is reduce-only", Earnings(known with { EarningsAt = null }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "the next earnings date of NVDA is not known", Earnings(known with { EarningsDates = [new DateOnly(2026, 11, 18)] }),
            StringComparison.Ordinal);
        Assert.Contains(
            "at most 15 days count", Earnings(known with { EarningsAt = Now.AddDays(-15).AddMinutes(-1) }), StringComparison.Ordinal);
        Assert.Equal(RuleVerdict.Passed, Verdict(Nvidia, known with { EarningsAt = Now.AddDays(-15) }, RuleCodes.EarningsBlackout));
    }

    [Theory]
    [InlineData(4, 0.5, OrderSide.Buy, RuleVerdict.Failed)] // too few
    [InlineData(5, 0.5, OrderSide.Buy, RuleVerdict.Passed)]
    [InlineData(0, 0, OrderSide.Buy, RuleVerdict.Failed)]
    [InlineData(40, -0.95, OrderSide.Buy, RuleVerdict.Failed)]
    [InlineData(40, 0, OrderSide.Buy, RuleVerdict.Passed)]
    [InlineData(40, 0.5, OrderSide.Sell, RuleVerdict.Failed)] // sold short into a good mood
    [InlineData(40, -0.95, OrderSide.Sell, RuleVerdict.Passed)]
    public void Decide_Sentiment_IsReadForMentionsScoreAndDirection(int mentions, double score, OrderSide side, RuleVerdict expected)
    {
        var figures = Figures(GameStop, 20m) with { Sentiment = [new SourceSentiment("reddit", Now.AddMinutes(-5), mentions, score)] };
        var input = Input(GameStop, Buy(GameStop, quantity: 1m) with { Side = side }, 20m) with { Asset = figures };

        Assert.Equal(expected, Rule(PreTradeRules.Decide(input), RuleCodes.Sentiment).Verdict);
    }

    [Fact]
    public void Decide_MoodsOfSeveralSources_CountByTheirMentionsWhileTheyAreYoung()
    {
        ImmutableArray<SourceSentiment> moods =
        [
            new("reddit", Now.AddMinutes(-5), 30, -0.4), new("twitter", Now.AddMinutes(-90), 10, 0.9),
            new("other", Now.AddMinutes(-181), 1_000, 1),
        ];

        var decision = PreTradeRules.Decide(
            Input(GameStop, Buy(GameStop, quantity: 1m), 20m) with { Asset = Figures(GameStop, 20m) with { Sentiment = moods } });

        // (30 x -0.4 + 10 x 0.9) / 40 is -0.075.
        Assert.StartsWith(
            "sentiment of reddit and twitter is -0.08 over 40 mentions", Rule(decision, RuleCodes.Sentiment).Explanation,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, RuleVerdict.Failed)]
    [InlineData(151, RuleVerdict.Failed)]
    [InlineData(150, RuleVerdict.Passed)]
    public void Decide_AccountThatWasNotReadAsLongAsAPostCounts_IsReduceOnly(int? minutes, RuleVerdict expected)
    {
        var figures = Figures(Tesla, 10m) with
        {
            Accounts = [new AccountReading("@elonmusk", minutes is { } ago ? Now.AddMinutes(-ago) : null)],
        };

        Assert.Equal(expected, Verdict(Tesla, figures, RuleCodes.WatchedPost));
        Assert.Equal(RuleVerdict.Failed, Verdict(Tesla, figures with { Accounts = null }, RuleCodes.WatchedPost));
    }

    /// <summary>Read each five minutes it is as good as known; more seldom, whoever relies on it is told, and what would heal it.</summary>
    [Theory]
    [InlineData(5, "no post of @elonmusk within 150 minutes")]
    [InlineData(
        118, "no post of @elonmusk within 150 minutes; @elonmusk was read 118 minutes ago, and what it posted since is not known")]
    [InlineData(151, "@elonmusk was read 151 minutes ago, and a post counts for 150 minutes: TSLA is reduce-only")]
    public void Decide_AccountIsReadNowAndThen_SaysUpToWhenItIsKnown(int minutes, string words)
    {
        var figures = Figures(Tesla, 10m) with { Accounts = [new AccountReading("@elonmusk", Now.AddMinutes(-minutes))] };
        var input = Input(Tesla, Buy(Tesla, quantity: 1m), 10m) with { Asset = figures };

        var rule = Rule(PreTradeRules.Decide(input), RuleCodes.WatchedPost);

        Assert.Equal(words, rule.Explanation);
        Assert.True(minutes <= 150 || rule.Remedy?.Contains(
            "posts must be collected at least every 150 minutes (sources.yaml), or count for longer (watched_post_cooldown_minutes)",
            StringComparison.Ordinal) == true, rule.Remedy);
        var before = Rule(PreTradeRules.Decide(input with { RuleSet = 4 }), RuleCodes.WatchedPost);
        Assert.DoesNotContain("posted since", before.Explanation, StringComparison.Ordinal); // it is replayed to the same bytes
    }

    [Theory]
    [InlineData(-200, -20, RuleVerdict.Failed)] // posted long ago, seen now
    [InlineData(-200, -150, RuleVerdict.Passed)]
    [InlineData(-2_000, -20, RuleVerdict.Passed)] // history that is read for the first time
    public void Decide_PostOfAWatchedAccount_CountsFromWhenItWasSeen(int postedMinutes, int seenMinutes, RuleVerdict expected)
    {
        var figures = Figures(Tesla, 10m) with
        {
            WatchedPosts = [new AccountPost("@elonmusk", "1", Now.AddMinutes(postedMinutes), true, Now.AddMinutes(seenMinutes))],
        };

        Assert.Equal(expected, Verdict(Tesla, figures, RuleCodes.WatchedPost));
    }

    [Fact]
    public void Decide_QuotesRefusedForHoursWhileCandlesArrive_AreNotFresh()
    {
        var figures = Figures(Nvidia, 100m) with
        {
            Sources =
            [
                new RequiredSource("alpaca", 60, Now.AddMinutes(-1),
                    [new RequiredDataset("quotes", 60, Now.AddHours(-3)), new RequiredDataset("candles-1d", 3_600, Now.AddMinutes(-1))]),
            ],
        };

        var rule = Rule(
            PreTradeRules.Decide(Input(Nvidia, Buy(Nvidia, quantity: 1m), 100m) with { Asset = figures }), RuleCodes.SourcesFresh);

        Assert.Equal(RuleVerdict.Failed, rule.Verdict);
        Assert.Equal(
            "quotes of required source alpaca were delivered 180 minutes ago; 15 minutes are allowed: NVDA is reduce-only",
            rule.Explanation);
    }

    [Fact]
    public void Of_RequiredSourceOfAShippedShare_RestsOnQuotesDailyCandlesAndItsSentiment()
    {
        var sources = ShippedConfiguration.Value.Sources.Where(source => source.Id is "alpaca" or "reddit");

        var required = sources.Select(source => RequiredSource.Of(source, GameStop, [])).ToList();

        Assert.Equal(
            ["quotes", "candles-1d", "sentiment"], required.SelectMany(source => source.Datasets ?? []).Select(dataset => dataset.Name));
    }

    private static string Earnings(PreTradeAsset figures)
    {
        var rule = Rule(
            PreTradeRules.Decide(Input(Nvidia, Buy(Nvidia, quantity: 1m), 100m) with { Asset = figures }), RuleCodes.EarningsBlackout);
        Assert.Equal(RuleVerdict.Failed, rule.Verdict);
        return rule.Explanation;
    }

    private static RuleVerdict Verdict(AssetDefinition asset, PreTradeAsset figures, string code) =>
        Rule(PreTradeRules.Decide(Input(asset, Buy(asset, quantity: 1m), 100m) with { Asset = figures }), code).Verdict;
}
