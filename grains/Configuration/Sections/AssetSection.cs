using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an entry of <c>assets</c>.</summary>
internal sealed class AssetSection(
    KnownIds ids,
    ImmutableArray<ClassEntry> classes,
    ImmutableArray<DataSourceDefinition> sources,
    IReadOnlyDictionary<string, VendorDescriptor> vendors)
{
    internal AssetEntry Read(ConfigValue key, ConfigValue value)
    {
        using var section = value.Section();
        var classId = section.Required("class").Reference(ids.Classes);
        var phase = section.Required("phase");
        var (required, optional) = ReadSources(section.Required("sources"), classId);
        var isComplete = required.Concat(optional).All(ids.Sources.Contains);
        var listed = new IdSet("a source", "the asset", [.. required, .. optional], isComplete);
        var definition = new AssetDefinition(
            Id: NameRules.AssetId(key),
            Name: section.Required("name").Text(),
            ClassId: classId,
            PhaseId: phase.Reference(ids.Phases),
            Enabled: section.Required("enabled").Bool(),
            Symbols: ReadSymbols(section.Required("symbols"), listed, classId),
            LeadingIndicators: ReadIndicators(section.Optional("leading_indicators"), listed),
            RequiredSources: required,
            OptionalSources: optional,
            Risk: RiskSection.Read(section.Required("risk"), DefaultPosition(classId)));
        return new AssetEntry(definition, phase);
    }

    private (ImmutableArray<string> Required, ImmutableArray<string> Optional) ReadSources(ConfigValue value, string classId)
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
        if (source is not null && ids.Classes.Contains(classId) && !source.Classes.Has(classId) && source.Classes.All(ids.Classes.Contains))
        {
            item.Fault($"must be a source that serves the class {classId}; this one serves {string.Join(", ", source.Classes)}");
        }

        return id;
    }

    // A source is asked by symbol, so that an asset which lists it needs one there; indicators and posts have names of their own.
    private ImmutableArray<SourceSymbol> ReadSymbols(ConfigValue value, IdSet listed, string classId)
    {
        var symbols = value.Entries((key, symbol) => new SourceSymbol(ReadListed(key, listed), symbol.Text(40)));
        foreach (var source in sources.Where(
            source => listed.Ids.Has(source.Id) && source.Datasets.Any(dataset => IsAskedBySymbol(dataset, classId))))
        {
            if (symbols.All(symbol => symbol.SourceId != source.Id))
            {
                value.Fault($"no symbol at {source.Id}", $"must name the asset's symbol at {source.Id}, which collects it", nearest: null);
            }
        }

        return symbols;
    }

    private static bool IsAskedBySymbol(DatasetSchedule dataset, string classId) =>
        dataset.Kind is not (DatasetKind.Indicator or DatasetKind.Posts) && !dataset.Kind.IsOfMarket() && dataset.Serves(classId);

    private ImmutableArray<LeadingIndicator> ReadIndicators(ConfigValue? value, IdSet listed) =>
        value?.Entries((key, indicator) => ReadIndicator(key, indicator, listed)) ?? [];

    private LeadingIndicator ReadIndicator(ConfigValue key, ConfigValue value, IdSet listed)
    {
        using var section = value.Section();
        var sourceId = section.Optional("source") is { } source ? ReadListed(source, listed) : null;
        var name = NameRules.SnakeCase(key);
        if (!key.IsFaulty && sourceId is not null && vendors.GetValueOrDefault(sourceId)?.Indicators is { } known && !known.Has(name))
        {
            key.Fault($"must be an indicator that {sourceId} has: {string.Join(", ", known)}", NearestNames.Find(name, known));
        }

        return new LeadingIndicator(name, sourceId, section.Required("description").Text());
    }

    private string ReadListed(ConfigValue value, IdSet listed)
    {
        var id = value.Reference(ids.Sources);
        if (!listed.Contains(id))
        {
            value.Fault("must be one of the asset's sources, required or optional", NearestNames.Find(id, listed.Ids));
        }

        return id;
    }

    private decimal DefaultPosition(string classId) =>
        classes.FirstOrDefault(entry => entry.Definition.Id == classId)?.Definition.DefaultPosition ?? 0m;
}

/// <summary>An asset and where it names its phase.</summary>
internal sealed record AssetEntry(AssetDefinition Definition, ConfigValue Phase);
