using System.Collections.Immutable;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Performance;

/// <summary>What a look-back is computed from.</summary>
/// <param name="WindowFrom">First day of the window; it ends with the newest finished day of the record.</param>
/// <param name="Equity">Points of the window, ascending, led by the last one before it where there is one.</param>
/// <param name="Trades">Results of the trades closed in the window, of every class.</param>
internal sealed record PerformanceRecord(
    PerformanceQuery Query,
    DateOnly WindowFrom,
    ImmutableArray<EquityPoint> Equity,
    ImmutableArray<TradeResult> Trades)
{
    /// <summary>Whether a trade belongs to what is asked for.</summary>
    public bool Has(TradeResult trade) =>
        (Query.ClassId is null || trade.ClassId == Query.ClassId)
        && (Query.AssetId is null || trade.AssetId == Query.AssetId)
        && (Query.StrategyId is null || trade.StrategyId == Query.StrategyId);
}
