using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.Data;
using OrleansAssets.Domain.Data;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Data;

/// <summary>Reads what was collected, straight from the database.</summary>
/// <remarks>
/// Calls interleave, and each silo has one of its own: it has no state, so there is no invariant that one call could break for another.
/// One, not more, as the connection pool bounds reads anyway, and as a cancellation has to find the worker that reads.
/// </remarks>
[StatelessWorker(1), Reentrant]
internal sealed class MarketDataGrain(
    PriceReads prices, QualityReads quality, IMarketReader market, IMarketFactsReader facts, KnownNames known)
    : Grain, IMarketDataGrain
{
    public Task<CurrentPrice> GetPriceAsync(string assetId, CancellationToken cancellationToken = default) =>
        prices.PriceAsync(known.Instrument(assetId), cancellationToken);

    public Task<ImmutableArray<StoredQuote>> GetQuotesAsync(
        ImmutableArray<string> assetIds, CancellationToken cancellationToken = default)
    {
        RequestRules.RequireAssets(assetIds.Length);
        return prices.QuotesAsync(known.Instruments(assetIds), cancellationToken);
    }

    public Task<QuotePage> GetKeptQuotesAsync(QuoteRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.RequireLimit(request.Limit);
        RequestRules.RequireSpan(request.From, request.Until);
        var asset = known.Instrument(request.AssetId);
        KnownNames.RequireQuoting(asset, request.SourceId);
        return prices.KeptQuotesAsync(asset, request, cancellationToken);
    }

    public async Task<CandlePage> GetCandlesAsync(CandleRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.RequireLimit(request.Limit);
        RequestRules.RequireSpan(request.From, request.Until);
        RequestRules.RequireSource(request.SourceId);
        var asset = known.Instrument(request.AssetId);
        var page = await prices.CandlesAsync(asset, request, cancellationToken);
        if (page.Rows.IsEmpty)
        {
            known.RequireSource(asset, request.SourceId); // one that was taken out of the configuration has left its candles
        }

        return page;
    }

    public Task<ImmutableArray<IndicatorValue>> GetIndicatorsAsync(
        string assetId, DateTimeOffset? until = null, CancellationToken cancellationToken = default) =>
        facts.GetIndicatorsAsync(known.Asset(assetId).Id, until, cancellationToken);

    public Task<ImmutableArray<IndicatorValue>> GetIndicatorAsync(
        string assetId, string indicator, DateTimeOffset from, int limit, DateTimeOffset? until = null,
        CancellationToken cancellationToken = default)
    {
        RequestRules.RequireLimit(limit);
        RequestRules.RequireSpan(from, until);
        var asset = known.Asset(assetId);
        KnownNames.RequireIndicator(asset, indicator);
        return facts.GetIndicatorAsync(asset.Id, indicator, from, until, limit, cancellationToken);
    }

    public async Task<ImmutableArray<SentimentSnapshot>> GetSentimentAsync(
        string assetId, int? lookbackMinutes, DateTimeOffset from, int limit, DateTimeOffset? until = null,
        CancellationToken cancellationToken = default)
    {
        RequestRules.RequireLimit(limit);
        RequestRules.RequireSpan(from, until);
        var asset = known.Asset(assetId);
        var told = await facts.GetSentimentAsync(asset.Id, lookbackMinutes, from, until, limit, cancellationToken);
        if (told.IsEmpty)
        {
            known.RequireLookback(lookbackMinutes); // what was read under an earlier configuration is told all the same
        }

        return told;
    }

    public Task<ImmutableArray<WatchedPost>> GetPostsAsync(PostRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.RequireLimit(request.Limit);
        RequestRules.RequireSpan(request.From, request.Until);
        known.RequireAsset(request.AssetId);
        return facts.GetPostsAsync(request with { Account = known.Account(request.Account) }, cancellationToken);
    }

    public Task<ImmutableArray<OptionsFlow>> GetOptionsFlowAsync(FlowRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.RequireLimit(request.Limit);
        RequestRules.RequireSpan(request.From, request.Until);
        known.RequireAsset(request.AssetId);
        return facts.GetOptionsFlowAsync(request, cancellationToken);
    }

    public Task<ImmutableArray<EconomicEvent>> GetCalendarAsync(CalendarRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.RequireLimit(request.Limit);
        RequestRules.RequireSpan(request.From, request.Until);
        known.RequireClass(request.ClassId);
        known.RequireAsset(request.AssetId);
        return facts.GetCalendarAsync(request, cancellationToken);
    }

    public Task<CorrelationMatrix> GetCorrelationsAsync(DateOnly? asOf, CancellationToken cancellationToken = default) =>
        market.GetCorrelationsAsync(asOf, cancellationToken);

    public Task<ImmutableArray<DataQuality>> GetQualityAsync(string assetId, CancellationToken cancellationToken = default) =>
        quality.ReadAsync(known.Instrument(assetId), cancellationToken);
}
