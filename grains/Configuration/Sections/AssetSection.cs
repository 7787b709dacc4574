using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Configuration.Yaml;

namespace OrleansAssets.Grains.Configuration.Sections;

/// <summary>Reads an entry of <c>assets</c>.</summary>
internal sealed class AssetSection(KnownIds ids, ImmutableArray<ClassEntry> classes, ImmutableArray<DataSourceDefinition> sources)
{
    internal AssetEntry Read(Value key, Value value)
    {
        using var section = value.Section();
        var classId = section.Required("class").Reference(ids.Classes);
        var phase = section.Required("phase");
        var (required, optional) = ReadSources(section.Required("sources"), classId);
        ImmutableArray<string> all = [.. required, .. optional];
        var definition = new AssetDefinition(
            Id: Names.AssetId(key),
            Name: section.Required("name").Text(),
            ClassId: classId,
            PhaseId: phase.Reference(ids.Phases),
            Enabled: section.Required("enabled").Bool(),
            Symbols: ReadSymbols(section.Required("symbols"), all),
            LeadingIndicators: section.Optional("leading_indicators")?.Entries((name, indicator) => ReadIndicator(name, indicator, all)) ?? [],
            RequiredSources: required,
            OptionalSources: optional,
            Risk: RiskSection.Read(section.Required("risk"), DefaultPosition(classId)));
        return new AssetEntry(definition, phase);
    }

    private (ImmutableArray<string> Required, ImmutableArray<string> Optional) ReadSources(Value value, string classId)
    {
        using var section = value.Section();
        var required = section.Required("required").List(item => ReadSource(item, classId), countMin: 1);
        var optional = section.Optional("optional")?.List(item => ReadSource(item, classId, besides: required)) ?? [];
        return (required, optional);
    }

    private string ReadSource(Value item, string classId, ImmutableArray<string> besides = default)
    {
        var id = item.Reference(ids.Sources);
        if (!besides.IsDefault && besides.Contains(id, StringComparer.Ordinal))
        {
            item.Fault("must not be optional and required at once");
        }
        else if (ids.Classes.Contains(classId) && sources.FirstOrDefault(source => source.Id == id) is { } source && !source.Classes.Contains(classId, StringComparer.Ordinal))
        {
            item.Fault($"must be a source that serves the class {classId}; this one serves {string.Join(", ", source.Classes)}");
        }

        return id;
    }

    // A source with datasets is asked by symbol, so that an asset which lists it needs one there.
    private ImmutableArray<SourceSymbol> ReadSymbols(Value value, ImmutableArray<string> listed)
    {
        var symbols = value.Entries((key, symbol) =>
        {
            var id = key.Reference(ids.Sources);
            if (ids.Sources.Contains(id) && !listed.Contains(id, StringComparer.Ordinal))
            {
                key.Fault("must be one of the asset's sources", NearestNames.Find(id, listed));
            }

            return new SourceSymbol(id, symbol.Text(40));
        });
        var collected = sources.Where(source => source.Datasets.Length > 0 && listed.Contains(source.Id, StringComparer.Ordinal)).Select(source => source.Id);
        foreach (var missing in collected.Except(symbols.Select(symbol => symbol.SourceId), StringComparer.Ordinal))
        {
            value.Fault($"no symbol at {missing}", $"must name the asset's symbol at {missing}, which collects it", nearest: null);
        }

        return symbols;
    }

    private LeadingIndicator ReadIndicator(Value key, Value value, ImmutableArray<string> listed)
    {
        using var section = value.Section();
        var source = section.Optional("source");
        var sourceId = source?.Reference(ids.Sources);
        if (sourceId is not null && ids.Sources.Contains(sourceId) && !listed.Contains(sourceId, StringComparer.Ordinal))
        {
            source?.Fault("must be one of the asset's sources", NearestNames.Find(sourceId, listed));
        }

        return new LeadingIndicator(Names.SnakeCase(key), sourceId, section.Required("description").Text());
    }

    private decimal DefaultPosition(string classId) => classes.FirstOrDefault(entry => entry.Definition.Id == classId)?.Definition.DefaultPosition ?? 0m;
}

/// <summary>An asset and where it names its phase.</summary>
internal sealed record AssetEntry(AssetDefinition Definition, Value Phase);
