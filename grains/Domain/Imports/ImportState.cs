using Orleans;
using OrleansAssets.Imports;

namespace OrleansAssets.Domain.Imports;

/// <summary>Where an import stands; its rows are in the staging tables.</summary>
[GenerateSerializer, Alias("OrleansAssets.ImportState")]
public sealed record ImportState
{
    [Id(0)]
    public ImportStage Stage { get; set; }

    [Id(1)]
    public ImportTarget? Target { get; set; }

    [Id(2)]
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>What the commit did, from then on.</summary>
    [Id(3)]
    public ImportCounts? Counts { get; set; }
}

/// <summary>Where an import stands.</summary>
[GenerateSerializer, Alias("OrleansAssets.ImportStage")]
public enum ImportStage
{
    None = 0,
    Open = 1,
    Committed = 2,
    Aborted = 3,
}
