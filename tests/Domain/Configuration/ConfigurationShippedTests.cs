using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Configuration;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.MarketData;
using OrleansAssets.Phases;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Domain;

/// <summary>The shipped files say what the product promises, value by value.</summary>
public sealed class ConfigurationShippedTests
{
    private static readonly AssetsConfiguration Shipped = ReadShipped();

    [Fact]
    public void Read_ShippedFiles_HoldTheWholeUniverse()
    {
        Assert.Equal(22, Shipped.Assets.Length);
        Assert.Equal(6, Shipped.Classes.Length);
        Assert.Equal(7, Shipped.Phases.Length);
        Assert.Equal(15, Shipped.Sources.Length); // The fourteen vendors, and FINRA's public file.
        Assert.Equal(64, Shipped.Hash.Length);
    }

    /// <summary>A record that ended last month earns nothing today.</summary>
    [Fact]
    public void Read_ShippedEvaluation_TakesNoRecordThatEndedMoreThanThreeDaysAgo() =>
        Assert.Equal(3, Shipped.Evaluation.StaleAfterDays);

    [Fact]
    public void Read_ShippedAssets_InAnotherCurrencyThanTheDollarHaveAPairThatConvertsThem()
    {
        var pair = Assert.Single(Shipped.Conversions, pair => pair.Id == "USD/JPY");

        var tether = Assert.Single(Shipped.Conversions, pair => pair.Id == "USDT/USD");
        Assert.Equal(["BTC/USDT", "ETH/USDT"], Shipped.Assets.Select(asset => asset.Id).Where(tether.Converts));
        Assert.Equal(["GBP/JPY", "AUD/JPY"], Shipped.Assets.Select(asset => asset.Id).Where(pair.Converts));
        Assert.All(
            Shipped.Assets.Where(asset => UnitWorth.CurrencyOf(asset.Id) != Currency.Usd),
            asset => Assert.Contains(
                DayRates.PairsOf(UnitWorth.CurrencyOf(asset.Id)), id => Shipped.FindInstrument(id) is { Symbols.IsEmpty: false }));
    }

    [Fact]
    public void Read_ShippedAlphaVantage_WithAllAssetsEnabledStaysWithinItsDay()
    {
        var source = Shipped.FindSource("alpha_vantage")!;
        var feeds = FeedPlans.Of(
            source, [.. Shipped.Instruments.Where(asset => asset.TakesFrom(source.Id)).Select(asset => (asset, FeedNeed.Enabled))]);
        var callsADay = feeds.Sum(feed => 86_400m / feed.Schedule.EverySeconds);

        Assert.Contains(feeds, feed => feed.Id == new FeedId("alpha_vantage", "USD/JPY", "quotes"));
        Assert.InRange(callsADay, 20, source.Windows.Single(window => window.WindowSeconds == 86_400).LimitUnits);
    }

    [Theory]
    [InlineData("crypto", true, 1.00, 5, 1.0, 0.10, "BTC/USDT ETH/USDT")]
    [InlineData("stocks", false, 0.40, 5, 0.8, 0.08, "NVDA TSLA AMD")]
    [InlineData("leveraged_etfs", false, 0.20, 3, 0.5, 0.05, "TQQQ SOXL UVXY")]
    [InlineData("forex", false, 0.30, 4, 1.2, 0.10, "GBP/JPY USD/TRY USD/ZAR USD/BRL AUD/JPY")]
    [InlineData("commodities", false, 0.25, 3, 1.1, 0.08, "NATGAS SILVER CRUDE")]
    [InlineData("speculative", false, 0.05, 3, 0.3, 0.02, "GME AMC OPEN RGTI QUBT DNUT")]
    public void Read_ShippedClass_HasItsLimitsAndMembers(
        string id, bool enabled, double allocation, int positions, double multiplier, double position, string members)
    {
        var found = Shipped.FindClass(id);

        Assert.NotNull(found);
        Assert.Equal(
            (enabled, (decimal)allocation, positions, (decimal)multiplier, (decimal)position),
            (found.Enabled, found.MaxAllocation, found.MaxPositions, found.RiskMultiplier, found.DefaultPosition));
        Assert.Equal(members.Split(' '), found.Members);
        Assert.All(found.Members, member => Assert.Equal(enabled, Shipped.FindAsset(member)?.Enabled));
    }

