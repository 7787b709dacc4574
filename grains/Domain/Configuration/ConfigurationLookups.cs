using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Configuration;

/// <summary>Finds things by id. Lists are short (tens), so that a search through them is as quick as any index.</summary>
public static class ConfigurationLookups
{
    extension(AssetsConfiguration configuration)
    {
        /// <summary>The asset, null where there is none of that id.</summary>
        public AssetDefinition? FindAsset(string id) => configuration.Assets.FirstOrDefault(asset => asset.Id == id);

        /// <summary>Whether an asset may have prices of 0 and less, as its class says; one that is not known has none.</summary>
        public bool HasNegativePrices(string assetId) => configuration.FindAsset(assetId) is { } asset
            && configuration.FindClass(asset.ClassId) is { NegativePrices: true };

        /// <summary>All that is collected: the assets, then the conversion pairs.</summary>
        public IEnumerable<AssetDefinition> Instruments =>
            configuration.Assets.Concat(configuration.Conversions.Select(pair => pair.Definition));

        /// <summary>The asset or the conversion pair, null where there is none of that id.</summary>
        public AssetDefinition? FindInstrument(string id) => configuration.FindAsset(id) ?? configuration.FindConversion(id)?.Definition;

        /// <summary>The conversion pair, null where there is none of that id.</summary>
        public ConversionPair? FindConversion(string id) => configuration.Conversions.FirstOrDefault(pair => pair.Id == id);

        /// <summary>When an asset or a conversion pair trades.</summary>
        public MarketHours HoursOf(string id) => configuration.FindConversion(id)?.Hours
            ?? (configuration.FindAsset(id) is { } asset ? configuration.FindClass(asset.ClassId)?.Hours : null) ?? MarketHours.Always;

        /// <summary>What quotes of an asset or a conversion pair must keep to be believed.</summary>
        public QuoteLimits QuoteLimitsOf(string id) => configuration.QuoteLimits.GetValueOrDefault(
            configuration.FindAsset(id)?.ClassId ?? id, QuoteLimits.Default);

        /// <summary>The class, null where there is none of that id.</summary>
        public AssetClassDefinition? FindClass(string id) => configuration.Classes.FirstOrDefault(assetClass => assetClass.Id == id);

        /// <summary>The phase, null where there is none of that id.</summary>
        public PhaseDefinition? FindPhase(string id) => configuration.Phases.FirstOrDefault(phase => phase.Id == id);

        /// <summary>The source, null where there is none of that id.</summary>
        public DataSourceDefinition? FindSource(string id) => configuration.Sources.FirstOrDefault(source => source.Id == id);
    }
}
