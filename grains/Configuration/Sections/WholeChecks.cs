using System.Collections.Immutable;
using OrleansAssets.Configuration.Yaml;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Rules that no part can check alone.</summary>
internal static class WholeChecks
{
    internal static void Check(
        KnownIds ids, ImmutableArray<ClassEntry> classes, ImmutableArray<AssetEntry> assets, ImmutableArray<PhaseEntry> phases)
    {
        CheckOrder(phases);
        if (ids.Assets.IsComplete)
        {
            CheckClassesHaveMembers(classes, assets);
            CheckActivatedClasses(assets, phases);
        }

        if (ids.Phases.IsComplete)
        {
            CheckPhasesListTheirAssets(assets, phases);
        }
    }

    // Each order is within 0 .. n-1 already, so that unique ones leave no gap.
    private static void CheckOrder(ImmutableArray<PhaseEntry> phases)
    {
        var taken = new Dictionary<int, string>();
        foreach (var phase in phases.Where(phase => !phase.Order.IsFaulty))
        {
            if (!taken.TryAdd(phase.Definition.Order, phase.Definition.Id))
            {
                var holder = taken[phase.Definition.Order];
                phase.Order.Fault($"must be free; {holder} has it, and orders run from 0 to {phases.Length - 1} without a gap");
            }
        }

        var isPassive = false;
        foreach (var phase in phases.OrderBy(phase => phase.Definition.Order))
        {
            if (isPassive && phase.Definition.ActiveFromStart)
            {
                phase.ActiveFromStart.Fault("must be false, as an earlier phase is not active from the start");
            }

            isPassive |= !phase.Definition.ActiveFromStart;
        }
    }

    private static void CheckClassesHaveMembers(ImmutableArray<ClassEntry> classes, ImmutableArray<AssetEntry> assets)
    {
        foreach (var entry in classes.Where(entry => assets.All(asset => asset.Definition.ClassId != entry.Definition.Id)))
        {
            entry.Key.Fault("a class without assets", "must have at least one asset; add one or remove the class", nearest: null);
        }
    }

    private static void CheckActivatedClasses(ImmutableArray<AssetEntry> assets, ImmutableArray<PhaseEntry> phases)
    {
        foreach (var phase in phases)
        {
            foreach (var classId in phase.Definition.Classes.Where(id => id.Length > 0 && !HasMember(phase, id, assets)))
            {
                var rule = "must have at least one asset under activates.assets";
                phase.Key.Fault($"the class {classId} under activates.classes", rule, nearest: null);
            }
        }
    }

    private static bool HasMember(PhaseEntry phase, string classId, ImmutableArray<AssetEntry> assets) =>
        assets.Any(asset => asset.Definition.ClassId == classId && phase.Definition.Assets.Has(asset.Definition.Id));

    private static void CheckPhasesListTheirAssets(ImmutableArray<AssetEntry> assets, ImmutableArray<PhaseEntry> phases)
    {
        foreach (var (asset, place) in assets.Where(asset => asset.Definition.Id.Length > 0))
        {
            var phase = phases.FirstOrDefault(entry => entry.Definition.Id == asset.PhaseId);
            if (phase is not null && !phase.Definition.Assets.Has(asset.Id))
            {
                place.Fault($"must be the phase whose activates.assets lists {asset.Id}; {asset.PhaseId} does not");
            }
        }
    }
}