    [Theory]
    [InlineData("phase_0_crypto", 0, "crypto", "BTC/USDT ETH/USDT", 1000, 2500)]
    [InlineData("phase_1_stocks", 1, "stocks", "NVDA TSLA AMD", 3000, 5000)]
    [InlineData("phase_2_leveraged_etfs", 2, "leveraged_etfs", "TQQQ SOXL UVXY", 5000, 10000)]
    [InlineData("phase_3_forex_majors", 3, "forex", "GBP/JPY", 5000, 10000)]
    [InlineData("phase_4_emerging_markets", 4, "forex", "USD/TRY USD/ZAR USD/BRL AUD/JPY", 7500, 15000)]
    [InlineData("phase_5_commodities", 5, "commodities", "NATGAS SILVER CRUDE", 10000, 25000)]
    [InlineData("phase_6_speculative", 6, "speculative", "GME AMC OPEN RGTI QUBT DNUT", 15000, 50000)]
    public void Read_ShippedPhase_ActivatesItsAssetsForItsCapital(
        string id, int order, string classId, string assets, int minimum, int recommended)
    {
        var phase = Shipped.Phases[order];

        Assert.Equal(
            (id, order, "main", (decimal)minimum, (decimal)recommended),
            (phase.Id, phase.Order, phase.Portfolio, phase.MinimumCapital, phase.RecommendedCapital));
        Assert.Equal(classId, Assert.Single(phase.Classes));
        Assert.Equal(assets.Split(' '), phase.Assets);
        Assert.Equal(order == 0, phase.ActiveFromStart);
        Assert.False(phase.AutoActivate);
        Assert.Equal(Shipped.Phases.Take(order).Select(earlier => earlier.Id), phase.EarlierPhases);
        Assert.All(phase.Assets, asset => Assert.Equal(id, Shipped.FindAsset(asset)?.PhaseId));
    }

    [Fact]
    public void Read_ShippedPhase1_RequiresWhatIsPromised()
    {
        var requirements = Shipped.Phases[1].Requirements;

        Assert.Equal(
            [
                ("earlier_phases_active", RequirementMetric.EarlierPhase, null, Direction.AtLeast, 1m, 0),
                ("crypto_profitable_days", RequirementMetric.ProfitableDays, "crypto", Direction.AtLeast, 30m, 60),
                ("sharpe_ratio_min", RequirementMetric.SharpeRatio, null, Direction.MoreThan, 1.5m, 60),
                ("max_drawdown_max", RequirementMetric.MaxDrawdown, null, Direction.LessThan, 0.15m, 60),
                ("win_rate_min", RequirementMetric.WinRate, null, Direction.MoreThan, 0.50m, 60),
                ("stock_data_source", RequirementMetric.DataSource, null, Direction.AtLeast, (decimal?)null, 0),
                ("capital_minimum", RequirementMetric.Capital, null, Direction.AtLeast, 3000m, 0),
            ],
            requirements.Select(one => (one.Name, one.Metric, one.Scope, one.Direction, one.Threshold, one.WindowDays)));
        Assert.Equal(StreakMode.Total, requirements[1].Mode);
        Assert.Equal(WinRateBasis.Auto, requirements[4].Basis);
        Assert.Equal("alpaca polygon alpha_vantage", string.Join(' ', requirements[5].AnyOfSources));
    }

    [Fact]
    public void Read_ShippedPhase0_RequiresCapitalOnly() =>
        Assert.Equal("capital_minimum", Assert.Single(Shipped.Phases[0].Requirements).Name);

    [Fact]
    public void Read_ShippedPhases_RaiseTheirThresholds()
    {
        foreach (var (earlier, later) in Shipped.Phases.Skip(1).Zip(Shipped.Phases.Skip(2)))
        {
            Assert.True(
                Threshold(later, RequirementMetric.ProfitableDays) > Threshold(earlier, RequirementMetric.ProfitableDays), later.Id);
            Assert.True(Threshold(later, RequirementMetric.SharpeRatio) > Threshold(earlier, RequirementMetric.SharpeRatio), later.Id);
            Assert.True(later.MinimumCapital >= earlier.MinimumCapital, later.Id);
            Assert.Contains(later.Requirements, requirement => requirement.Metric == RequirementMetric.DataSource);
        }
    }

