using System.Collections.Immutable;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Grains.Vendors;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;

namespace OrleansAssets.Grains.DataSources;

/// <summary>
/// Fetches what its feed lacks and stores it: rows first, watermark after, others told last. A crash in between repeats a page,
/// and as rows have natural keys, repeating one changes nothing.
/// </summary>
internal sealed class FeedGrain(
    [PersistentState(StateNames.Feed)] IPersistentState<FeedState> storage,
    VendorAdapters adapters,
    VendorCalls vendor,
    IMarketDataStore store,
    CollectionMetrics metrics,
    TimeProvider time) : Grain, IFeedGrain
{
    /// <summary>After this long no further page is begun: the caller waits 30 seconds at most.</summary>
    private static readonly TimeSpan PagingTimeMax = TimeSpan.FromSeconds(8);

    /// <summary>Pages are stored once they hold this many candles together: a transaction costs as much as a thousand of them.</summary>
    private const int StoredTogetherMin = 5_000;

    private readonly Stored<FeedState> _state = new(storage);

    private FeedId Id => Keys.FeedOf(this.GetPrimaryKeyString());

    private FeedView View
    {
        get
        {
            var state = _state.Value;
            return new FeedView(
                Id, state.Watermark, state.FirstAt, state.Rows, state.Revisions, state.CollectedAt, state.LastError);
        }
    }

    public Task<FeedView> GetAsync() => Task.FromResult(View);

    public async Task<FeedOutcome> CollectAsync(FeedGrant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        if (grant.CallsMax < 1)
        {
            throw new InvalidRequestException($"A grant of {grant.CallsMax} calls is none: it must be 1 or more.");
        }

        var outcome = (grant.Schedule, adapters.Find(Id.SourceId)) switch
        {
            ({ Kind: DatasetKind.Candles, Timeframe: { } timeframe }, ICandleSource source) =>
                await CollectCandlesAsync(source, grant, timeframe),
            ({ Kind: DatasetKind.Quotes }, IQuoteSource source) => await CollectQuoteAsync(source, grant),
            _ => throw new InvalidOperationException(
                $"Feed {Id} was asked to collect, but no adapter of '{Id.SourceId}' serves {grant.Schedule.Name}."),
        };
        if (outcome.Result == FeedResult.Ok)
        {
            await TellFreshnessAsync(grant.Schedule);
        }

        return outcome;
    }

    private async Task<FeedOutcome> CollectCandlesAsync(ICandleSource adapter, FeedGrant grant, Timeframe timeframe)
    {
        var started = time.GetTimestamp();
        var from = FeedRules.StartOf(_state.Value, grant.Schedule, timeframe, time.GetUtcNow());
        var unstored = ImmutableArray.CreateBuilder<Candle>();
        for (var calls = 1; ; calls++)
        {
            var query = new CandleQuery(Id.AssetId, grant.Symbol, timeframe, from);
            var reply = await vendor.CallAsync(Id, token => adapter.GetCandlesAsync(query, token));
            var fault = reply is { IsOk: true, Value: { } received } ? FeedRules.FaultOf(query, received, time.GetUtcNow()) : null;
            if (fault is not null || reply is not { IsOk: true, Value: { } page })
            {
                if (unstored.Count > 0)
                {
                    await StoreAsync(grant.ClassId, unstored, continueFrom: from);
                }

                return await FailAsync(reply, fault is null ? reply.Result : FeedResult.Malformed, calls, fault ?? reply.Error);
            }

            unstored.AddRange(page.Candles);
            var isLast = page.ContinueFrom is null || calls >= grant.CallsMax || time.GetElapsedTime(started) >= PagingTimeMax;
            if (isLast)
            {
                await StoreAsync(grant.ClassId, unstored, page.ContinueFrom);
                return new FeedOutcome(FeedResult.Ok, calls, reply.UsedUnits, HasMore: page.ContinueFrom is not null, null, null, View);
            }

            from = page.ContinueFrom!.Value; // Not the last page, so it goes on.
            if (unstored.Count >= StoredTogetherMin)
            {
                await StoreAsync(grant.ClassId, unstored, from);
            }
        }
    }

    /// <summary>Stores what came, then where to go on; empties the builder.</summary>
    private async Task StoreAsync(string classId, ImmutableArray<Candle>.Builder unstored, DateTimeOffset? continueFrom)
    {
        var page = new CandlePage(unstored.DrainToImmutable(), continueFrom);
        var counts = page.Candles.IsEmpty
            ? new ImportCounts(0, 0, 0)
            : await store.UpsertCandlesAsync(classId, page.Candles, CancellationToken.None);
        await _state.WriteAsync(FeedRules.Advance(_state.Value, page, counts, time.GetUtcNow()));
        metrics.Stored(Id, counts.Inserted);
    }

    private async Task<FeedOutcome> CollectQuoteAsync(IQuoteSource adapter, FeedGrant grant)
    {
        var reply = await vendor.CallAsync(Id, token => adapter.GetQuoteAsync(Id.AssetId, grant.Symbol, token));
        if (!reply.IsOk || reply.Value is not { } quote)
        {
            return await FailAsync(reply, reply.Result, 1, reply.Error);
        }

        var counts = await store.UpsertQuotesAsync(grant.ClassId, [quote], CancellationToken.None);
        await _state.WriteAsync(FeedRules.Advance(_state.Value, quote, counts, time.GetUtcNow()));
        metrics.Stored(Id, counts.Inserted);
        await GrainFactory.GetGrain<IAssetGrain>(Keys.Asset(Id.AssetId)).RecordQuoteAsync(quote, Id.Dataset);
        return new FeedOutcome(FeedResult.Ok, 1, reply.UsedUnits, HasMore: false, null, null, View);
    }

    private async Task<FeedOutcome> FailAsync<T>(VendorReply<T> reply, FeedResult result, int calls, string? error)
        where T : class
    {
        // A reply that claims success and carries nothing is the vendor's fault too.
        var kind = result == FeedResult.Ok ? FeedResult.Malformed : result;
        var text = error ?? $"{Id.SourceId} answered without content";
        if (_state.Value.LastError != text)
        {
            await _state.WriteAsync(_state.Value with { LastError = text });
        }

        return new FeedOutcome(kind, calls, reply.UsedUnits, HasMore: _state.Value.ContinueFrom is not null, reply.RetryAfter, text, View);
    }

    private async Task TellFreshnessAsync(DatasetSchedule schedule)
    {
        if (FeedRules.DataUntil(_state.Value.Watermark, schedule) is { } until && _state.Value.CollectedAt is { } collectedAt)
        {
            var freshness = new SourceFreshness(Id.SourceId, Id.Dataset, until, collectedAt);
            await GrainFactory.GetGrain<IAssetGrain>(Keys.Asset(Id.AssetId)).RecordFreshnessAsync(freshness);
        }
    }
}
