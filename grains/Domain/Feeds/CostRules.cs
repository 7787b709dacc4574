using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Feeds;

/// <summary>What the sources of assets cost a month.</summary>
public static class CostRules
{
    /// <summary>What enabling a phase's assets adds: the priced sources that they list and that no enabled asset lists yet.</summary>
    public static PhaseCost Of(AssetsConfiguration configuration, PhaseDefinition phase, IReadOnlySet<string> enabledAssetIds)
    {
        var paid = SourcesOf(configuration.Assets.Where(asset => enabledAssetIds.Contains(asset.Id)));
        var needed = SourcesOf(configuration.Assets.Where(asset => phase.Assets.Contains(asset.Id, StringComparer.Ordinal)));
        var added = configuration.Sources.Where(source => needed.Contains(source.Id) && !paid.Contains(source.Id)).ToList();
        return new PhaseCost(
            phase.Id,
            added.Sum(source => source.MonthlyCostUsd),
            [.. added.Where(source => source.MonthlyCostUsd > 0).Select(source => source.Id)],
            [.. added.Where(source => source.UsdPerUnit > 0).Select(source => source.Id)]);
    }

    private static HashSet<string> SourcesOf(IEnumerable<AssetDefinition> assets) =>
        assets.SelectMany(asset => asset.RequiredSources.Concat(asset.OptionalSources)).ToHashSet(StringComparer.Ordinal);
}