    [Theory]
    [InlineData("NVDA", 0.10, 0.08, DistanceUnit.Fraction)]
    [InlineData("TSLA", 0.08, 0.10, DistanceUnit.Fraction)]
    [InlineData("GME", 0.02, 0.15, DistanceUnit.Fraction)]
    [InlineData("GBP/JPY", 0.10, 50, DistanceUnit.Pips)]
    [InlineData("TQQQ", 0.05, 0.05, DistanceUnit.Fraction)]
    public void Read_ShippedAsset_HasItsKnownPositionAndStop(string id, double maxPosition, double stop, DistanceUnit unit)
    {
        var risk = Shipped.FindAsset(id)?.Risk;

        Assert.Equal((decimal)maxPosition, risk?.MaxPosition);
        Assert.Equal(new PriceDistance((decimal)stop, unit), risk?.StopLoss);
    }

    [Fact]
    public void Read_ShippedAssets_HaveTheirKnownSpecialRules()
    {
        Assert.Equal(3, RulesOf("NVDA").EarningsBlackoutDays);
        Assert.Equal("@elonmusk", Assert.Single(RulesOf("TSLA").WatchedAccounts));
        Assert.True(RulesOf("GME").SentimentRequired);
        Assert.Equal(100m, RulesOf("GBP/JPY").TypicalRangePips);
        Assert.Equal(new PriceDistance(100m, DistanceUnit.Pips), Shipped.FindAsset("GBP/JPY")?.Risk.TakeProfit);
        Assert.Equal(0.01m, Shipped.FindAsset("GBP/JPY")?.Risk.PipSize);
        Assert.Equal((5, true, true), (RulesOf("TQQQ").MaxHoldDays, RulesOf("TQQQ").AvoidSidewaysMarket, RulesOf("TQQQ").DecayWarning));
        Assert.Equal((3m, 1m), (Shipped.FindAsset("TQQQ")?.Risk.ProductLeverage, Shipped.FindAsset("TQQQ")?.Risk.LeverageLimit));
    }

    [Theory]
    [InlineData("NVDA", 5)]
    [InlineData("TSLA", 4)]
    [InlineData("GME", 5)]
    public void Read_ShippedAsset_HasItsLeadingIndicators(string id, int count) =>
        Assert.Equal(count, Shipped.FindAsset(id)?.LeadingIndicators.Length);

    [Fact]
    public void Read_ShippedGlobalRisk_HasItsLimits() =>
        Assert.Equal(new GlobalRisk(0.25m, 0.40m, 0.60m, 0.70m, 0.25m, 0.05m), Shipped.Risk);

    [Theory]
    [InlineData("ccxt_binance", 0, "")]
    [InlineData("glassnode", 0, "GLASSNODE_API_KEY")]
    [InlineData("etherscan", 0, "ETHERSCAN_API_KEY")]
    [InlineData("coinmetrics", 0, "")]
    [InlineData("defillama", 0, "")]
    [InlineData("polygon", 250, "POLYGON_API_KEY")]
    [InlineData("alpha_vantage", 0, "ALPHA_VANTAGE_KEY")]
    [InlineData("alpaca", 0, "ALPACA_API_KEY ALPACA_SECRET_KEY")]
    [InlineData("oanda", 0, "OANDA_API_KEY OANDA_ACCOUNT_ID")]
    [InlineData("reddit", 0, "REDDIT_CLIENT_ID REDDIT_SECRET")]
    [InlineData("twitter", 0, "TWITTER_BEARER_TOKEN")]
    [InlineData("eia", 0, "EIA_API_KEY")]
    [InlineData("fred", 0, "FRED_API_KEY")]
    [InlineData("unusual_whales", 50, "UNUSUAL_WHALES_API_KEY")]
    [InlineData("finra", 0, "")]
    public void Read_ShippedSource_HasItsCostAndKeys(string id, int costUsd, string variables)
    {
        var source = Shipped.FindSource(id);

        Assert.Equal(costUsd, source?.MonthlyCostUsd);
        Assert.Equal(variables, string.Join(' ', source?.KeyVariables ?? []));
        Assert.Equal(id is "ccxt_binance" or "alpaca", source?.Collected);
    }

