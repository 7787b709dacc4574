using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Configuration;

/// <summary>What the catalogue holds.</summary>
public enum CatalogueKind
{
    Asset = 0,
    AssetClass = 1,
    Phase = 2,
    DataSource = 3,
}

/// <summary>Finds things by id. Lists are short (tens), so that a search through them is as quick as any index.</summary>
public static class ConfigurationLookups
{
    private const int NearestMax = 3;

    extension(AssetsConfiguration configuration)
    {
        /// <summary>The asset, null where there is none of that id.</summary>
        public AssetDefinition? FindAsset(string id) => configuration.Assets.FirstOrDefault(asset => asset.Id == id);

        /// <summary>The class, null where there is none of that id.</summary>
        public AssetClassDefinition? FindClass(string id) => configuration.Classes.FirstOrDefault(assetClass => assetClass.Id == id);

        /// <summary>The phase, null where there is none of that id.</summary>
        public PhaseDefinition? FindPhase(string id) => configuration.Phases.FirstOrDefault(phase => phase.Id == id);

        /// <summary>The source, null where there is none of that id.</summary>
        public DataSourceDefinition? FindSource(string id) => configuration.Sources.FirstOrDefault(source => source.Id == id);

        /// <summary>Every id of a kind, in the file's order.</summary>
        public ImmutableArray<string> Ids(CatalogueKind kind) => kind switch
        {
            CatalogueKind.Asset => [.. configuration.Assets.Select(asset => asset.Id)],
            CatalogueKind.AssetClass => [.. configuration.Classes.Select(assetClass => assetClass.Id)],
            CatalogueKind.Phase => [.. configuration.Phases.Select(phase => phase.Id)],
            CatalogueKind.DataSource => [.. configuration.Sources.Select(source => source.Id)],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
        };

        /// <summary>The ids that someone who wrote <paramref name="id"/> may have meant, nearest first, at most three.</summary>
        public ImmutableArray<string> Nearest(CatalogueKind kind, string id) =>
            NearestNames.FindAll(id, configuration.Ids(kind), NearestMax);

        /// <summary>The exception for an id that does not exist: names the kind, the id and the nearest ids, else all.</summary>
        public NotFoundException NotFound(CatalogueKind kind, string id)
        {
            var nearest = configuration.Nearest(kind, id);
            var hint = nearest.IsEmpty
                ? $"There are: {string.Join(", ", configuration.Ids(kind))}."
                : $"Did you mean {string.Join(" or ", nearest)}?";
            return new NotFoundException($"There is no {NameOf(kind)} '{id}'. {hint}");
        }

        /// <summary>US dollars a month for the sources that any of these assets lists, required or optional, each once.</summary>
        public decimal MonthlyCostUsd(IEnumerable<AssetDefinition> assets)
        {
            var listed = assets.SelectMany(asset => asset.RequiredSources.Concat(asset.OptionalSources)).ToHashSet(StringComparer.Ordinal);
            return configuration.Sources.Where(source => listed.Contains(source.Id)).Sum(source => source.MonthlyCostUsd);
        }
    }

    private static string NameOf(CatalogueKind kind) => kind switch
    {
        CatalogueKind.Asset => "asset",
        CatalogueKind.AssetClass => "class",
        CatalogueKind.Phase => "phase",
        _ => "source",
    };
}
