using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an entry of <c>assets</c>.</summary>
internal sealed class AssetSection(
    KnownIds ids,
    ImmutableArray<ClassEntry> classes,
    ImmutableArray<DataSourceDefinition> sources,
    IReadOnlyDictionary<string, VendorDescriptor> vendors)
{
    private readonly InstrumentSources _sources = new(ids, sources);

    internal AssetEntry Read(ConfigValue key, ConfigValue value)
    {
        using var section = value.Section();
        var classId = section.Required("class").Reference(ids.Classes);
        var phase = section.Required("phase");
        var (required, optional) = _sources.Read(section.Required("sources"), classId);
        var listed = _sources.Listed("the asset", required, optional);
        var definition = new AssetDefinition(
            Id: NameRules.AssetId(key),
            Name: section.Required("name").Text(),
            ClassId: classId,
            PhaseId: phase.Reference(ids.Phases),
            Enabled: section.Required("enabled").Bool(),
            Symbols: _sources.ReadSymbols(section.Required("symbols"), listed, classId),
            LeadingIndicators: ReadIndicators(section.Optional("leading_indicators"), listed),
            RequiredSources: required,
            OptionalSources: optional,
            Risk: RiskSection.Read(section.Required("risk"), DefaultPosition(classId), OrdersOf(classId)));
        return new AssetEntry(definition, phase);
    }

    private ImmutableArray<LeadingIndicator> ReadIndicators(ConfigValue? value, IdSet listed) =>
        value?.Entries((key, indicator) => ReadIndicator(key, indicator, listed)) ?? [];

    private LeadingIndicator ReadIndicator(ConfigValue key, ConfigValue value, IdSet listed)
    {
        using var section = value.Section();
        var sourceId = section.Optional("source") is { } source ? _sources.ReadListed(source, listed) : null;
        var name = NameRules.SnakeCase(key);
        if (!key.IsFaulty && sourceId is not null && vendors.GetValueOrDefault(sourceId)?.Indicators is { } known && !known.Has(name))
        {
            key.Fault($"must be an indicator that {sourceId} has: {string.Join(", ", known)}", NearestNames.Find(name, known));
        }

        return new LeadingIndicator(name, sourceId, section.Required("description").Text());
    }

    private TradeLimits OrdersOf(string classId) =>
        classes.FirstOrDefault(entry => entry.Definition.Id == classId)?.Orders ?? TradeLimits.Default;

    private decimal DefaultPosition(string classId) =>
        classes.FirstOrDefault(entry => entry.Definition.Id == classId)?.Definition.DefaultPosition ?? 0m;
}

/// <summary>An asset and where it names its phase.</summary>
internal sealed record AssetEntry(AssetDefinition Definition, ConfigValue Phase);
