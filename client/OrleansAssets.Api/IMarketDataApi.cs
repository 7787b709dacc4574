using System.Collections.Immutable;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using Refit;

namespace OrleansAssets.Api;

/// <summary>What was collected: prices, histories, facts, and how good they are.</summary>
public interface IMarketDataApi
{
    [Get("/data/{asset}/price")]
    Task<CurrentPrice> GetPriceAsync(string asset, CancellationToken stop);

    [Get("/data/quotes")]
    Task<ImmutableArray<StoredQuote>> GetQuotesAsync(string assets, CancellationToken stop);

    [Get("/data/{asset}/candles")]
    Task<CandlePage> GetCandlesAsync(
        string asset,
        string timeframe,
        string? source,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? from,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? until,
        int limit,
        PriceBasis basis,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? asOf,
        CancellationToken stop);

    [Get("/data/{asset}/quotes")]
    Task<QuotePage> GetKeptQuotesAsync(
        string asset,
        string? source,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? from,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? until,
        int limit,
        CancellationToken stop);

    [Get("/data/{asset}/indicators")]
    Task<ImmutableArray<IndicatorValue>> GetIndicatorsAsync(
        string asset, [Query(Format = QueryForm.Instant)] DateTimeOffset? until, CancellationToken stop);

    [Get("/data/{asset}/indicators/{indicator}")]
    Task<ImmutableArray<IndicatorValue>> GetIndicatorAsync(
        string asset,
        string indicator,
        [Query(Format = QueryForm.Instant)] DateTimeOffset from,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? until,
        int limit,
        CancellationToken stop);

    [Get("/data/{asset}/sentiment")]
    Task<ImmutableArray<SentimentSnapshot>> GetSentimentAsync(
        string asset,
        int? lookbackMinutes,
        [Query(Format = QueryForm.Instant)] DateTimeOffset from,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? until,
        int limit,
        CancellationToken stop);

    [Get("/data/posts")]
    Task<ImmutableArray<WatchedPost>> GetPostsAsync(
        string? account,
        string? assetId,
        [Query(Format = QueryForm.Instant)] DateTimeOffset from,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? until,
        int limit,
        CancellationToken stop);

    [Get("/data/flow")]
    Task<ImmutableArray<OptionsFlow>> GetOptionsFlowAsync(
        string? assetId,
        [Query(Format = QueryForm.Instant)] DateTimeOffset from,
        [Query(Format = QueryForm.Instant)] DateTimeOffset? until,
        int limit,
        decimal leastPremium,
        bool onlyUnusual,
        CancellationToken stop);

    [Get("/data/calendar")]
    Task<ImmutableArray<EconomicEvent>> GetCalendarAsync(
        [Query(Format = QueryForm.Instant)] DateTimeOffset from,
        [Query(Format = QueryForm.Instant)] DateTimeOffset until,
        string? classId,
        string? assetId,
        EventImpact leastImpact,
        int limit,
        CancellationToken stop);

    [Get("/data/correlations")]
    Task<CorrelationMatrix> GetCorrelationsAsync([Query(Format = QueryForm.Day)] DateOnly? asOf, CancellationToken stop);

    [Get("/data/{asset}/quality")]
    Task<ImmutableArray<DataQuality>> GetQualityAsync(string asset, CancellationToken stop);
}
