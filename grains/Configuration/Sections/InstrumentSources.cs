using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads what an asset and a conversion pair have in common: their sources, and their names there.</summary>
internal sealed class InstrumentSources(KnownIds ids, ImmutableArray<DataSourceDefinition> sources)
{
    internal IdSet Listed(string place, ImmutableArray<string> required, ImmutableArray<string> optional) =>
        new("a source", place, [.. required, .. optional], IsComplete: required.Concat(optional).All(ids.Sources.Contains));

    internal (ImmutableArray<string> Required, ImmutableArray<string> Optional) Read(ConfigValue value, string classId)
    {
        using var section = value.Section();
        var required = section.Required("required").List(item => ReadSource(item, classId, besides: []), countMin: 1);
        var optional = section.Optional("optional")?.List(item => ReadSource(item, classId, besides: required)) ?? [];
        return (required, optional);
    }

    private string ReadSource(ConfigValue item, string classId, ImmutableArray<string> besides)
    {
        var id = item.Reference(ids.Sources);
        if (besides.Has(id))
        {
            item.Fault("must not be optional and required at once");
        }

        var source = sources.FirstOrDefault(source => source.Id == id);
        if (source is not null && ids.Served.Contains(classId) && !source.Classes.Has(classId) && source.Classes.All(ids.Served.Contains))
        {
            item.Fault($"must be a source that serves the class {classId}; this one serves {string.Join(", ", source.Classes)}");
        }

        return id;
    }

    // A source is asked by symbol, so that an asset which lists it needs one there; indicators and posts have names of their own.
    internal ImmutableArray<SourceSymbol> ReadSymbols(ConfigValue value, IdSet listed, string classId)
    {
        var symbols = value.Entries((key, symbol) => new SourceSymbol(ReadListed(key, listed), symbol.Text(40)));
        foreach (var source in sources.Where(
            source => listed.Ids.Has(source.Id) && source.Datasets.Any(dataset => IsAskedBySymbol(dataset, classId))))
        {
            if (symbols.All(symbol => symbol.SourceId != source.Id))
            {
                value.Fault($"no symbol at {source.Id}", $"must name its symbol at {source.Id}, which collects it", nearest: null);
            }
        }

        return symbols;
    }

    private static bool IsAskedBySymbol(DatasetSchedule dataset, string classId) =>
        dataset.Kind is not (DatasetKind.Indicator or DatasetKind.Posts) && !dataset.Kind.IsOfMarket() && dataset.Serves(classId);

    /// <summary>A source that the entry lists.</summary>
    internal string ReadListed(ConfigValue value, IdSet listed)
    {
        var id = value.Reference(ids.Sources);
        if (!listed.Contains(id))
        {
            value.Fault("must be one of its sources, required or optional", NearestNames.Find(id, listed.Ids));
        }

        return id;
    }
}
