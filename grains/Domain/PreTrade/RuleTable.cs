using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What a pre-trade check asks.</summary>
/// <param name="Formula">With the default values; <c>assets config show</c> has those of an installation.</param>
public sealed record RuleDescription(string Code, string Scope, string Asks, string Formula, string Example);

/// <summary>Every pre-trade check in words, in the order in which decisions list them; docs/risk.md has the same rows.</summary>
public static class RuleTable
{
    public static ImmutableArray<RuleDescription> All { get; } =
    [
        new(
            RuleCodes.AssetKnown,
            "asset",
            "The catalogue has the asset.",
            "asset in catalogue",
            "XYZ is refused; a position in an asset that was taken out may still be closed"),
        new(
            RuleCodes.AssetEnabled,
            "asset",
            "The asset is enabled. Waived in a shadow portfolio.",
            "enabled(asset)",
            "NVDA before phase 1: refused"),
        new(
            RuleCodes.ClassEnabled,
            "class",
            "Its class is enabled, and not reduce-only. Waived in a shadow portfolio.",
            "enabled(class) and mode(class) = normal",
            "stocks before phase 1, or while it is being demoted: refused"),
        new(
            RuleCodes.PhaseActive,
            "phase",
            "Its phase is active. Waived in a shadow portfolio.",
            "status(phase) = active",
            "GME before phase 6: refused"),
        new(
            RuleCodes.TradingHalt,
            "asset, class or portfolio",
            "No halt reaches the asset. An exit passes with a warning.",
            "halts(asset, class, portfolio) = none",
            "after 25 % drawdown every new position is refused until an operator resets the halt"),
        new(
            RuleCodes.ReduceOnlyOrder,
            "asset",
            "An order that calls itself reduce-only reduces a position.",
            "reduce_only implies exit",
            "reduce-only sale without a long position: refused"),
        new(
            RuleCodes.ExitSize,
            "asset",
            "An exit closes at most what is held and not being closed already.",
            "quantity <= |position| - exits under way",
            "sale of 15 of 10 held: cut to 10; turning round takes two orders"),
        new(
            RuleCodes.Drawdown,
            "portfolio",
            "Equity is above the emergency stop below its peak; warns at 60 % and 80 % of it.",
            "(peak - equity) / peak < 25 %",
            "7,500 after 10,000: refused; 8,000: a warning"),
        new(
            RuleCodes.DailyLoss,
            "portfolio",
            "Today's loss is within the daily limit; warns at 60 % and 80 % of it.",
            "(day start - equity) / day start < 5 %",
            "9,500 after 10,000: refused; 9,600: a warning"),
        new(
            RuleCodes.PriceFresh,
            "asset",
            "The last quote is young enough.",
            "now - quote <= 15 minutes",
            "a stock at night: reduce-only"),
        new(
            RuleCodes.ConversionRate,
            "portfolio",
            "All that is held and ordered can be valued in the portfolio's currency.",
            "rate(currency) is known, mark > 0",
            "GBP/JPY without a rate of the yen: reduce-only"),
        new(
            RuleCodes.SourcesFresh,
            "asset",
            "Every required source delivers.",
            "now - collected <= max(15 minutes, 3 x interval)",
            "alpaca silent for 20 minutes: NVDA is reduce-only"),
        new(
            RuleCodes.CorrelationFresh,
            "portfolio",
            "There is a correlation matrix, and it is young enough.",
            "today - as of <= 4 days",
            "no candles yet: reduce-only"),
        new(
            RuleCodes.OrderRateMinute,
            "portfolio",
            "Few enough orders were approved in the last 60 seconds.",
            "approved < 30",
            "the 31st waits a minute"),
        new(
            RuleCodes.OrderRateDay,
            "portfolio",
            "Few enough orders were approved in this UTC day.",
            "approved < 1,000",
            "the 1,001st waits for midnight UTC"),
        new(
            RuleCodes.PhaseCapital,
            "phase",
            "The portfolio is worth what the phase asks for. Waived in a shadow portfolio.",
            "equity >= minimum capital",
            "2,500 USD for phase 1, which asks for 3,000: refused"),
        new(
            RuleCodes.EarningsBlackout,
            "asset",
            "No new position around earnings, by New York's calendar.",
            "|earnings - today| > blackout days",
            "NVDA 3 days before it reports: refused until the 4th day after; an unknown date is a warning"),
        new(
            RuleCodes.Sentiment,
            "asset",
            "Where sentiment is required it is known and young enough.",
            "now - sentiment <= 180 minutes",
            "GME without sentiment: refused"),
        new(
            RuleCodes.WatchedPost,
            "asset",
            "No watched account posted of late: one that names the asset makes it reduce-only, any other halves the position.",
            "now - post >= 60 minutes, else value <= equity x max position x min(1, multiplier) x 0.5",
            "TSLA 20 minutes after a post of @elonmusk that names it: refused for 40 minutes"),
        new(
            RuleCodes.MaxHold,
            "asset",
            "A position that was held too long is closed, not enlarged.",
            "now - opened < max hold days",
            "TQQQ after 5 days: reduce-only, an exit is suggested"),
        new(
            RuleCodes.SidewaysMarket,
            "asset",
            "Where the asset avoids sideways markets there is a trend.",
            "ADX(14) >= 20 or efficiency(20) >= 0.3",
            "TQQQ at ADX 15 and efficiency 0.1: refused"),
        new(
            RuleCodes.DecayWarning,
            "asset",
            "Warns of what a daily reset of leverage L costs. Never cuts.",
            "(1 - 1 / L) / 2 x daily variance",
            "TQQQ at 2 % a day: 0.0133 % a day"),
        new(
            RuleCodes.StopDistance,
            "asset",
            "The stop lies on the losing side, no farther than the asset's own distance.",
            "0 < |price - stop| <= stop loss",
            "GBP/JPY bought at 192.000: stop at 191.500, 50 pips"),
        new(
            RuleCodes.TargetPrice,
            "asset",
            "The target lies on the winning side.",
            "target - price >= 0, for a sale price - target >= 0",
            "GBP/JPY bought at 192.000: target at 193.000, 100 pips"),
        new(
            RuleCodes.PriceTick,
            "asset",
            "The order's prices have no more decimals than the asset's. An exit passes with a warning.",
            "price = round(price, precision)",
            "NVDA at 180.123: refused, 180.12 passes"),
        new(
            RuleCodes.QuantityStep,
            "asset",
            "The quantity is a whole number of steps; what is finer is rounded down.",
            "quantity = floor(quantity, precision)",
            "1.5 NVDA: 1"),
        new(
            RuleCodes.MinTradeSize,
            "asset",
            "The order is at least the asset's smallest.",
            "quantity >= smallest order",
            "0.000001 BTC/USDT: refused"),
        new(
            RuleCodes.AssetMaxPosition,
            "asset",
            "The position is within the asset's part of the portfolio.",
            "value <= equity x max position",
            "BTC/USDT at 10,000: 10 % is 1,000"),
        new(
            RuleCodes.ClassRiskMultiplier,
            "class",
            "Likewise, weighed by how risky the class is.",
            "value <= equity x max position x multiplier",
            "NVDA at 10,000: 10 % x 0.8 is 800"),
        new(
            RuleCodes.ClassLimit,
            "class",
            "The class is within its part; the portfolio's limit of one class counts once a second class is enabled.",
            "value(class) <= equity x min(own, 40 %)",
            "crypto at 10,000 beside stocks: 4,000; alone: 10,000"),
        new(
            RuleCodes.ClassPositions,
            "class",
            "The class has few enough positions; reserved ones count.",
            "positions(class) <= max positions",
            "a sixth share: refused"),
        new(
            RuleCodes.PortfolioHeat,
            "portfolio",
            "All positions together lose at most this at their stops.",
            "sum(value x distance to stop) <= equity x 25 %",
            "800 of NVDA with a stop at 8 %: 64 of 2,500"),
        new(
            RuleCodes.CorrelatedExposure,
            "group",
            "The group of held assets that the order's asset moves with is within its part. A pair that the "
            + "matrix lacks counts as moving together.",
            "value(group) <= equity x 60 %, group: correlation > 0.7",
            "BTC/USDT and ETH/USDT at 0.9: together at most 6,000 of 10,000"),
        new(
            RuleCodes.Leverage,
            "asset",
            "The asset's exposure is within its leverage limit.",
            "value <= equity x leverage limit",
            "NVDA: 1 x 10,000"),
        new(
            RuleCodes.GrossLeverage,
            "portfolio",
            "All exposures together, long and short alike.",
            "sum(value) <= equity x 2",
            "20,000 of positions at 10,000"),
        new(
            RuleCodes.Cash,
            "portfolio",
            "The order is paid for: each exposure takes the inverse of its leverage limit.",
            "sum(value / leverage limit) <= equity",
            "10,000 with 9,500 in shares: 500 more"),
    ];
}
