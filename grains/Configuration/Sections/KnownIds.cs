using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>What may be referred to. Taken from the files before anything else is read, so that their order does not matter.</summary>
internal sealed record KnownIds(IdSet Classes, IdSet Assets, IdSet Phases, IdSet Sources)
{
    /// <summary>What a source may serve: the classes, and the conversion pairs as if they were one.</summary>
    internal IdSet Served => Classes with { Ids = [.. Classes.Ids, ConversionPair.ClassId] };

    internal static KnownIds Of(Document assets, Document phases, Document sources) => new(
        IdSet.Of(assets, "a class", "asset_classes"),
        IdSet.Of(assets, "an asset", "assets"),
        IdSet.Of(phases, "a phase", "phases"),
        IdSet.Of(sources, "a source", "sources"));
}
