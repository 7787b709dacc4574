using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;
using OrleansAssets.Phases;

namespace OrleansAssets.Tests.Support;

/// <summary>A small configuration by hand: crypto active, stocks and forex to be earned.</summary>
internal static class TestConfiguration
{
    public static readonly SpecialRules NoRules = new(null, [], false, null, false, false, null);

    /// <summary>Tests of other things are refused as often as they like.</summary>
    public static readonly GlobalRisk Risk = new(0.25m, 0.40m, 0.60m, 0.7m, 0.25m, 0.05m)
    {
        Orders = OrderLimits.Default with { RejectionsPerMinute = 100_000, RejectionsPerDay = 1_000_000 },
    };

    public static AssetsConfiguration Build() => new(
        [Class("crypto", true, 1.00m, 1.0m), Class("stocks", false, 0.40m, 0.8m), Class("forex", false, 0.30m, 1.2m)],
        [Bitcoin, Asset("ETH/USDT", "crypto", "phase_0_crypto", true), Nvidia, Asset("TSLA", "stocks", "phase_1_stocks", false), PoundYen],
        [
            Phase("phase_0_crypto", 0, [], [], ["crypto"], ["BTC/USDT", "ETH/USDT"], activeFromStart: true),
            Phase("phase_1_stocks", 1, ["phase_0_crypto"], StockRequirements, ["stocks"], ["NVDA", "TSLA"]),
            Phase("phase_2_forex", 2, ["phase_0_crypto", "phase_1_stocks"], [Days("profitable_days", 50, 60)], ["forex"], ["GBP/JPY"]),
        ],
        [Source("ccxt_binance"), Source("alpaca")],
        Risk,
        new EvaluationSchedule("main", EveryMinutes: 60, StaleAfterDays: 0),
        Hash: "test")
    {
        // Tests of other things move prices as they like.
        QuoteLimits = ImmutableDictionary<string, QuoteLimits>.Empty
            .Add("crypto", new QuoteLimits(2m, 1_000m)).Add("forex", new QuoteLimits(2m, 1_000m)),
    };

    public static AssetDefinition Bitcoin { get; } = Asset("BTC/USDT", "crypto", "phase_0_crypto", true);

    public static AssetDefinition Nvidia { get; } = Asset("NVDA", "stocks", "phase_1_stocks", false);

    public static AssetDefinition PoundYen { get; } = Asset("GBP/JPY", "forex", "phase_2_forex", false) with
    {
        Risk = new AssetRisk(
            0.10m, 5, 1, 3, 0, new PriceDistance(50, DistanceUnit.Pips), new PriceDistance(100, DistanceUnit.Pips), 10, 0.01m, NoRules)
        {
            Terms = (TradeLimits.Default with { AllowShort = true }).TermsOf(3, 0),
        },
    };

    public static ImmutableArray<RequirementDefinition> StockRequirements { get; } =
    [
        Days("crypto_profitable_days", 30, 60) with { Scope = "crypto" },
        new("sharpe_ratio_min", RequirementMetric.SharpeRatio, null, Direction.MoreThan, 1.5m, 60, StreakMode.Total, WinRateBasis.Auto, 30,
            []),
        new("max_drawdown_max", RequirementMetric.MaxDrawdown, null, Direction.LessThan, 0.15m, 60, StreakMode.Total, WinRateBasis.Auto,
            30, []),
        new("win_rate_min", RequirementMetric.WinRate, null, Direction.MoreThan, 0.5m, 60, StreakMode.Total, WinRateBasis.Auto, 30, []),
        new("stock_data_source", RequirementMetric.DataSource, null, Direction.AtLeast, null, 0, StreakMode.Total, WinRateBasis.Auto, 0,
            ["alpaca"]),
    ];

    public static RequirementDefinition Days(string name, decimal threshold, int windowDays) => new(
        name, RequirementMetric.ProfitableDays, null, Direction.AtLeast, threshold, windowDays, StreakMode.Total, WinRateBasis.Auto, 30,
            []);

    public static AssetClassDefinition Class(string id, bool enabled, decimal maxAllocation, decimal multiplier) =>
        new(id, id, enabled, maxAllocation, 5, multiplier, 0.10m, []);

    public static AssetDefinition Asset(string id, string classId, string phaseId, bool enabled) => new(
        id, id, classId, phaseId, enabled, [], [], [], [],
        new AssetRisk(
            0.10m, 5, 0.001m, 2, 4, new PriceDistance(0.08m, DistanceUnit.Fraction), new PriceDistance(0.20m, DistanceUnit.Fraction), 1,
                null, NoRules));

    public static PhaseDefinition Phase(
        string id, int order, ImmutableArray<string> earlier, ImmutableArray<RequirementDefinition> requirements,
        ImmutableArray<string> classes, ImmutableArray<string> assets, bool activeFromStart = false) =>
        new(id, id, order, "main", earlier, requirements, classes, assets, 1_000m * order, 2_000m * order, false, activeFromStart);

    public static DataSourceDefinition Source(string id) => new(
        id, id, "free", 0, [], "https://vendor.example", ["crypto"], [], [new DatasetSchedule(DatasetKind.Candles, Timeframe.H1, 300, 90)],
            true);
}
