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

    public Task<CandlePage> GetCandlesAsync(CandleRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.RequireLimit(request.Limit);
        RequestRules.RequireSpan(request.From, request.Until);
        RequestRules.RequireSource(request.SourceId);
        return prices.CandlesAsync(known.Instrument(request.AssetId), request, cancellationToken);
    }

    public Task<ImmutableArray<IndicatorValue>> GetIndicatorsAsync(string assetId, CancellationToken cancellationToken = default) =>
        facts.GetIndicatorsAsync(known.Asset(assetId).Id, cancellationToken);

    public Task<ImmutableArray<IndicatorValue>> GetIndicatorAsync(
        string assetId, string indicator, DateTimeOffset from, int limit, CancellationToken cancellationToken = default)
    {
        RequestRules.RequireLimit(limit);
        var asset = known.Asset(assetId);
        KnownNames.RequireIndicator(asset, indicator);
        return facts.GetIndicatorAsync(asset.Id, indicator, from, limit, cancellationToken);
    }

    public Task<ImmutableArray<SentimentSnapshot>> GetSentimentAsync(
        string assetId, int? lookbackMinutes, DateTimeOffset from, int limit, CancellationToken cancellationToken = default)
    {
        RequestRules.RequireLimit(limit);
        return facts.GetSentimentAsync(known.Asset(assetId).Id, lookbackMinutes, from, limit, cancellationToken);
    }

    public Task<ImmutableArray<WatchedPost>> GetPostsAsync(PostRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.RequireLimit(request.Limit);
        known.RequireAsset(request.AssetId);
        return facts.GetPostsAsync(request with { Account = known.Account(request.Account) }, cancellationToken);
    }

    public Task<ImmutableArray<OptionsFlow>> GetOptionsFlowAsync(FlowRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.RequireLimit(request.Limit);
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
