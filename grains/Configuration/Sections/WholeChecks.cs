using System.Collections.Immutable;

namespace OrleansAssets.Grains.Configuration.Sections;

/// <summary>Rules that no part can check alone.</summary>
internal static class WholeChecks
{
    internal static void Check(KnownIds ids, ImmutableArray<ClassEntry> classes, ImmutableArray<AssetEntry> assets, ImmutableArray<PhaseEntry> phases)
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
        foreach (var phase in phases)
        {
            if (!taken.TryAdd(phase.Definition.Order, phase.Definition.Id))
            {
                phase.Order.Fault($"must be free; {taken[phase.Definition.Order]} has it, and orders run from 0 to {phases.Length - 1} without a gap");
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
            var members = assets.Where(asset => phase.Definition.Assets.Contains(asset.Definition.Id, StringComparer.Ordinal)).Select(asset => asset.Definition.ClassId).ToHashSet(StringComparer.Ordinal);
            foreach (var classId in phase.Definition.Classes.Where(id => id.Length > 0 && !members.Contains(id)))
            {
                phase.Order.Fault($"the class {classId} under activates.classes", "must have at least one asset under activates.assets", nearest: null);
            }
        }
    }

    private static void CheckPhasesListTheirAssets(ImmutableArray<AssetEntry> assets, ImmutableArray<PhaseEntry> phases)
    {
        foreach (var asset in assets)
        {
            var phase = phases.FirstOrDefault(entry => entry.Definition.Id == asset.Definition.PhaseId);
            if (phase is not null && !phase.Definition.Assets.Contains(asset.Definition.Id, StringComparer.Ordinal))
            {
                asset.Phase.Fault($"must be the phase whose activates.assets lists {asset.Definition.Id}; {phase.Definition.Id} does not");
            }
        }
    }
}
