using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Configuration;

/// <summary>Finds things by id. Lists are short (tens), so that a search through them is as quick as any index.</summary>
public static class ConfigurationLookups
{
    extension(AssetsConfiguration configuration)
    {
        /// <summary>The asset, null where there is none of that id.</summary>
        public AssetDefinition? FindAsset(string id) => configuration.Assets.FirstOrDefault(asset => asset.Id == id);

        /// <summary>The class, null where there is none of that id.</summary>
        public AssetClassDefinition? FindClass(string id) => configuration.Classes.FirstOrDefault(assetClass => assetClass.Id == id);

        /// <summary>The source, null where there is none of that id.</summary>
        public DataSourceDefinition? FindSource(string id) => configuration.Sources.FirstOrDefault(source => source.Id == id);
    }

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
