using System.Collections.Immutable;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>What a look-back is computed from.</summary>
/// <param name="From">First day of the window.</param>
/// <param name="Until">Last day of the window: nothing that happened later is looked at.</param>
/// <param name="Equity">Points of the window, ascending, led by the last one before it where there is one.</param>
/// <param name="Trades">Trades of every class that were open at some time of the window, by closing time.</param>
public sealed record PerformanceRecord(
    PerformanceQuery Query,
    DateOnly From,
    DateOnly Until,
    ImmutableArray<EquityPoint> Equity,
    ImmutableArray<LedgerTrade> Trades)
{
    /// <summary>Trades closed in the window, of every class.</summary>
    public ImmutableArray<LedgerTrade> Closed { get; } = [.. Trades.Where(entry =>
        entry.Trade.ClosedAt is { } closedAt && DateOnly.FromDateTime(closedAt.UtcDateTime) is var day && day >= From && day <= Until)];

    /// <summary>Whether a trade belongs to what is asked for.</summary>
    public bool Has(LedgerTrade entry) =>
        (Query.ClassId is null || entry.ClassId == Query.ClassId)
        && (Query.AssetId is null || entry.Trade.AssetId == Query.AssetId)
        && (Query.StrategyId is null || entry.Trade.StrategyId == Query.StrategyId);
}
