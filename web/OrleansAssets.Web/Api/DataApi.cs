using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Client;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using OrleansAssets.Web.Operations;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Api;

/// <summary>What was collected: prices, histories, facts, and how good they are.</summary>
internal static class DataApi
{
    private const string Newest = "The earliest time; without it 30 days before the end, or before now.";
    private const string Before = "Before which they lie, exclusive; all there are without it.";
    private const string AtMost = "At most so many, 1 to 20,000.";

    public static void MapData(this RouteGroupBuilder api)
    {
        var data = api.MapGroup("/data").WithTags("data");
        data.MapGet("/quotes", QuotesAsync).Is<IMarketDataGrain>(
            "data.quotes", nameof(IMarketDataGrain.GetQuotesAsync), "data quote",
            "Tell the newest bid and ask of assets at each of their sources, as the sources told them",
            "Prices in each asset's own currency.");
        data.MapGet("/posts", PostsAsync).Is<IMarketDataGrain>(
            "data.posts", nameof(IMarketDataGrain.GetPostsAsync), "data posts",
            "Tell posts of watched accounts, the newest first");
        data.MapGet("/flow", FlowAsync).Is<IMarketDataGrain>(
            "data.flow", nameof(IMarketDataGrain.GetOptionsFlowAsync), "data flow",
            "Tell large and unusual option trades, the newest first", "Premiums in US dollars for the whole trade.");
        data.MapGet("/calendar", CalendarAsync).Is<IMarketDataGrain>(
            "data.calendar", nameof(IMarketDataGrain.GetCalendarAsync), "data calendar",
            "Tell releases and dates, past and to come, the earliest first", "From now to 30 days ahead without from and until.");
        data.MapGet("/correlations", async (OrleansAssetsClient client, CancellationToken stop, DateOnly? asOf = null) =>
                TypedResults.Ok(await client.MarketData.GetCorrelationsAsync(asOf, stop)))
            .Is<IMarketDataGrain>(
                "data.correlations", nameof(IMarketDataGrain.GetCorrelationsAsync), "data correlation",
                "Tell the newest matrix of correlations whose window ended at a day or before");
        var one = data.MapGroup("/{asset}");
        one.MapGet("/price", async (PathId asset, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.MarketData.GetPriceAsync(asset, stop)))
            .Is<IMarketDataGrain>(
                "data.price", nameof(IMarketDataGrain.GetPriceAsync), "data price",
                "Tell the price of an asset now", "The newest quote that is believed, or the close of a candle where that is newer.");
        one.MapGet("/candles", CandlesAsync).Is<IMarketDataGrain>(
            "data.candles", nameof(IMarketDataGrain.GetCandlesAsync), "data candles",
            "Tell one page of an asset's history at one source, oldest first");
        one.MapGet("/quotes", KeptQuotesAsync).Is<IMarketDataGrain>(
            "data.kept-quotes", nameof(IMarketDataGrain.GetKeptQuotesAsync), "data quotes",
            "Tell one page of the quotes of an asset that were kept, oldest first",
            "As the sources told them, in the units of their day. Go on with the answer's 'next' as 'from' until it is null; a page ends "
                + "between two instants, so that it may have fewer rows than were asked for.");
        one.MapGet("/indicators", IndicatorsAsync).Is<IMarketDataGrain>(
                "data.indicators", nameof(IMarketDataGrain.GetIndicatorsAsync), "data indicators",
                "Tell the newest value of each leading indicator of an asset at each source");
        one.MapGet("/indicators/{indicator}", IndicatorAsync).Is<IMarketDataGrain>(
            "data.indicator", nameof(IMarketDataGrain.GetIndicatorAsync), "data indicators",
            "Tell values of one indicator of an asset, the newest of them, oldest first");
        one.MapGet("/sentiment", SentimentAsync).Is<IMarketDataGrain>(
            "data.sentiment", nameof(IMarketDataGrain.GetSentimentAsync), "data sentiment",
            "Tell sentiment snapshots of an asset, the newest first", "Scores from -1 (bearish) to +1 (bullish).");
        one.MapGet("/quality", async (PathId asset, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.MarketData.GetQualityAsync(asset, stop)))
            .Is<IMarketDataGrain>(
                "data.quality", nameof(IMarketDataGrain.GetQualityAsync), "data quality",
                "Tell how good the data of an asset are: each dataset at each of its sources");
    }

