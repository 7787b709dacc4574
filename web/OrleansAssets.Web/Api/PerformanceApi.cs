using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OrleansAssets.Client;
using OrleansAssets.Performance;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>What a portfolio, a class, an asset or a strategy has earned.</summary>
internal static class PerformanceApi
{
    private const string Fractions =
        "Returns and drawdowns are fractions: 0.05 is 5 %. A figure that is null is undefined, with its reason.";

    public static void MapPerformance(this RouteGroupBuilder api)
    {
        var performance = api.MapGroup("/portfolios/{portfolio}/performance").WithTags("performance");
        performance.MapGet("", MeasureAsync).Is<IPerformanceGrain>(
            "performance.measure", nameof(IPerformanceGrain.MeasureAsync), "performance",
            "Measure performance over a look-back that ends with the newest finished day", Fractions);
        performance.MapGet("/details", DetailsAsync).Is<IPerformanceGrain>(
            "performance.details", nameof(IPerformanceGrain.GetDetailsAsync), "performance",
            "Tell every figure there is", Fractions);
        performance.MapGet("/intervals", IntervalsAsync).Is<IPerformanceGrain>(
            "performance.intervals", nameof(IPerformanceGrain.GetIntervalsAsync), "performance",
            "Tell how far the figures can be trusted", Fractions);
        performance.MapGet("/series", SeriesAsync).Is<IPerformanceGrain>(
            "performance.series", nameof(IPerformanceGrain.GetSeriesAsync), "performance",
            "Tell the look-back day by day", Fractions);
        performance.MapGet("/comparison", CompareAsync).Is<IPerformanceGrain>(
            "performance.compare", nameof(IPerformanceGrain.CompareAsync), "performance",
            "Set the classes, assets or strategies of a portfolio beside one another", Fractions);
        api.MapGet("/portfolios/{portfolio}/trades", FindTradesAsync).WithTags("performance").Is<IPerformanceGrain>(
            "performance.trades", nameof(IPerformanceGrain.FindTradesAsync), "portfolio trades",
            "Find trades (round trips) of the record, the last closed first, page by page",
            "Go on with the answer's 'next' as 'before' until it is null. Profit, net of fees, and fees are in the portfolio's currency, "
            + "prices per unit in 'priceCurrency', quantities in units, times in UTC. Open trades are those that an import brought; what "
            + "the book itself holds are its positions.");
    }

    private static async Task<Ok<PerformanceReport>> MeasureAsync(
        PathId portfolio, [AsParameters] LookBackParameters lookBack, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Performance(portfolio).MeasureAsync(lookBack.Query, stop));

    private static async Task<Ok<PerformanceDetails>> DetailsAsync(
        PathId portfolio, [AsParameters] LookBackParameters lookBack, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Performance(portfolio).GetDetailsAsync(lookBack.Query, stop));

    private static async Task<Ok<PerformanceIntervals>> IntervalsAsync(
        PathId portfolio, [AsParameters] LookBackParameters lookBack, OrleansAssetsClient client, CancellationToken stop,
        [Description("Share of samples whose interval holds the true value, between 0 and 1.")] double level = 0.9) =>
        TypedResults.Ok(await client.Performance(portfolio).GetIntervalsAsync(lookBack.Query, level, stop));

    private static async Task<Ok<PerformanceSeries>> SeriesAsync(
        PathId portfolio, [AsParameters] LookBackParameters lookBack, OrleansAssetsClient client, CancellationToken stop,
        [Description("Returns of a rolling figure, 2 to 3,660.")] int rollingDays = 30) =>
        TypedResults.Ok(await client.Performance(portfolio).GetSeriesAsync(lookBack.Query, rollingDays, stop));

    private static async Task<Ok<ImmutableArray<PerformanceDetails>>> CompareAsync(
        PathId portfolio, [AsParameters] LookBackParameters lookBack, OrleansAssetsClient client, CancellationToken stop,
        [Description("assetClass, as without it, asset or strategy.")] Choice<PerformanceGroup>? by = null) =>
        TypedResults.Ok(await client.Performance(portfolio).CompareAsync(lookBack.Query, by?.Value ?? PerformanceGroup.AssetClass, stop));

    private static async Task<Ok<TradePage>> FindTradesAsync(
        PathId portfolio, OrleansAssetsClient client, CancellationToken stop,
        string? assetId = null, string? classId = null, string? strategyId = null,
        [Description("First day of closing, UTC; of closed trades only.")] DateOnly? from = null,
        [Description("Last day of closing, UTC, inclusive; of closed trades only.")] DateOnly? until = null,
        [Description("closed, as without it, open, or all: first of all open ones.")] Choice<TradeScope>? scope = null,
        [Description("Those behind this place, the 'next' of the page before; the first page without it.")] string? before = null,
        [Description("Of one page, 1 to 1,000.")] int most = 100)
    {
        var query = new TradeQuery(most, before, assetId, classId, strategyId, from, until, scope?.Value ?? TradeScope.Closed);
        return TypedResults.Ok(await client.Performance(portfolio).FindTradesAsync(query, stop));
    }
}

/// <summary>What to measure. Without class, asset and strategy it is the whole portfolio; with several of them their common part.</summary>
internal sealed class LookBackParameters
{
    [FromQuery(Name = "windowDays"), Description("Calendar days, 1 to 3,660; 60 without it.")]
    public int? WindowDays { get; init; }

    [FromQuery(Name = "classId"), Description("One class only.")]
    public string? ClassId { get; init; }

    [FromQuery(Name = "assetId"), Description("One asset only.")]
    public string? AssetId { get; init; }

    [FromQuery(Name = "strategyId"), Description("Trades of one strategy only, by the id that the trades carry.")]
    public string? StrategyId { get; init; }

    [FromQuery(Name = "asOf"), Description("Last day of the window; the newest finished day of the record without it.")]
    public DateOnly? AsOf { get; init; }

    [FromQuery(Name = "knownAt"), Description("Use only what was recorded until this instant, as it was recorded then.")]
    public DateTimeOffset? KnownAt { get; init; }

    [FromQuery(Name = "benchmarkAssetId"), Description("Set the returns beside the daily candles of this asset.")]
    public string? BenchmarkAssetId { get; init; }

    internal PerformanceQuery Query => new(WindowDays ?? 60, ClassId, AssetId, StrategyId, AsOf, KnownAt, BenchmarkAssetId);
}
