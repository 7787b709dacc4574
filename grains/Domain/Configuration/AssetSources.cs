using System.Collections.Immutable;
using OrleansAssets.Assets;

namespace OrleansAssets.Domain.Configuration;

/// <summary>Which sources an asset takes its data from.</summary>
public static class AssetSources
{
    extension(AssetDefinition asset)
    {
        /// <summary>Every source that the asset lists, in the file's order: the required ones first.</summary>
        public ImmutableArray<string> Sources => [.. asset.RequiredSources, .. asset.OptionalSources];

        /// <summary>Whether the asset lists a source, as required or as optional.</summary>
        public bool Lists(string sourceId) =>
            asset.RequiredSources.Contains(sourceId, StringComparer.Ordinal)
            || asset.OptionalSources.Contains(sourceId, StringComparer.Ordinal);

        /// <summary>Whether the asset takes data from a source: it lists it, or has a symbol there.</summary>
        public bool TakesFrom(string sourceId) => asset.Lists(sourceId) || asset.SymbolAt(sourceId) is not null;
    }
}
