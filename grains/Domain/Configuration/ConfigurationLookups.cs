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
}
