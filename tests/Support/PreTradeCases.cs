using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Tests.Support;

/// <summary>Inputs of decisions by hand: a quiet book of 10,000 US dollars in cash, and an asset that nothing stands against.</summary>
internal static class PreTradeCases
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    public static PreTradeInput Input(AssetDefinition asset, OrderRequest order, decimal bid, decimal? ask = null) => new(
        "d-1",
        "main",
        IsShadow: false,
        Now,
        "configuration",
        order,
        Book(10_000m),
        Figures(asset, bid, ask),
        [],
        Classes,
        new PreTradePhase(asset.PhaseId, PhaseStatus.Active, 1_000m),
        Model(asset.Id),
        TestConfiguration.Risk,
        [],
        ReservationSeconds: 60,
        RuleSet: PreTradeChecks.RuleSet,
        Session: new MarketSession(IsOpen: true, OpensAt: null));

    public static ImmutableArray<PreTradeClass> Classes { get; } =
    [
        new("crypto", true, "configuration", 1.00m, 5, 1.0m),
        new("stocks", true, "phase_1_stocks", 0.40m, 5, 0.8m),
        new("leveraged_etfs", true, "phase_2_leveraged_etfs", 0.20m, 3, 0.5m),
        new("forex", true, "phase_3_forex_majors", 0.30m, 4, 1.2m),
        new("speculative", true, "phase_6_speculative", 0.05m, 3, 0.3m),
    ];

    public static PreTradeBook Book(decimal cash, params ImmutableArray<HeldPosition> positions)
    {
        var equity = cash + positions.Sum(position => position.SignedQuantity * position.MarkPrice);
        return new PreTradeBook("USD", equity, cash, equity, equity, positions, [], 0, 0, []);
    }

    public static HeldPosition Position(AssetDefinition asset, decimal quantity, decimal price, decimal? stop = null) =>
        new(asset.Id, asset.ClassId, quantity, price, price, Now, stop, Now.AddDays(-1));

    public static PreTradeAsset Figures(AssetDefinition asset, decimal bid, decimal? ask = null) => new(
        asset.Id,
        asset.ClassId,
        asset.PhaseId,
        Enabled: true,
        "configuration",
        asset.Risk,
        new AssetQuote("sandbox", Now.AddSeconds(-20), bid, ask ?? bid),
        [new RequiredSource("sandbox", 60, Now.AddSeconds(-20))],
        asset.Risk.Rules.SentimentRequired ? [new SourceSentiment("reddit", Now.AddMinutes(-5), 10, 0.1)] : [],
        asset.Risk.Rules.EarningsBlackoutDays is null ? [] : [new DateOnly(2027, 2, 1)],
        [],
        EarningsAt: asset.Risk.Rules.EarningsBlackoutDays is null ? null : Now.AddDays(-1),
        Accounts: asset.Risk.Rules.WatchedAccounts.IsEmpty
            ? null
            : [.. asset.Risk.Rules.WatchedAccounts.Select(account => new AccountReading(account, Now.AddMinutes(-5)))]);

    public static OrderRequest Buy(AssetDefinition asset, decimal? quantity = null, decimal? notional = null) =>
        new("o-1", asset.Id, OrderSide.Buy, quantity, notional, null, null, null, null, ReduceOnly: false);

    public static OrderRequest Sell(AssetDefinition asset, decimal? quantity = null, decimal? notional = null) =>
        Buy(asset, quantity, notional) with { Side = OrderSide.Sell };

    public static RiskModelView Model(params ImmutableArray<string> assets) => new(
        DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-1), Now.AddHours(-10), 60, 20, 0, [],
        [.. assets.Select(id => new MarketRegime(
            id, "sandbox", DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-1), 60, 30, 0.5, 0.02, MarketKind.Trending))]);

    public static RuleResult Rule(OrderDecision decision, string code) => Assert.Single(decision.Rules, rule => rule.Code == code);
}
