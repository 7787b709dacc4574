using Orleans;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>What a source knows of one of its feeds.</summary>
/// <param name="NextDueAt">When to collect it next.</param>
/// <param name="HasMore">Whether history is left to fetch, so that it is due again at once.</param>
/// <param name="Failures">Failures in a row of this feed alone.</param>
/// <param name="ParkedBecause">Why it waits long while the source works (unknown symbol, plan too small), null where it does not.</param>
/// <param name="Last">The feed as it stood after its last collection, null before the first.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedSlot")]
public sealed record FeedSlot(
    PlannedFeed Plan,
    DateTimeOffset NextDueAt,
    bool HasMore,
    int Failures,
    string? ParkedBecause,
    FeedView? Last)
{
    public bool IsWanted => Plan.Need != FeedNeed.None;

    public static FeedView NotCollectedYet(FeedId id) => new(id, null, null, 0, 0, null, null);
}

/// <summary>A feed that the configuration allows, and whether it is needed now.</summary>
/// <param name="InsteadOf">The source that it stands in for, null where it does not.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PlannedFeed")]
public sealed record PlannedFeed(
    FeedId Id, string Symbol, string ClassId, DatasetSchedule Schedule, FeedNeed Need, string? InsteadOf = null);

/// <summary>Why a feed is collected.</summary>
[GenerateSerializer, Alias("OrleansAssets.FeedNeed")]
public enum FeedNeed
{
    /// <summary>It is not: its asset is disabled and not of the next phase.</summary>
    None = 0,

    /// <summary>Its asset belongs to the next phase, whose readiness asks for a healthy source.</summary>
    WarmUp = 1,

    /// <summary>Its asset is enabled.</summary>
    Enabled = 2,

    /// <summary>It stands in for a source that is down.</summary>
    Fallback = 3,
}
