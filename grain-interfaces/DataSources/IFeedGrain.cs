using System.Collections.Immutable;
using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.DataSources;

/// <summary>One feed: fetches what is missing since its durable watermark and stores it; key <see cref="Keys.Feed"/>.</summary>
[Alias("OrleansAssets.IFeedGrain")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>Where the feed stands.</summary>
    [Alias("Get"), Question]
    Task<FeedView> GetAsync();
}

/// <summary>Leave to call the vendor.</summary>
/// <param name="Symbol">The asset's name at the source.</param>
/// <param name="CallsMax">Most calls to make now.</param>
/// <param name="Gap">A stretch of candles to fill instead of going on from the watermark, which stays.</param>
/// <param name="IsProbe">Whether only to ask and to check what comes: nothing is stored, and one call is made.</param>
/// <param name="IsPushed">Whether the source is to push the same beside: then its gaps are minutes that neither brought.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedGrant")]
public sealed record FeedGrant(
    string Symbol, string ClassId, DatasetSchedule Schedule, int CallsMax, TimeRange? Gap = null, bool IsProbe = false,
    bool IsPushed = false);

/// <summary>What a collection did.</summary>
/// <param name="Calls">Calls made.</param>
/// <param name="UsedUnits">What the vendor's headers say is spent in the shortest window, null where it does not say.</param>
/// <param name="HasMore">Whether history is left to fetch now.</param>
/// <param name="RetryAfter">When the vendor wants to hear from us again, null where it did not say.</param>
/// <param name="Error">What went wrong in words, null on success.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedOutcome")]
public sealed record FeedOutcome(
    FeedResult Result,
    int Calls,
    int? UsedUnits,
    bool HasMore,
    DateTimeOffset? RetryAfter,
    string? Error,
    FeedView Feed)
{
    /// <summary>What the vendor's headers say is spent in any window, where they say more than of the shortest.</summary>
    [Id(7)]
    public ImmutableArray<StatedUse> StatedUses { get; init; } = [];
}

/// <summary>What a vendor says is spent in one of its windows.</summary>
/// <param name="WindowSeconds">Names the window by its length, as in sources.yaml.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.StatedUse")]
public sealed record StatedUse(int WindowSeconds, int UsedUnits);

/// <summary>How a collection ended. The failures of the vendor are apart, as each has its own remedy.</summary>
[GenerateSerializer, Alias("OrleansAssets.FeedResult")]
public enum FeedResult
{
    /// <summary>It succeeded; there may have been nothing new.</summary>
    Ok = 0,

    /// <summary>The vendor limits us until a stated time.</summary>
    RateLimited = 1,

    /// <summary>The vendor shut us out for longer than a limit does.</summary>
    Banned = 2,

    /// <summary>The vendor does not know the symbol.</summary>
    UnknownSymbol = 3,

    /// <summary>No credential is set.</summary>
    KeyMissing = 4,

    /// <summary>The vendor does not take the credential.</summary>
    KeyRejected = 5,

    /// <summary>The plan that is paid for does not include it.</summary>
    PlanTooSmall = 6,

    /// <summary>The vendor failed, or could not be reached.</summary>
    Unavailable = 7,

    /// <summary>The answer could not be read, or breaks a rule of the dataset.</summary>
    Malformed = 8,

    /// <summary>The source has no such dataset, or this version does not read it there.</summary>
    NotOffered = 9,

    /// <summary>The silo stopped, or was lost, before the vendor's answer was known: it says nothing about the vendor.</summary>
    Stopped = 10,

    /// <summary>The product's own database failed: it says nothing about the vendor, whose answer may have been sound.</summary>
    NotStored = 11,

    /// <summary>The vendor answered, and has nothing for this symbol now, e.g. no bid: that is the symbol's matter.</summary>
    NothingNow = 12,
}

/// <summary>A feed as it stands.</summary>
/// <param name="Watermark">Open time of the newest stored candle, or time of the newest row; null before the first.</param>
/// <param name="FirstAt">The oldest stored row's time.</param>
/// <param name="Rows">Rows stored so far by this feed.</param>
/// <param name="Revisions">Rows whose values a later reply changed.</param>
/// <param name="CollectedAt">When it was last collected with success, UTC.</param>
/// <param name="Gaps">
/// Expected against received intervals: of the market's calendar for candles, minutes of it for quotes that are pushed, of the schedule
/// for all others. Null before the first measure.
/// </param>
/// <param name="InsteadOf">The source that this feed stands in for now, as that one is down; null where it does not.</param>
/// <param name="NotServed">The vendor refuses this dataset for this asset (symbol, plan, or not offered); asked again after hours.</param>
/// <param name="StandsInSince">Since when it stands in, UTC; null where it does not.</param>
/// <param name="LeftOut">Rows that came and could not be used, out of pages of which the others were stored.</param>
/// <param name="LastLeftOut">What was wrong with the newest of them, in words; null where none was left out.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedView")]
public sealed record FeedView(
    FeedId Id,
    DateTimeOffset? Watermark,
    DateTimeOffset? FirstAt,
    long Rows,
    long Revisions,
    DateTimeOffset? CollectedAt,
    string? LastError,
    GapLedger? Gaps = null,
    string? InsteadOf = null,
    bool NotServed = false,
    DateTimeOffset? StandsInSince = null,
    long LeftOut = 0,
    string? LastLeftOut = null);

/// <summary>Names a feed: one source, asset and dataset (<c>candles-1h</c>, <c>quotes</c>).</summary>
/// <param name="AssetId">The asset, or <see cref="Market"/> for a dataset of whole markets.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedId")]
public sealed record FeedId(string SourceId, string AssetId, string Dataset)
{
    /// <summary>Stands in place of an asset for datasets of whole markets (calendars); ids of assets are capitals.</summary>
    public const string Market = "market";
}

/// <summary>Expected against received intervals of a feed.</summary>
/// <param name="From">
/// Where the count starts: the oldest stored candle, or later where there are too many to count; else the first collection.
/// </param>
/// <param name="Until">End of the count, UTC, exclusive.</param>
/// <param name="Expected">
/// Of candles: intervals in which the market was open and that were over when this was measured; of quotes that are to be pushed, such
/// minutes. Else: intervals of the schedule.
/// </param>
/// <param name="Received">
/// Those of them with a stored candle, or with a quote, be it pushed or polled; else those in which the feed was asked and answered.
/// </param>
/// <param name="Absent">
/// Those for which the source was asked again, and again, and has none; it is asked once more after days. Else those in which nobody asked,
/// and pages that could not be used: what the source still has of them may have come with a later page.
/// </param>
/// <param name="Missing">The rest: still to be fetched.</param>
/// <param name="Next">The stretch that backfill asks for next, null where nothing is missing behind the watermark.</param>
/// <param name="MeasuredAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.GapLedger")]
public sealed record GapLedger(
    DateTimeOffset From,
    DateTimeOffset Until,
    long Expected,
    long Received,
    long Absent,
    long Missing,
    TimeRange? Next,
    DateTimeOffset MeasuredAt);
