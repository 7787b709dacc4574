using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Reads an entry of <c>phases</c>. Earlier phases and the requirements that follow from them are filled in afterwards.</summary>
internal sealed class PhaseSection(KnownIds ids, ImmutableArray<AssetEntry> assets, string portfolio)
{
    private const decimal CapitalMax = 1_000_000_000m;

    /// <summary>Of the minimum, what an active phase keeps on with where the file says nothing.</summary>
    private const decimal KeptPart = 0.9m;

    internal PhaseEntry Read(ConfigValue key, ConfigValue value)
    {
        using var section = value.Section();
        var id = NameRules.SnakeCase(key);
        var order = section.Required("order");
        var activeFromStart = section.Optional("active_from_start");
        var (minimum, recommended, keep) = ReadCapital(section.Required("capital"));
        var (classes, members) = ReadActivates(section.Required("activates"), id);
        var definition = new PhaseDefinition(
            Id: id,
            Name: section.Required("name").Text(),
            Order: order.Int(0, Math.Max(0, ids.Phases.Ids.Length - 1)),
            Portfolio: section.Optional("portfolio") is { } own ? NameRules.SnakeCase(own) : portfolio,
            EarlierPhases: [],
            Requirements: section.Required("requires").Entries((name, requirement) => RequirementSection.Read(name, requirement, ids)),
            Classes: classes,
            Assets: members,
            MinimumCapital: minimum,
            RecommendedCapital: recommended,
            AutoActivate: section.Optional("auto_activate")?.Bool() ?? false,
            ActiveFromStart: activeFromStart?.Bool() ?? false,
            Approvals: section.Optional("approvals")?.Int(1, 2) ?? 2,
            CoolDownDays: section.Optional("cool_down_days")?.Int(0, 365) ?? 0)
        {
            ExitRequirements = section.Optional("exit")?.Entries(
                (name, requirement) => RequirementSection.ReadExit(name, requirement, ids)) ?? [],
            KeepCapital = keep,
        };
        return new PhaseEntry(definition, key, order, activeFromStart ?? key);
    }

    private static (decimal Minimum, decimal Recommended, decimal Keep) ReadCapital(ConfigValue value)
    {
        using var section = value.Section();
        var minimum = section.Required("minimum").Decimal(0m, CapitalMax);
        var recommended = section.Required("recommended");
        var recommendedUsd = recommended.Decimal(0m, CapitalMax);
        if (recommendedUsd < minimum)
        {
            recommended.Fault("must be at least the minimum");
        }

        return (minimum, recommendedUsd, section.Optional("keep")?.Decimal(0m, minimum) ?? minimum * KeptPart);
    }

    private (ImmutableArray<string> Classes, ImmutableArray<string> Assets) ReadActivates(ConfigValue value, string phaseId)
    {
        using var section = value.Section();
        var classes = section.Required("classes").List(item => item.Reference(ids.Classes), countMin: 1);
        var members = section.Required("assets").List(item => ReadMember(item, phaseId, classes), countMin: 1);
        return (classes, members);
    }

    private string ReadMember(ConfigValue item, string phaseId, ImmutableArray<string> classes)
    {
        var id = item.Reference(ids.Assets);
        if (assets.FirstOrDefault(entry => entry.Definition.Id == id)?.Definition is not { } asset)
        {
            return id;
        }

        if (asset.PhaseId != phaseId && ids.Phases.Contains(asset.PhaseId) && asset.PhaseId.Length > 0)
        {
            item.Fault($"must be an asset of this phase; assets.{id}.phase says {asset.PhaseId}");
        }

        if (!classes.Has(asset.ClassId) && ids.Classes.Contains(asset.ClassId) && asset.ClassId.Length > 0)
        {
            item.Fault($"must be of a class that the phase activates; its class {asset.ClassId} is not under activates.classes");
        }

        return id;
    }
}

/// <summary>A phase and where it, its order and its start stand.</summary>
internal sealed record PhaseEntry(PhaseDefinition Definition, ConfigValue Key, ConfigValue Order, ConfigValue ActiveFromStart);
