using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;

namespace OrleansAssets.Performance;

/// <summary>The performance of one portfolio; key <see cref="Keys.Performance"/>. It reads the ledger tables only, so a long look-back
/// never holds up the portfolio.</summary>
[Alias("OrleansAssets.IPerformanceGrain")]
public interface IPerformanceGrain : IGrainWithStringKey
{
    /// <summary>Performance over a look-back that ends with the newest finished day.</summary>
    [Alias("Measure"), AlwaysInterleave, Question]
    Task<PerformanceReport> MeasureAsync(PerformanceQuery query, CancellationToken cancellationToken = default);

    /// <summary>Every figure there is.</summary>
    [Alias("GetDetails"), AlwaysInterleave, Question]
    Task<PerformanceDetails> GetDetailsAsync(PerformanceQuery query, CancellationToken cancellationToken = default);

    /// <summary>How far the figures can be trusted.</summary>
    /// <param name="level">Share of samples whose interval holds the true value, between 0 and 1, e.g. 0.9.</param>
    [Alias("GetIntervals"), AlwaysInterleave, Question]
    Task<PerformanceIntervals> GetIntervalsAsync(PerformanceQuery query, double level, CancellationToken cancellationToken = default);

    /// <summary>Day by day, with the figures of the days before each.</summary>
    /// <param name="rollingDays">Returns of a rolling figure, 2 to 3,660.</param>
    [Alias("GetSeries"), AlwaysInterleave, Question]
    Task<PerformanceSeries> GetSeriesAsync(PerformanceQuery query, int rollingDays, CancellationToken cancellationToken = default);

    /// <summary>Each class, asset or strategy with a closed trade or a day's profit in the window, by its id.</summary>
    [Alias("Compare"), AlwaysInterleave, Question]
    Task<ImmutableArray<PerformanceDetails>> CompareAsync(
        PerformanceQuery query, PerformanceGroup group, CancellationToken cancellationToken = default);

    /// <summary>Trades (round trips) of the record, the last closed first, page by page.</summary>
    /// <exception cref="NotFoundException">There is no such portfolio, asset or class; the nearest names are told.</exception>
    /// <exception cref="InvalidRequestException">
    /// A page has not that many, the days are none or are asked of open trades, or <see cref="TradeQuery.Before"/> is no place in a list.
    /// </exception>
    [Alias("FindTrades"), AlwaysInterleave, Question]
    Task<TradePage> FindTradesAsync(TradeQuery query, CancellationToken cancellationToken = default);
}

/// <summary>By what a portfolio is parted.</summary>
[GenerateSerializer, Alias("OrleansAssets.PerformanceGroup")]
public enum PerformanceGroup
{
    /// <summary>A part a class.</summary>
    AssetClass = 0,

    /// <summary>A part an asset.</summary>
    Asset = 1,

    /// <summary>A part a strategy.</summary>
    Strategy = 2,
}
