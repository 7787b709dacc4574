using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Returns;
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
    /// <summary>Profits by asset and strategy of the days that the book wrote; none of days of an import.</summary>
    public ImmutableArray<DayProfit> Profits { get; init; } = [];

    /// <summary>When the classes trade, by id.</summary>
    public ImmutableDictionary<string, MarketHours> Hours { get; init; } = ImmutableDictionary<string, MarketHours>.Empty;

    /// <summary>Whether the whole portfolio is asked for.</summary>
    public bool IsOfAll => Query is { ClassId: null, AssetId: null, StrategyId: null };

    /// <summary>Trades closed in the window, of every class.</summary>
    public ImmutableArray<LedgerTrade> Closed { get; } = [.. Trades.Where(entry =>
        entry.Trade.ClosedAt is { } closedAt && DateOnly.FromDateTime(closedAt.UtcDateTime) is var day && day >= From && day <= Until)];

    /// <summary>Whether a trade belongs to what is asked for.</summary>
    public bool Has(LedgerTrade entry) =>
        (Query.ClassId is null || entry.ClassId == Query.ClassId)
        && (Query.AssetId is null || entry.Trade.AssetId == Query.AssetId)
        && (Query.StrategyId is null || entry.Trade.StrategyId == Query.StrategyId);

    /// <summary>Whether a day's profit belongs to what is asked for.</summary>
    public bool Has(DayProfit part) =>
        (Query.ClassId is null || part.ClassId == Query.ClassId)
        && (Query.AssetId is null || part.AssetId == Query.AssetId)
        && (Query.StrategyId is null || part.StrategyId == Query.StrategyId);
}
