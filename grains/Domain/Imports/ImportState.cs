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

/// <summary>How far an import is, as its callers are told.</summary>
public static class ImportSteps
{
    /// <param name="isPublished">Whether its rows are visible.</param>
    /// <param name="isLost">Whether nothing holds the rows that came.</param>
    public static ImportStep Of(ImportStage stage, bool isCommitting, bool isPublished, bool isLost) => stage switch
    {
        ImportStage.Aborted => ImportStep.Dropped,
        ImportStage.Committed => ImportStep.Done,
        _ when isCommitting => ImportStep.Committing,
        _ when isPublished => ImportStep.Done,
        _ => isLost ? ImportStep.Lost : ImportStep.Open,
    };
}
