using System.Collections.Immutable;
using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds;

/// <summary>Where a feed reads on, and how its watermark moves.</summary>
public static class FeedRules
{
    /// <summary>Indicators are revised for weeks after their release; so much of them is asked for again each time.</summary>
    private static readonly TimeSpan RevisedFor = TimeSpan.FromDays(14);

    /// <summary>
    /// The instant to ask from. The newest stored row is asked for again, so that a late revision of it is noticed; storing it twice
    /// changes nothing. A calendar and corporate actions are asked for whole, as dates and figures change until they have passed.
    /// </summary>
    public static DateTimeOffset StartOf(FeedState state, DatasetSchedule schedule, DateTimeOffset now)
    {
        var first = now.AddDays(-schedule.HistoryDays);
        return state.ContinueFrom ?? schedule switch
        {
            { Kind: DatasetKind.Candles, Timeframe: { } timeframe } => state.Watermark ?? timeframe.OpenTimeOf(first),
            { Kind: DatasetKind.Indicator } => Later(first, state.Watermark - RevisedFor),
            { Kind: DatasetKind.Calendar or DatasetKind.Splits or DatasetKind.Dividends } => first,
            _ => state.Watermark ?? first,
        };
    }

    /// <summary>What others see of a feed.</summary>
    public static FeedView ViewOf(FeedId id, FeedState state) => new(
        id, state.Watermark, state.FirstAt, state.Rows, state.Revisions, state.CollectedAt, state.LastError, state.Gaps,
        LeftOut: state.LeftOut, LastLeftOut: state.LastLeftOut);

    /// <summary>The state after a stored page.</summary>
    public static FeedState Advance<TRow>(
        FeedState state, FeedDataset<TRow> dataset, DataPage<TRow> page, ImportCounts counts, DateTimeOffset now)
    {
        // Where it can be told, rows are counted by what lies beyond the watermark, not by what the store inserted: after a crash between
        // the two the store finds the repeated page in place, and it counts all the same.
        var added = dataset.OneRowAnInstant
            ? page.Rows.Count(row => state.Watermark is null || dataset.KeyOf(row).At > state.Watermark)
            : counts.Inserted;
        var next = page.Rows.IsEmpty ? state : dataset.Remember(state, page.Rows[^1]);
        return next with
        {
            Watermark = page.Rows.IsEmpty ? state.Watermark : Later(dataset.KeyOf(page.Rows[^1]).At, state.Watermark),
            ContinueFrom = page.ContinueFrom,
            OlderUntil = page.OlderUntil,
            Restates = state.Restates && page.ContinueFrom is not null,
            BadPage = null,
            FirstAt = state.FirstAt ?? (page.Rows.IsEmpty ? null : dataset.KeyOf(page.Rows[0]).At),
            AdjustedAsOf = state.FirstAt is null ? now : state.AdjustedAsOf,
            Rows = state.Rows + added,
            Revisions = state.Revisions + counts.Updated,
            CollectedAt = now,
            LastError = null,
        };
    }

    /// <summary>The state after a page of which rows could not be used; the same again is not counted again.</summary>
    public static FeedState Leave(FeedState state, LeftOut? leftOut) => leftOut is null || state.LastLeftOut == leftOut.First
        ? state
        : state with { LeftOut = state.LeftOut + leftOut.Count, LastLeftOut = leftOut.First };

    /// <summary>The instant up to which data is stored: the close of the newest candle, or the newest row.</summary>
    public static DateTimeOffset? DataUntil(DateTimeOffset? watermark, DatasetSchedule schedule) =>
        schedule is { Kind: DatasetKind.Candles, Timeframe: { } timeframe } ? watermark + timeframe.Duration() : watermark;

    /// <summary>
    /// The instant up to which an asset knows a dataset. Where rows come only when something happens, a quiet source is known up to
    /// when it was asked. Null while older rows than those that were read are still to be: it does not know what stands in them.
    /// </summary>
    public static DateTimeOffset? FreshUntil(FeedState state, DatasetSchedule schedule) =>
        state.OlderUntil is not null ? null
        : schedule.Kind is DatasetKind.OptionsFlow or DatasetKind.Posts or DatasetKind.Earnings && state.ContinueFrom is null
            ? state.CollectedAt
            : DataUntil(state.Watermark, schedule);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}

/// <summary>What a feed stores. Never changed in place.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedState")]
public sealed record FeedState
{
    /// <summary>Open time of the newest stored candle, or time of the newest quote.</summary>
    [Id(0)]
    public DateTimeOffset? Watermark { get; init; }

    /// <summary>Where the next page starts, null where the present was reached. Carries over stretches without rows.</summary>
    [Id(1)]
    public DateTimeOffset? ContinueFrom { get; init; }

    [Id(2)]
    public DateTimeOffset? FirstAt { get; init; }

    [Id(3)]
    public long Rows { get; init; }

    [Id(4)]
    public long Revisions { get; init; }

    [Id(5)]
    public DateTimeOffset? CollectedAt { get; init; }

    [Id(6)]
    public string? LastError { get; init; }

    /// <summary>Of versions before: stretches for which the source was asked again, once. New ones are in <see cref="Asks"/>.</summary>
    [Id(7)]
    public ImmutableArray<TimeRange> Absences { get; init; } = [];

    /// <summary>Expected against received intervals; null before they were measured.</summary>
    [Id(8)]
    public GapLedger? Gaps { get; init; }

    /// <summary>When the history was begun to be fetched as it stands: splits that held by then are in its prices.</summary>
    [Id(9)]
    public DateTimeOffset? AdjustedAsOf { get; init; }

    /// <summary>The newest candle, for feeds of candles: one that comes again by a factor was adjusted.</summary>
    [Id(10)]
    public Candle? Newest { get; init; }

    /// <summary>Stretches for which the source was asked again, at most <see cref="GapRules.AsksMax"/>.</summary>
    [Id(11)]
    public ImmutableArray<GapAsk> Asks { get; init; } = [];

    /// <summary>Rows that came and could not be used; one that comes again at once is counted once.</summary>
    [Id(12)]
    public long LeftOut { get; init; }

    /// <summary>What was wrong with the newest of them, in words.</summary>
    [Id(13)]
    public string? LastLeftOut { get; init; }

    /// <summary>Of quotes that are to be pushed too: minutes in which a poll brought one, behind the ledger; else null.</summary>
    [Id(14)]
    public ImmutableArray<DateTimeOffset>? PolledMinutes { get; init; }

    /// <summary>How long the page that is asked for now could not be used; null where the last one could.</summary>
    [Id(15)]
    public BadPage? BadPage { get; init; }

    /// <summary>
    /// Rows before it, from <see cref="ContinueFrom"/> on, are still to be asked for; null where a vendor tells oldest first.
    /// </summary>
    [Id(16)]
    public DateTimeOffset? OlderUntil { get; init; }

    /// <summary>When the newest candle last came back by a ratio, so that the history was fetched again; null where it never did.</summary>
    [Id(17)]
    public DateTimeOffset? RatioAt { get; init; }

    /// <summary>Whether the history that is being fetched again is known to be adjusted for a split that holds now.</summary>
    [Id(18)]
    public bool Restates { get; init; }
}
