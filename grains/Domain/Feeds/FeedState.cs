using System.Collections.Immutable;
using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds;

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

    /// <summary>
    /// Stretches for which the source was asked again, at most <see cref="GapRules.AbsencesMax"/>: what they lack, it lacks.
    /// </summary>
    [Id(7)]
    public ImmutableArray<TimeRange> Absences { get; init; } = [];

    /// <summary>Expected against received intervals, for candles; null before they were measured.</summary>
    [Id(8)]
    public GapLedger? Gaps { get; init; }
}
