using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Configuration.Sections;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Phases;

namespace OrleansAssets.Configuration;

/// <summary>Reads the three files of config/ and checks them as a whole.</summary>
public static class ConfigurationReader
{
    /// <summary>Reads a directory. Whatever is wrong with the files is a fault in the result, never an exception.</summary>
    /// <param name="directory">Where <c>assets_config.yaml</c>, <c>phases.yaml</c> and <c>sources.yaml</c> are.</param>
    /// <param name="vendors">The vendors that this version has an adapter for, by source id.</param>
    public static ConfigurationResult Read(string directory, IReadOnlyDictionary<string, VendorDescriptor> vendors)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentNullException.ThrowIfNull(vendors);
        return ReadWithKeys(directory, vendors).Result;
    }

    /// <summary>Reads a directory and tells which keys were asked for, so that a test can compare them with the documentation.</summary>
    public static (ConfigurationResult Result, ImmutableArray<string> KnownKeys) ReadWithKeys(
        string directory, IReadOnlyDictionary<string, VendorDescriptor> vendors)
    {
        var (assets, assetsBytes) = DocumentLoader.Load(directory, ConfigurationFiles.Assets);
        var (phases, phasesBytes) = DocumentLoader.Load(directory, ConfigurationFiles.Phases);
        var (sources, sourcesBytes) = DocumentLoader.Load(directory, ConfigurationFiles.Sources);
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. assetsBytes, .. phasesBytes, .. sourcesBytes]));
        var configuration = Assemble(assets, phases, sources, vendors) with { Hash = hash };

        ImmutableArray<Document> files = [assets, phases, sources];
        ImmutableArray<ConfigurationFault> faults = [.. files.SelectMany(file => file.Faults())];
        return (new ConfigurationResult(faults.IsEmpty ? configuration : null, faults), [.. files.SelectMany(file => file.KnownKeys)]);
    }

    private static AssetsConfiguration Assemble(
        Document assetsFile, Document phasesFile, Document sourcesFile, IReadOnlyDictionary<string, VendorDescriptor> vendors)
    {
        var ids = KnownIds.Of(assetsFile, phasesFile, sourcesFile);
        using var sourcesRoot = RootOf(sourcesFile);
        using var assetsRoot = RootOf(assetsFile);
        using var phasesRoot = RootOf(phasesFile);

        var sources = sourcesRoot.Required("sources").Entries(new SourceSection(ids, vendors).Read, countMin: 1);
        var (risk, jumps) = GlobalRiskSection.Read(assetsRoot.Required("global_risk"));
        var shadow = ShadowSection.Read(assetsRoot.Optional("shadow"));
        var halts = HaltsSection.Read(assetsRoot.Optional("scope_halts"));
        var portfolios = PortfoliosSection.Read(assetsRoot.Optional("portfolios"), risk);
        var approvals = ApprovalsSection.Read(assetsRoot.Optional("approvals"));
        var retention = RetentionSection.Read(assetsRoot.Optional("retention"));
        var compression = RetentionSection.ReadCompression(assetsRoot.Optional("compression"));
        var notices = NoticesSection.Read(assetsRoot.Optional("notices"));
        var classes = assetsRoot.Required("asset_classes").Entries(new ClassSection(shadow).Read, countMin: 1);
        var assets = assetsRoot.Required("assets").Entries(new AssetSection(ids, classes, sources, vendors).Read, countMin: 1);
        var conversions = assetsRoot.Optional("conversions")?.Entries(new ConversionSection(ids, sources).Read) ?? [];
        var macroEvents = assetsRoot.Optional("macro_events")?.Entries(new MacroEventSection(ids).Read) ?? [];
        var evaluation = EvaluationSection.Read(phasesRoot.Required("evaluation"));
        var phases = phasesRoot.Required("phases").Entries(new PhaseSection(ids, assets, evaluation.Portfolio).Read, countMin: 1);
        WholeChecks.Check(ids, classes, assets, phases);

        ImmutableArray<AssetDefinition> definitions = [.. assets.Select(entry => entry.Definition)];
        ImmutableArray<PhaseDefinition> ordered = [.. phases.Select(entry => entry.Definition).OrderBy(phase => phase.Order)];
        return new AssetsConfiguration(
            [.. classes.Select(entry => WithMembers(entry.Definition, definitions))],
            definitions,
            [.. ordered.Select(phase => DerivedRequirements.Complete(phase, ordered))],
            sources,
            risk,
            evaluation,
            Hash: "")
        {
            Shadow = shadow with
            {
                ByClass = classes.Where(entry => entry.Paper is not null).DistinctBy(entry => entry.Definition.Id, StringComparer.Ordinal)
                    .ToImmutableSortedDictionary(entry => entry.Definition.Id, entry => entry.Paper!, StringComparer.Ordinal), // filtered
            },
            Halts = halts,
            Approvals = approvals,
            Portfolios = portfolios,
            Retention = retention,
            Compression = compression,
            Notices = notices.With(evaluation.Webhook),
            Conversions = conversions,
            MacroEvents = macroEvents,
            Jumps = jumps,
            QuoteLimits = classes.Select(entry => (entry.Definition.Id, entry.Quotes))
                .Concat(conversions.Select(pair => (pair.Id, pair.Quotes)))
                .DistinctBy(limits => limits.Id, StringComparer.Ordinal)
                .ToImmutableDictionary(limits => limits.Id, limits => limits.Quotes, StringComparer.Ordinal),
        };
    }

    private static Section RootOf(Document file) => new(file, file.Root, new Place(1, 1), "", "");

    private static AssetClassDefinition WithMembers(AssetClassDefinition definition, ImmutableArray<AssetDefinition> assets) =>
        definition with { Members = [.. assets.Where(asset => asset.ClassId == definition.Id).Select(asset => asset.Id)] };
}
