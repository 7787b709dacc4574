using System.Collections.Immutable;
using OrleansAssets.Domain.PreTrade.Rules;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Every rule, in the fixed order in which decisions list them.</summary>
public static class PreTradeChecks
{
    public static ImmutableArray<PreTradeCheck> All { get; } =
    [
        new(RuleCodes.AssetKnown, AssetKnownRule.Evaluate, AsksExits: true),
        new(RuleCodes.AssetEnabled, AssetEnabledRule.Evaluate),
        new(RuleCodes.ClassEnabled, ClassEnabledRule.Evaluate),
        new(RuleCodes.PhaseActive, PhaseActiveRule.Evaluate),
        new(RuleCodes.TradingHalt, TradingHaltRule.Evaluate, AsksExits: true),
        new(RuleCodes.ReduceOnlyOrder, ReduceOnlyOrderRule.Evaluate, AsksExits: true),
        new(RuleCodes.ExitSize, ExitSizeRule.Evaluate, AsksExits: true),
        new(RuleCodes.Drawdown, DrawdownRule.Evaluate),
        new(RuleCodes.DailyLoss, DailyLossRule.Evaluate),
        new(RuleCodes.PriceFresh, PriceFreshRule.Evaluate),
        new(RuleCodes.ConversionRate, ConversionRateRule.Evaluate),
        new(RuleCodes.SourcesFresh, SourcesFreshRule.Evaluate),
        new(RuleCodes.CorrelationFresh, CorrelationFreshRule.Evaluate),
        new(RuleCodes.OrderRateMinute, OrderRateMinuteRule.Evaluate),
        new(RuleCodes.OrderRateDay, OrderRateDayRule.Evaluate),
        new(RuleCodes.PhaseCapital, PhaseCapitalRule.Evaluate),
        new(RuleCodes.EarningsBlackout, EarningsBlackoutRule.Evaluate),
        new(RuleCodes.Sentiment, SentimentRule.Evaluate),
        new(RuleCodes.WatchedPost, WatchedPostRule.Evaluate),
        new(RuleCodes.MaxHold, MaxHoldRule.Evaluate),
        new(RuleCodes.SidewaysMarket, SidewaysMarketRule.Evaluate),
        new(RuleCodes.DecayWarning, DecayWarningRule.Evaluate),
        new(RuleCodes.StopDistance, StopDistanceRule.Evaluate),
        new(RuleCodes.TargetPrice, TargetPriceRule.Evaluate),
        new(RuleCodes.PriceTick, PriceTickRule.Evaluate, AsksExits: true),
        new(RuleCodes.QuantityStep, QuantityStepRule.Evaluate, AsksExits: true),
        new(RuleCodes.MinTradeSize, MinTradeSizeRule.Evaluate, AsksExits: true),
        new(RuleCodes.AssetMaxPosition, AssetMaxPositionRule.Evaluate),
        new(RuleCodes.ClassRiskMultiplier, ClassRiskMultiplierRule.Evaluate),
        new(RuleCodes.ClassLimit, ClassLimitRule.Evaluate),
        new(RuleCodes.ClassPositions, ClassPositionsRule.Evaluate),
        new(RuleCodes.PortfolioHeat, PortfolioHeatRule.Evaluate),
        new(RuleCodes.CorrelatedExposure, CorrelatedExposureRule.Evaluate),
        new(RuleCodes.Leverage, LeverageRule.Evaluate),
        new(RuleCodes.GrossLeverage, GrossLeverageRule.Evaluate),
        new(RuleCodes.Cash, CashRule.Evaluate),
    ];
}
