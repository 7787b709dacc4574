using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;

namespace OrleansAssets.Configuration.Sections;

/// <summary>Adds to each phase what no file can forget: the earlier phases and the capital.</summary>
internal static class DerivedRequirements
{
    internal const string EarlierPhasesName = "earlier_phases_active";
    internal const string CapitalName = "capital_minimum";

    /// <summary>Fills in the earlier phases; the first phase has none and so does not require them.</summary>
    /// <param name="phases">All phases by order.</param>
    internal static PhaseDefinition Complete(PhaseDefinition phase, ImmutableArray<PhaseDefinition> phases)
    {
        ImmutableArray<string> earlier = [.. phases.Where(other => other.Order < phase.Order).Select(other => other.Id)];
        var requirements = phase.Requirements.ToBuilder();
        if (earlier.Length > 0)
        {
            requirements.Insert(0, Unmeasured(EarlierPhasesName, RequirementMetric.EarlierPhase, earlier.Length));
        }

        requirements.Add(Unmeasured(CapitalName, RequirementMetric.Capital, phase.MinimumCapital));
        return phase with { EarlierPhases = earlier, Requirements = requirements.DrainToImmutable() };
    }

    /// <summary>A requirement that needs no look-back.</summary>
    internal static RequirementDefinition Unmeasured(string name, RequirementMetric metric, decimal? threshold) =>
        new(name, metric, Scope: null, Direction.AtLeast, threshold, 0, StreakMode.Total, WinRateBasis.Auto, 0, AnyOfSources: []);
}
