using System.Collections.Immutable;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>
/// Fetches what its feed lacks and stores it: rows first, watermark after, others told last. A crash in between repeats a page,
/// and as rows have natural keys, repeating one changes nothing.
/// </summary>
/// <remarks>It stands where its source stood when it first asked: nobody else drives it.</remarks>
[PreferLocalPlacement]
internal sealed class FeedGrain(
    [PersistentState(StateNames.Feed)] IPersistentState<FeedState> storage,
    VendorAdapters adapters,
    VendorCalls vendor,
    FeedDatasets datasets,
    FeedGaps gaps,
    CollectionMetrics metrics,
    TimeProvider time) : Grain, IFeedGrain
{
    /// <summary>After this long no further page is begun: the caller waits 30 seconds at most.</summary>
    private static readonly TimeSpan PagingTimeMax = TimeSpan.FromSeconds(8);

    /// <summary>Pages are stored once they hold this many rows together: a transaction costs as much as a thousand of them.</summary>
    private const int StoredTogetherMin = 5_000;

    private readonly Stored<FeedState> _state = new(storage);

    private FeedId Id => Keys.FeedOf(this.GetPrimaryKeyString());

    private FeedView View
    {
        get
        {
            var state = _state.Value;
            return new FeedView(
                Id, state.Watermark, state.FirstAt, state.Rows, state.Revisions, state.CollectedAt, state.LastError,
                state.Gaps);
        }
    }

    public Task<FeedView> GetAsync() => Task.FromResult(View);

    public async Task<FeedOutcome> CollectAsync(FeedGrant grant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grant);
        if (grant.CallsMax < 1)
        {
            throw new InvalidRequestException($"A grant of {grant.CallsMax} calls is none: it must be 1 or more.");
        }

        var outcome = await ((grant.Schedule, adapters.Find(Id.SourceId)) switch
        {
            ({ Kind: DatasetKind.Candles, Timeframe: { } timeframe }, ICandleSource source) =>
                PullAsync(datasets.Candles(source, Id, grant, timeframe), grant, cancellationToken),
            ({ Kind: DatasetKind.Quotes }, IQuoteSource source) => PullAsync(datasets.Quotes(source, Id, grant), grant, cancellationToken),
            ({ Kind: DatasetKind.Indicator, Indicator: { } indicator }, IIndicatorSource source) =>
                PullAsync(datasets.Indicators(source, Id, grant, indicator), grant, cancellationToken),
            ({ Kind: DatasetKind.Sentiment }, ISentimentSource source) =>
                PullAsync(datasets.Sentiment(source, Id, grant), grant, cancellationToken),
            ({ Kind: DatasetKind.OptionsFlow }, IOptionsFlowSource source) =>
                PullAsync(datasets.OptionsFlow(source, Id, grant), grant, cancellationToken),
            ({ Kind: DatasetKind.Calendar }, ICalendarSource source) => PullAsync(datasets.Calendar(source), grant, cancellationToken),
            ({ Kind: DatasetKind.Earnings }, IEarningsSource source) =>
                PullAsync(datasets.Earnings(source, Id, grant), grant, cancellationToken),
            ({ Kind: DatasetKind.Posts, Account: { } account }, IPostSource source) =>
                PullAsync(datasets.Posts(source, Id, grant, account), grant, cancellationToken),
            ({ Kind: DatasetKind.Trending }, ITrendingSource source) =>
                PullAsync(datasets.Trending(source, grant), grant, cancellationToken),
            _ => NotOfferedAsync(grant.Schedule),
        });
        if (outcome.Result != FeedResult.Ok || grant.IsProbe)
        {
            return outcome;
        }

        await TellFreshnessAsync(grant.Schedule);
        return FeedGaps.IsDue(_state.Value, grant.Schedule, time.GetUtcNow())
            ? outcome with { Feed = await MeasureAsync(_state.Value, grant, cancellationToken) }
            : outcome;
    }

    private Task<FeedOutcome> PullAsync<TRow>(Dataset<TRow> dataset, FeedGrant grant, CancellationToken cancellationToken) => grant switch
    {
        { IsProbe: true } => ProbeAsync(dataset, grant, cancellationToken),
        { Gap: { } gap } => FillAsync(dataset, grant, gap, cancellationToken),
        _ => GoOnAsync(dataset, grant, cancellationToken),
    };

    private async Task<FeedOutcome> ProbeAsync<TRow>(Dataset<TRow> dataset, FeedGrant grant, CancellationToken cancellationToken)
    {
        var from = FeedRules.StartOf(_state.Value, grant.Schedule, time.GetUtcNow());
        var (reply, page, fault) = await FetchAsync(dataset, from, cancellationToken);
        var result = reply.IsOk && page is null ? FeedResult.Malformed : reply.Result;
        return OutcomeOf(reply, result, CallsOf(reply), hasMore: false, fault ?? reply.Error);
    }

    private async Task<FeedOutcome> FillAsync<TRow>(
        Dataset<TRow> dataset, FeedGrant grant, TimeRange gap, CancellationToken cancellationToken)
    {
        var (from, calls) = (gap.From, 0);
        for (var pages = 1; ; pages++)
        {
            var (reply, page, fault) = await FetchAsync(dataset, from, cancellationToken);
            calls += CallsOf(reply);
            if (page is null)
            {
                return await FailAsync(reply, fault is null ? reply.Result : FeedResult.Malformed, calls, fault ?? reply.Error);
            }

            ImmutableArray<TRow> rows = [.. page.Rows.Where(row => dataset.KeyOf(row).At < gap.Until)];
            var counts = rows.IsEmpty ? new ImportCounts(0, 0, 0) : await dataset.StoreAsync(rows);
            metrics.Stored(Id, counts.Inserted);
            var reached = page.ContinueFrom is { } next && next < gap.Until ? next : gap.Until;
            await _state.WriteAsync(GapRules.Asked(_state.Value, new TimeRange(gap.From, reached)) with
            {
                Rows = _state.Value.Rows + counts.Inserted,
                Revisions = _state.Value.Revisions + counts.Updated,
            });
            if (reached == gap.Until || pages >= grant.CallsMax)
            {
                await MeasureAsync(_state.Value, grant, cancellationToken);
                return OutcomeOf(reply, FeedResult.Ok, calls, hasMore: false, error: null);
            }

            from = reached;
        }
    }

    private async Task<FeedView> MeasureAsync(FeedState state, FeedGrant grant, CancellationToken cancellationToken)
    {
        await _state.WriteAsync(await gaps.MeasureAsync(state, Id, grant, time.GetUtcNow(), cancellationToken));
        return View;
    }

    private static int CallsOf<T>(VendorReply<T> reply)
        where T : class => reply.IsFree ? 0 : 1;

    /// <summary>One call: the reply, its page where it may be used, and what is wrong with the page where it may not.</summary>
    private async Task<(VendorReply<DataPage<TRow>> Reply, DataPage<TRow>? Page, string? Fault)> FetchAsync<TRow>(
        Dataset<TRow> dataset, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var reply = await vendor.CallAsync(Id, token => dataset.FetchAsync(from, token), cancellationToken);
        var page = reply.IsOk ? reply.Value : null;
        var fault = page is null ? null : PageRules.FaultOf(dataset, Id, page, from, time.GetUtcNow());
        return (reply, fault is null ? page : null, fault);
    }

    private async Task<FeedOutcome> GoOnAsync<TRow>(Dataset<TRow> dataset, FeedGrant grant, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var from = FeedRules.StartOf(_state.Value, grant.Schedule, time.GetUtcNow());
        var unstored = ImmutableArray.CreateBuilder<TRow>();
        var calls = 0;
        for (var pages = 1; ; pages++)
        {
            var (reply, page, fault) = await FetchAsync(dataset, from, cancellationToken);
            calls += CallsOf(reply);
            if (page is null)
            {
                if (unstored.Count > 0)
                {
                    await StoreAsync(dataset, unstored, continueFrom: from);
                }

                return await FailAsync(reply, fault is null ? reply.Result : FeedResult.Malformed, calls, fault ?? reply.Error);
            }

            unstored.AddRange(page.Rows);
            var isLast = page.ContinueFrom is null || pages >= grant.CallsMax || time.GetElapsedTime(started) >= PagingTimeMax;
            if (isLast)
            {
                await StoreAsync(dataset, unstored, page.ContinueFrom);
                return OutcomeOf(reply, FeedResult.Ok, calls, hasMore: page.ContinueFrom is not null, error: null);
            }

            from = page.ContinueFrom!.Value; // Not the last page, so it goes on.
            if (unstored.Count >= StoredTogetherMin)
            {
                await StoreAsync(dataset, unstored, from);
            }
        }
    }

    /// <summary>Stores what came, then where to go on, then tells of it; empties the builder.</summary>
    private async Task StoreAsync<TRow>(Dataset<TRow> dataset, ImmutableArray<TRow>.Builder unstored, DateTimeOffset? continueFrom)
    {
        var page = new DataPage<TRow>(unstored.DrainToImmutable(), continueFrom);
        var counts = page.Rows.IsEmpty ? new ImportCounts(0, 0, 0) : await dataset.StoreAsync(page.Rows);
        await _state.WriteAsync(FeedRules.Advance(_state.Value, dataset, page, counts, time.GetUtcNow()));
        metrics.Stored(Id, counts.Inserted);
        if (!page.Rows.IsEmpty)
        {
            await dataset.TellAsync(page.Rows);
        }
    }

    private async Task<FeedOutcome> FailAsync<T>(VendorReply<T> reply, FeedResult result, int calls, string? error)
        where T : class
    {
        // A reply that claims success and carries nothing is the vendor's fault too.
        var kind = result == FeedResult.Ok ? FeedResult.Malformed : result;
        var text = error ?? $"{Id.SourceId} answered without content";
        if (kind != FeedResult.Stopped)
        {
            await NoteErrorAsync(text);
        }

        return OutcomeOf(reply, kind, calls, hasMore: _state.Value.ContinueFrom is not null, text);
    }

    private FeedOutcome OutcomeOf<T>(VendorReply<T> reply, FeedResult result, int calls, bool hasMore, string? error)
        where T : class =>
        new(result, calls, reply.UsedUnits, hasMore, reply.RetryAfter, error, View) { StatedUses = reply.StatedUses };

    private async Task<FeedOutcome> NotOfferedAsync(DatasetSchedule schedule)
    {
        var text = $"this version reads no {schedule.Kind.Words()} from {Id.SourceId}: "
            + $"take {schedule.Name} out of its datasets in sources.yaml";
        await NoteErrorAsync(text);
        return new FeedOutcome(FeedResult.NotOffered, 0, null, HasMore: false, null, text, View);
    }

    private Task NoteErrorAsync(string text) =>
        _state.Value.LastError == text ? Task.CompletedTask : _state.WriteAsync(_state.Value with { LastError = text });

    private async Task TellFreshnessAsync(DatasetSchedule schedule)
    {
        if (Id.AssetId != FeedId.Market && FeedRules.FreshUntil(_state.Value, schedule) is { } until
            && _state.Value.CollectedAt is { } collectedAt)
        {
            var freshness = new SourceFreshness(Id.SourceId, Id.Dataset, until, collectedAt);
            await GrainFactory.GetGrain<IAssetGrain>(Keys.Asset(Id.AssetId)).RecordFreshnessAsync(freshness);
        }
    }
}
