using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;

namespace OrleansAssets.Catalogue;

/// <summary>Everything there is, in the file's order; key <see cref="Keys.Catalogue"/>.</summary>
[Alias("OrleansAssets.ICatalogueGrain")]
public interface ICatalogueGrain : IGrainWithStringKey
{
    /// <summary>Brings the configuration of this silo into the grains and the registry tables. Running it twice changes nothing.</summary>
    [Alias("Apply")]
    Task ApplyAsync();

    [AlwaysInterleave]
    [Alias("GetAssets")]
    Task<ImmutableArray<AssetView>> GetAssetsAsync();

    [AlwaysInterleave]
    [Alias("GetClasses")]
    Task<ImmutableArray<AssetClassView>> GetClassesAsync();

    [AlwaysInterleave]
    [Alias("GetPhases")]
    Task<ImmutableArray<PhaseView>> GetPhasesAsync();

    [AlwaysInterleave]
    [Alias("GetSources")]
    Task<ImmutableArray<DataSourceView>> GetSourcesAsync();

    /// <summary>What activating each phase that is not active would add to the monthly cost, in the order of the phases.</summary>
    [AlwaysInterleave]
    [Alias("GetPhaseCosts")]
    Task<ImmutableArray<PhaseCost>> GetPhaseCostsAsync();

    /// <summary>Where what runs differs from the file: the enabled flags that an operator or a phase changed.</summary>
    [AlwaysInterleave]
    [Alias("GetDifferences")]
    Task<ImmutableArray<ConfigurationDifference>> GetDifferencesAsync();

    /// <summary>The installation at a glance.</summary>
    [AlwaysInterleave]
    [Alias("GetStatus")]
    Task<SystemStatus> GetStatusAsync();
}

/// <summary>One place where what runs differs from the file.</summary>
/// <param name="Path">E.g. <c>assets.NVDA.enabled</c>.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ConfigurationDifference")]
public sealed record ConfigurationDifference(string Path, string InFile, string Running, string ChangedBy, DateTimeOffset ChangedAt);

/// <summary>The installation at a glance.</summary>
/// <param name="Engine"><c>Orleans</c> or <c>Embedded</c>.</param>
/// <param name="Mode"><c>sandbox</c> or <c>live</c>.</param>
/// <param name="Database">Server version and whether it is private, never the password.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SystemStatus")]
public sealed record SystemStatus(
    string Version,
    string Engine,
    string Mode,
    string Database,
    DateTimeOffset StartedAt,
    string ConfigurationHash,
    int Assets,
    int AssetsEnabled,
    int Sources,
    int SourcesHealthy,
    decimal MonthlyCostUsd,
    string CurrentPhaseId,
    string? NextPhaseId,
    ReadinessVerdict? NextPhaseVerdict,
    long Candles,
    long Quotes);
