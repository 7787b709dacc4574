using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Feeds;

/// <summary>What the sources of assets cost: US dollars a month.</summary>
public static class CostRules
{
    /// <summary>A source's price while one of these assets takes data from it, collected by this version or not; else 0.</summary>
    public static decimal MonthlyUsd(DataSourceDefinition source, IEnumerable<AssetDefinition> enabled) =>
        source.MonthlyCostUsd > 0 && enabled.Any(asset => asset.TakesFrom(source.Id)) ? source.MonthlyCostUsd : 0;

    /// <summary>What all sources cost while these assets are enabled: each once.</summary>
    /// <param name="unkeyed">Sources of which no key is set: nothing is paid for their plans.</param>
    public static decimal MonthlyUsd(
        IEnumerable<DataSourceDefinition> sources, IEnumerable<AssetDefinition> enabled, IReadOnlySet<string>? unkeyed = null)
    {
        var assets = enabled.ToArray();
        return sources.Where(source => unkeyed?.Contains(source.Id) != true).Sum(source => MonthlyUsd(source, assets));
    }

    /// <summary>What enabling a phase's assets adds: the priced sources that they take from and no enabled asset takes from yet.</summary>
    /// <param name="unkeyed">Sources of which no key is set: nothing is paid for their plans.</param>
    public static PhaseCost Of(
        AssetsConfiguration configuration, PhaseDefinition phase, IReadOnlySet<string> enabledAssetIds,
        IReadOnlySet<string>? unkeyed = null)
    {
        var enabled = configuration.Assets.Where(asset => enabledAssetIds.Contains(asset.Id)).ToArray();
        var needing = configuration.Assets.Where(asset => phase.Assets.Contains(asset.Id, StringComparer.Ordinal)).ToArray();
        var added = configuration.Sources.Where(source => unkeyed?.Contains(source.Id) != true
            && needing.Any(asset => asset.TakesFrom(source.Id)) && !enabled.Any(asset => asset.TakesFrom(source.Id))).ToList();
        return new PhaseCost(
            phase.Id,
            added.Sum(source => source.MonthlyCostUsd),
            [.. added.Where(source => source.MonthlyCostUsd > 0).Select(source => source.Id)],
            [.. added.Where(source => source.UsdPerUnit > 0).Select(source => source.Id)]);
    }
}
