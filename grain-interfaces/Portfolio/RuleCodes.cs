#pragma warning disable CS1591 // What each rule asks is told where it is evaluated, and by 'assets risk rules'.
namespace OrleansAssets.Portfolio;

/// <summary>
/// Stable codes of the pre-trade checks, in the fixed order in which a decision lists them: programs branch on them. Explained in
/// docs/risk.md.
/// </summary>
public static class RuleCodes
{
    public const string AssetKnown = "ASSET_KNOWN";
    public const string AssetEnabled = "ASSET_ENABLED";
    public const string ClassEnabled = "CLASS_ENABLED";
    public const string PhaseActive = "PHASE_ACTIVE";
    public const string TradingHalt = "TRADING_HALT";
    public const string ReduceOnlyOrder = "REDUCE_ONLY_ORDER";
    public const string ExitSize = "EXIT_SIZE";
    public const string Drawdown = "DRAWDOWN";
    public const string DailyLoss = "DAILY_LOSS";
    public const string MarketSession = "MARKET_SESSION";
    public const string Spread = "SPREAD";
    public const string PriceCollar = "PRICE_COLLAR";
    public const string PriceFresh = "PRICE_FRESH";
    public const string QuoteBelieved = "QUOTE_BELIEVED";
    public const string ConversionRate = "CONVERSION_RATE";
    public const string RateFresh = "RATE_FRESH";
    public const string HeldMarksFresh = "HELD_MARKS_FRESH";
    public const string SourcesFresh = "SOURCES_FRESH";
    public const string CorrelationFresh = "CORRELATION_FRESH";
    public const string OrderRateMinute = "ORDER_RATE_MINUTE";
    public const string OrderRateDay = "ORDER_RATE_DAY";
    public const string RejectionRateMinute = "REJECTION_RATE_MINUTE";
    public const string RejectionRateDay = "REJECTION_RATE_DAY";
    public const string PhaseCapital = "PHASE_CAPITAL";
    public const string EarningsBlackout = "EARNINGS_BLACKOUT";
    public const string Sentiment = "SENTIMENT";
    public const string WatchedPost = "WATCHED_POST";
    public const string MacroEvent = "MACRO_EVENT";
    public const string MaxHold = "MAX_HOLD";
    public const string SidewaysMarket = "SIDEWAYS_MARKET";
    public const string DecayWarning = "DECAY_WARNING";
    public const string ShortSale = "SHORT_SALE";
    public const string StopDistance = "STOP_DISTANCE";
    public const string TargetPrice = "TARGET_PRICE";
    public const string PriceTick = "PRICE_TICK";
    public const string QuantityStep = "QUANTITY_STEP";
    public const string MinTradeSize = "MIN_TRADE_SIZE";
    public const string MinNotional = "MIN_NOTIONAL";
    public const string AssetMaxPosition = "ASSET_MAX_POSITION";
    public const string ClassRiskMultiplier = "CLASS_RISK_MULTIPLIER";
    public const string VolatilitySize = "VOLATILITY_SIZE";
    public const string ClassLimit = "CLASS_LIMIT";
    public const string ClassPositions = "CLASS_POSITIONS";
    public const string PortfolioHeat = "PORTFOLIO_HEAT";
    public const string CorrelatedExposure = "CORRELATED_EXPOSURE";
    public const string Leverage = "LEVERAGE";
    public const string GrossLeverage = "GROSS_LEVERAGE";
    public const string Cash = "CASH";
}
