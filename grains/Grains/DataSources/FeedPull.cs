using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>One use of a grant: asks the vendor for pages, checks and stores them, and moves the feed's state on behind them.</summary>
internal sealed class FeedPull(FeedId id, FeedGrant grant, Stored<FeedState> state, FeedServices services)
{
    /// <summary>After this long no further page is begun: the caller waits 30 seconds at most.</summary>
    private static readonly TimeSpan PagingTimeMax = TimeSpan.FromSeconds(8);

    /// <summary>Pages are stored once they hold this many rows together: a transaction costs as much as a thousand of them.</summary>
    private const int StoredTogetherMin = 5_000;

    public FeedId Id => id;

    public FeedGrant Grant => grant;

    /// <summary>Where the next page ends, of a vendor that tells the newest rows first; null where it reaches up to now.</summary>
    public DateTimeOffset? OlderUntil => state.Value.OlderUntil;

    /// <summary>Whether what comes is known to be adjusted for a split that holds now, also where it comes as it is stored.</summary>
    public bool Restates => state.Value.Restates;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    private FeedView View => FeedRules.ViewOf(id, state.Value);

    /// <summary>A probe, the filling of a gap, or what follows the watermark, as the grant says.</summary>
    public Task<FeedOutcome> PullAsync<TRow>(FeedDataset<TRow> dataset, CancellationToken cancellationToken) => grant switch
    {
        { IsProbe: true } => ProbeAsync(dataset, cancellationToken),
        { Gap: { } gap } => FillAsync(dataset, gap, cancellationToken),
        _ => GoOnAsync(dataset, cancellationToken),
    };

    /// <summary>The outcome where nobody reads such a dataset at this source.</summary>
    public async Task<FeedOutcome> NotOfferedAsync()
    {
        var text = $"this version reads no {grant.Schedule.Kind.Words()} from {id.SourceId}: "
            + $"take {grant.Schedule.Name} out of its datasets in sources.yaml";
        await NoteErrorAsync(text);
        return new FeedOutcome(FeedResult.NotOffered, 0, null, HasMore: false, null, text, View);
    }

    /// <summary>Has the whole history fetched again, from the oldest stored row on; a crash goes on with it.</summary>
    /// <param name="splitAt">The split for which it is; null where the newest candle came back by a ratio.</param>
    public async Task RestartAsync(string because, DateTimeOffset? splitAt)
    {
        await state.WriteAsync(HistoryRules.Restart(state.Value, splitAt, Now));
        CollectionLog.HistoryAgain(services.Log, id.SourceId, id.AssetId, id.Dataset, state.Value.FirstAt?.UtcDateTime, because);
    }

    /// <summary>Counts the gaps anew.</summary>
    public async Task<FeedView> MeasureAsync(CancellationToken cancellationToken)
    {
        await state.WriteAsync(await services.Gaps.MeasureAsync(state.Value, id, grant, Now, cancellationToken));
        return View;
    }

    private async Task<FeedOutcome> ProbeAsync<TRow>(FeedDataset<TRow> dataset, CancellationToken cancellationToken)
    {
        var from = FeedRules.StartOf(state.Value, grant.Schedule, Now);
        var (reply, page, fault) = await FetchAsync(dataset, from, cancellationToken);
        var result = reply.IsOk && page is null ? FeedResult.Malformed : reply.Result;
        return OutcomeOf(reply, result, CallsOf(reply), hasMore: false, fault ?? reply.Error);
    }