    [Fact]
    public void Read_ShippedSource_HasSeveralWindowsAndDatasets()
    {
        var binance = Shipped.FindSource("ccxt_binance")?.Datasets;

        Assert.Equal(
            [new RateWindow("second", 1, 1), new RateWindow("minute", 60, 5), new RateWindow("day", 86_400, 25)],
            Shipped.FindSource("alpha_vantage")?.Windows);
        Assert.Equal(
            [
                new DatasetSchedule(DatasetKind.Quotes, null, 60, 0, Trades: true),
                new DatasetSchedule(DatasetKind.Candles, Timeframe.H1, 300, 90),
                new DatasetSchedule(DatasetKind.Candles, Timeframe.D1, 3600, 1095),
            ],
            binance);
        Assert.Equal("BTCUSDT", Shipped.FindAsset("BTC/USDT")?.SymbolAt("ccxt_binance"));
        Assert.Equal(
            ["polygon candles-1h", "polygon candles-1d"],
            Shipped.Sources.SelectMany(source => source.Datasets, (source, dataset) => (source.Id, dataset))
                .Where(one => one.dataset.Standby).Select(one => $"{one.Id} {one.dataset.Name}"));
    }

    [Theory]
    [InlineData("alpha_vantage", 86_400, 25)]
    [InlineData("polygon", 60, 5)] // The free plan's; the shipped limit is a paid plan's.
    [InlineData("oanda", 60, 6_000)]
    public void Read_ShippedSchedules_FitTheBudgetWithAllAssetsEnabled(string id, int windowSeconds, int limit)
    {
        var source = Shipped.FindSource(id);

        var calls = source!.Datasets.Where(dataset => dataset.Kind != DatasetKind.Indicator).Sum(dataset => Shipped.Assets.Count(
            asset => asset.SymbolAt(id) is not null && (dataset.Classes is not { } classes || classes.Contains(asset.ClassId)))
            * (double)windowSeconds / dataset.EverySeconds);

        Assert.InRange(calls, 0.01, limit);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 250)]
    [InlineData(5, 250)]
    [InlineData(6, 300)]
    public void MonthlyCostUsd_AssetsUpToAPhase_IsWhatIsPromised(int lastOrder, int expectedUsd)
    {
        var ids = Shipped.Phases.Take(lastOrder + 1).SelectMany(phase => phase.Assets).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(expectedUsd, CostRules.MonthlyUsd(Shipped.Sources, Shipped.Assets.Where(asset => ids.Contains(asset.Id))));
    }

    [Fact]
    public void Read_OneByteChanged_ChangesTheHash()
    {
        using var copy = new ConfigurationCopy();
        var before = copy.Read().Configuration?.Hash;

        copy.Replace(ConfigurationCopy.Sources, "# The data sources", "# The", "# the");

        Assert.Equal(Shipped.Hash, before);
        Assert.NotEqual(before, copy.Read().Configuration?.Hash);
    }

    private static SpecialRules RulesOf(string id) =>
        Shipped.FindAsset(id)?.Risk.Rules ?? throw new InvalidOperationException($"No asset {id}.");

    private static decimal? Threshold(PhaseDefinition phase, RequirementMetric metric) =>
        phase.Requirements.Single(requirement => requirement.Metric == metric && requirement.Confidence is null).Threshold;

    private static AssetsConfiguration ReadShipped()
    {
        var result = ConfigurationReader.Read(
            RepositoryFiles.Config,
            VendorCatalogue.Descriptors.Where(known => known.Key is "ccxt_binance" or "alpaca").ToDictionary(StringComparer.Ordinal));
        return result.Configuration ?? throw new InvalidOperationException(string.Join(Environment.NewLine, result.Faults));
    }
}
