using System.Collections.Immutable;
using Orleans;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>What a source stores. Never changed in place: each step makes a new one, so a reader sees one whole state.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DataSourceState")]
public sealed record DataSourceState
{
    /// <summary>Null until the catalogue is applied.</summary>
    [Id(0)]
    public DataSourceDefinition? Definition { get; init; }

    // The id 1 held the period of the reminder, which its row tells; it stays reserved.
    [Id(2)]
    public ImmutableArray<WindowCounter> Counters { get; init; } = [];

    /// <summary>Calls reserved in the counters whose outcome is not known yet.</summary>
    [Id(3)]
    public int PendingCalls { get; init; }

    [Id(4)]
    public ImmutableArray<FeedSlot> Slots { get; init; } = [];

    [Id(5)]
    public SourceHealth Health { get; init; } = SourceHealth.Unknown;

    /// <summary>Calls and failures of the last hour and day; at most 38 counters.</summary>
    [Id(6)]
    public ImmutableArray<OutcomeCounter> Outcomes { get; init; } = [];
}