    private async Task<FeedOutcome> FillAsync<TRow>(FeedDataset<TRow> dataset, TimeRange gap, CancellationToken cancellationToken)
    {
        var (from, calls) = (gap.From, 0);
        for (var pages = 1; ; pages++)
        {
            var (reply, page, fault) = await FetchAsync(dataset, from, cancellationToken);
            calls += CallsOf(reply);
            if (page is null)
            {
                var failed = await FailAsync(reply, fault, calls);
                return HealthRules.IsOfTheGap(failed.Result) ? failed with { Feed = await GiveUpAsync(gap, cancellationToken) } : failed;
            }

            ImmutableArray<TRow> rows = [.. page.Rows.Where(row => dataset.KeyOf(row).At < gap.Until)];
            var counts = rows.IsEmpty ? new ImportCounts(0, 0, 0) : await dataset.StoreAsync(rows);
            services.Metrics.Stored(id, counts.Inserted, rows.OfType<Candle>().Count(OddBars.IsOdd));
            var reached = page.ContinueFrom is { } next && next < gap.Until ? next : gap.Until;
            await state.WriteAsync(GapRules.Asked(state.Value, new TimeRange(from, reached), Now) with
            {
                Rows = state.Value.Rows + counts.Inserted,
                Revisions = state.Value.Revisions + counts.Updated,
            });
            if (reached == gap.Until || pages >= grant.CallsMax)
            {
                await MeasureAsync(cancellationToken);
                return OutcomeOf(reply, FeedResult.Ok, calls, hasMore: false, error: null);
            }

            from = reached;
        }
    }

    /// <summary>A gap for which the vendor refuses its candles is asked for again later, as one that it has no candles of.</summary>
    private async Task<FeedView> GiveUpAsync(TimeRange gap, CancellationToken cancellationToken)
    {
        await state.WriteAsync(GapRules.Asked(state.Value, gap, Now));
        return await MeasureAsync(cancellationToken);
    }

    private async Task<FeedOutcome> GoOnAsync<TRow>(FeedDataset<TRow> dataset, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        var from = FeedRules.StartOf(state.Value, grant.Schedule, Now);
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

                var failed = await FailAsync(reply, fault, calls);
                return failed.Result == FeedResult.Malformed
                    ? await RefuseAsync(failed, from, reply.Value?.ContinueFrom ?? reply.NextPage)
                    : failed;
            }

            if (dataset.AdjustedBy(state.Value, page.Rows) is { } ratio)
            {
                await RestartAsync($"it came back adjusted {ratio}", splitAt: null);
                if (pages >= grant.CallsMax)
                {
                    return OutcomeOf(reply, FeedResult.Ok, calls, hasMore: true, error: null);
                }

                from = FeedRules.StartOf(state.Value, grant.Schedule, Now);
                continue;
            }

            unstored.AddRange(page.Rows);
            var isLast = page.ContinueFrom is null || pages >= grant.CallsMax || services.Time.GetElapsedTime(started) >= PagingTimeMax;
            if (isLast)
            {
                await StoreAsync(dataset, unstored, page.ContinueFrom, page);
                return OutcomeOf(reply, FeedResult.Ok, calls, hasMore: page.ContinueFrom is not null, error: null);
            }