    private static async Task<Ok<ImmutableArray<StoredQuote>>> QuotesAsync(
        [Description("Asset ids with commas between them, e.g. BTC/USDT,NVDA.")] string assets,
        OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.MarketData.GetQuotesAsync(
            [.. assets.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)], stop));

    private static async Task<Ok<CandlePage>> CandlesAsync(
        PathId asset, [Description("1m, 5m, 15m, 30m, 1h, 4h or 1d.")] TimeframeCode timeframe,
        OrleansAssetsClient client, CancellationToken stop,
        [Description("Whose candles; the asset's first source that has some without it.")] string? source = null,
        [Description("Open time of the first, inclusive; the newest are told without it.")] DateTimeOffset? from = null,
        [Description("Exclusive.")] DateTimeOffset? until = null,
        [Description(AtMost)] int limit = 500,
        [Description("adjusted, as without it, in the units of the end; or raw, as they were stored.")] Choice<PriceBasis>? basis = null,
        [Description("As they were known at this instant.")] DateTimeOffset? asOf = null) =>
        TypedResults.Ok(await client.MarketData.GetCandlesAsync(
            new CandleRequest(asset, timeframe.Value, source, from, until, limit, basis?.Value ?? PriceBasis.Adjusted, asOf), stop));

    private static async Task<Ok<QuotePage>> KeptQuotesAsync(
        PathId asset, OrleansAssetsClient client, CancellationToken stop,
        [Description("Whose; those of all sources without it.")] string? source = null,
        [Description("The earliest time, inclusive; the newest are told without it.")] DateTimeOffset? from = null,
        [Description(Before)] DateTimeOffset? until = null,
        [Description(AtMost)] int limit = 500) =>
        TypedResults.Ok(await client.MarketData.GetKeptQuotesAsync(new QuoteRequest(asset, source, from, until, limit), stop));

    private static async Task<Ok<ImmutableArray<IndicatorValue>>> IndicatorsAsync(
        PathId asset, OrleansAssetsClient client, CancellationToken stop, [Description(Before)] DateTimeOffset? until = null) =>
        TypedResults.Ok(await client.MarketData.GetIndicatorsAsync(asset, until, stop));

    private static async Task<Ok<ImmutableArray<IndicatorValue>>> IndicatorAsync(
        PathId asset, PathId indicator, OrleansAssetsClient client, TimeProvider clock, CancellationToken stop,
        [Description(Newest)] DateTimeOffset? from = null, [Description(Before)] DateTimeOffset? until = null,
        [Description(AtMost)] int limit = 100) =>
        TypedResults.Ok(await client.MarketData.GetIndicatorAsync(
            asset, indicator, from ?? MonthBefore(clock, until), limit, until, stop));

    private static async Task<Ok<ImmutableArray<SentimentSnapshot>>> SentimentAsync(
        PathId asset, OrleansAssetsClient client, TimeProvider clock, CancellationToken stop,
        [Description("Only those over an interval of this length.")] int? lookbackMinutes = null,
        [Description(Newest)] DateTimeOffset? from = null, [Description(Before)] DateTimeOffset? until = null,
        [Description(AtMost)] int limit = 100) =>
        TypedResults.Ok(await client.MarketData.GetSentimentAsync(
            asset, lookbackMinutes, from ?? MonthBefore(clock, until), limit, until, stop));

    private static async Task<Ok<ImmutableArray<WatchedPost>>> PostsAsync(
        OrleansAssetsClient client, TimeProvider clock, CancellationToken stop,
        [Description("With its sign, e.g. @elonmusk; all without it.")] string? account = null, string? assetId = null,
        [Description(Newest)] DateTimeOffset? from = null, [Description(Before)] DateTimeOffset? until = null,
        [Description(AtMost)] int limit = 50) =>
        TypedResults.Ok(await client.MarketData.GetPostsAsync(
            new PostRequest(account, assetId, from ?? MonthBefore(clock, until), limit) { Until = until }, stop));

    private static async Task<Ok<ImmutableArray<OptionsFlow>>> FlowAsync(
        OrleansAssetsClient client, TimeProvider clock, CancellationToken stop, string? assetId = null,
        [Description(Newest)] DateTimeOffset? from = null, [Description(Before)] DateTimeOffset? until = null,
        [Description(AtMost)] int limit = 50,
        [Description("US dollars for the whole trade.")] decimal leastPremium = 0, bool onlyUnusual = false) =>
        TypedResults.Ok(await client.MarketData.GetOptionsFlowAsync(
            new FlowRequest(assetId, from ?? MonthBefore(clock, until), limit, leastPremium, onlyUnusual) { Until = until }, stop));

    private static async Task<Ok<ImmutableArray<EconomicEvent>>> CalendarAsync(
        OrleansAssetsClient client, TimeProvider clock, CancellationToken stop,
        DateTimeOffset? from = null, DateTimeOffset? until = null, string? classId = null, string? assetId = null,
        [Description("low, as without it, medium or high.")] Choice<EventImpact>? leastImpact = null,
        [Description(AtMost)] int limit = 200)
    {
        var start = from ?? clock.GetUtcNow();
        var request = new CalendarRequest(
            start, until ?? start.AddDays(30), classId, assetId, leastImpact?.Value ?? EventImpact.Low, limit);
        return TypedResults.Ok(await client.MarketData.GetCalendarAsync(request, stop));
    }

    /// <summary>A month before the end of a span; no time lies before the first.</summary>
    private static DateTimeOffset MonthBefore(TimeProvider clock, DateTimeOffset? until)
    {
        var (end, month) = (until ?? clock.GetUtcNow(), TimeSpan.FromDays(30));
        return end - DateTimeOffset.MinValue > month ? end - month : DateTimeOffset.MinValue;
    }
}
