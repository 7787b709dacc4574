using System.Collections.Immutable;
using OrleansAssets.Performance;
using Refit;

namespace OrleansAssets.Api;

/// <summary>What a portfolio, or a part of it, has earned.</summary>
public interface IPerformanceApi
{
    [Get("/portfolios/{portfolio}/performance")]
    Task<PerformanceReport> MeasureAsync(string portfolio, [Query] LookBack lookBack, CancellationToken stop);

    [Get("/portfolios/{portfolio}/performance/details")]
    Task<PerformanceDetails> GetDetailsAsync(string portfolio, [Query] LookBack lookBack, CancellationToken stop);

    [Get("/portfolios/{portfolio}/performance/intervals")]
    Task<PerformanceIntervals> GetIntervalsAsync(string portfolio, [Query] LookBack lookBack, double level, CancellationToken stop);

    [Get("/portfolios/{portfolio}/performance/series")]
    Task<PerformanceSeries> GetSeriesAsync(string portfolio, [Query] LookBack lookBack, int rollingDays, CancellationToken stop);

    [Get("/portfolios/{portfolio}/performance/comparison")]
    Task<ImmutableArray<PerformanceDetails>> CompareAsync(
        string portfolio, [Query] LookBack lookBack, PerformanceGroup by, CancellationToken stop);

    [Get("/portfolios/{portfolio}/trades")]
    Task<TradePage> FindTradesAsync(string portfolio, [Query] TradeFilter filter, string? before, int most, CancellationToken stop);
}

/// <summary>Which trades are listed. Without class, asset and strategy they are of the whole portfolio.</summary>
/// <param name="From">First day of closing, UTC; of closed trades only.</param>
/// <param name="Until">Last day of closing, UTC, inclusive; of closed trades only.</param>
public sealed record TradeFilter(
    string? AssetId = null,
    string? ClassId = null,
    string? StrategyId = null,
    [property: Query(Format = QueryForm.Day)] DateOnly? From = null,
    [property: Query(Format = QueryForm.Day)] DateOnly? Until = null,
    TradeScope Scope = TradeScope.Closed);

/// <summary>What to measure. Without class, asset and strategy it is the whole portfolio.</summary>
/// <param name="WindowDays">Calendar days, 1 to 3,660.</param>
/// <param name="AsOf">Last day of the window; null takes the newest finished day.</param>
/// <param name="KnownAt">Use only what was recorded until then, UTC.</param>
/// <param name="BenchmarkAssetId">Set the returns beside the daily candles of this asset.</param>
public sealed record LookBack(
    int WindowDays,
    string? ClassId,
    string? AssetId,
    string? StrategyId,
    [property: Query(Format = QueryForm.Day)] DateOnly? AsOf,
    [property: Query(Format = QueryForm.Instant)] DateTimeOffset? KnownAt,
    string? BenchmarkAssetId);
