using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an entry of <c>conversions</c>.</summary>
internal sealed class ConversionSection(KnownIds ids, ImmutableArray<DataSourceDefinition> sources)
{
    private readonly InstrumentSources _sources = new(ids, sources);

    internal ConversionPair Read(ConfigValue key, ConfigValue value)
    {
        using var section = value.Section();
        var id = NameRules.AssetId(key);
        if (!key.IsFaulty && (CurrencyPair.Of(id) is not { } pair || pair.From == Currency.Usd == (pair.To == Currency.Usd)))
        {
            key.Fault("must be a pair with the US dollar on one side, e.g. USD/JPY or USDT/USD");
        }

        if (ids.Assets.IsComplete && ids.Assets.Ids.Has(id))
        {
            key.Fault("must be no asset: the quotes of a traded pair serve as its rate already");
        }

        var (required, optional) = _sources.Read(section.Required("sources"), ConversionPair.ClassId);
        return ConversionPair.Of(
            id,
            section.Required("name").Text(),
            ClassSection.ReadHours(section),
            QuotesSection.ReadLimits(section.Optional("quotes")),
            _sources.ReadSymbols(
                section.Required("symbols"), _sources.Listed("the pair", required, optional), ConversionPair.ClassId),
            required,
            optional);
    }
}