            from = page.ContinueFrom!.Value; // Not the last page, so it goes on.
            if (unstored.Count >= StoredTogetherMin || page.OlderUntil is not null)
            {
                await StoreAsync(dataset, unstored, from, page);
            }
        }
    }

    /// <summary>One call: the reply, its page where it may be used, and what is wrong with the page where it may not.</summary>
    private async Task<(VendorReply<DataPage<TRow>> Reply, DataPage<TRow>? Page, string? Fault)> FetchAsync<TRow>(
        FeedDataset<TRow> dataset, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var reply = await services.Vendor.CallAsync(id, token => dataset.FetchAsync(from, token), cancellationToken);
        var page = reply.IsOk ? reply.Value : null;
        if (page is null)
        {
            return (reply, null, null);
        }

        var good = PageRules.Check(dataset, id, page, from, Now);
        await LeaveAsync(LeftOut.Sum(reply.LeftOut, good.LeftOut));
        return (reply, good.Page, good.Fault);
    }

    /// <summary>Counts and lists rows that could not be used; a probe changes nothing.</summary>
    private async Task LeaveAsync(LeftOut? leftOut)
    {
        var next = grant.IsProbe ? state.Value : FeedRules.Leave(state.Value, leftOut);
        if (leftOut is not null && next.LeftOut > state.Value.LeftOut)
        {
            await state.WriteAsync(next);
            services.Metrics.LeftOut(id, leftOut.Count);
            CollectionLog.RowsLeftOut(services.Log, id.SourceId, id.AssetId, id.Dataset, leftOut.Count, leftOut.First);
        }
    }

    /// <summary>Stores what came, then where to go on, then tells of it; empties the builder.</summary>
    /// <param name="last">The last page of what came, where it says more than its rows.</param>
    private async Task StoreAsync<TRow>(
        FeedDataset<TRow> dataset, ImmutableArray<TRow>.Builder unstored, DateTimeOffset? continueFrom, DataPage<TRow>? last = null)
    {
        var page = new DataPage<TRow>(unstored.DrainToImmutable(), continueFrom)
        {
            Unsure = last?.Unsure ?? [], OlderUntil = last?.OlderUntil,
        };
        var counts = page.Rows.IsEmpty ? new ImportCounts(0, 0, 0) : await dataset.StoreAsync(page.Rows);
        if (dataset.IsWhole && !page.Rows.IsEmpty)
        {
            await dataset.WithdrawAsync(page);
        }

        var (before, now) = (state.Value, Now);
        var after = FeedRules.Advance(before, dataset, page, counts, now);
        await state.WriteAsync(grant.Schedule.Kind == DatasetKind.Candles
            ? after
            : PushedGapRules.Polled(before, after, grant.Schedule, grant.IsPushed, now));
        services.Metrics.Stored(id, counts.Inserted, page.Rows.OfType<Candle>().Count(OddBars.IsOdd));
        if (!page.Rows.IsEmpty)
        {
            await dataset.NotifyAsync(page.Rows);
        }
    }

    /// <summary>A page that could not be used: asked for again for a while, then passed over.</summary>
    /// <param name="from">Where it was asked to start.</param>
    /// <param name="next">Where the page behind it starts, where somebody says so.</param>
    private async Task<FeedOutcome> RefuseAsync(FeedOutcome failed, DateTimeOffset from, DateTimeOffset? next)
    {
        var isMeasured = grant.IsPushed || grant.Schedule.Kind == DatasetKind.Candles;
        var (after, passed) = BadPageRules.Refused(
            state.Value, from, BadPageRules.NextOf(from, next, grant.Schedule, Now), failed.Error ?? "no reason", isMeasured, Now);
        await state.WriteAsync(after);
        if (passed is not null)
        {
            services.Metrics.LeftOut(id, passed.Count);
            CollectionLog.RowsLeftOut(services.Log, id.SourceId, id.AssetId, id.Dataset, passed.Count, passed.First);
        }

        return failed with { Feed = View, HasMore = state.Value.ContinueFrom is not null };
    }

    /// <param name="fault">What is wrong with a page that came; null where none did.</param>
    private async Task<FeedOutcome> FailAsync<T>(VendorReply<T> reply, string? fault, int calls)
        where T : class
    {
        // A reply that claims success and carries nothing is the vendor's fault too.
        var kind = fault is not null || reply.Result == FeedResult.Ok ? FeedResult.Malformed : reply.Result;
        var text = fault ?? reply.Error ?? $"{id.SourceId} answered without content";
        if (kind != FeedResult.Stopped)
        {
            await NoteErrorAsync(text);
        }

        return OutcomeOf(reply, kind, calls, hasMore: state.Value.ContinueFrom is not null, text);
    }

    private FeedOutcome OutcomeOf<T>(VendorReply<T> reply, FeedResult result, int calls, bool hasMore, string? error)
        where T : class =>
        new(result, calls, reply.UsedUnits, hasMore, reply.RetryAfter, error, View) { StatedUses = reply.StatedUses };

    private Task NoteErrorAsync(string text) =>
        state.Value.LastError == text ? Task.CompletedTask : state.WriteAsync(state.Value with { LastError = text });

    private static int CallsOf<T>(VendorReply<T> reply)
        where T : class => reply.IsFree ? 0 : 1;
}

/// <summary>What the grains of feeds work with; one for all of them.</summary>
internal sealed record FeedServices(
    VendorAdapters Adapters,
    VendorCalls Vendor,
    FeedDatasets Datasets,
    FeedGaps Gaps,
    FeedHistory History,
    CollectionMetrics Metrics,
    AssetsConfiguration Configuration,
    TimeProvider Time,
    ILogger<FeedGrain> Log);
