using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Phases;

/// <summary>What an activation or a deactivation would change.</summary>
public static class PhasePlanRules
{
    public static PhasePlan Plan(PlanInput input)
    {
        var activates = input.Kind == PhaseOperationKind.Activate;
        var classesAfter = EnabledClasses(input, activates);
        var assetsAfter = EnabledAssets(input, activates);
        var (allowed, because) = Verdict(input, activates);
        return new PhasePlan(
            input.Phase.Id,
            input.Kind,
            allowed,
            because,
            input.Readiness,
            Flags(input, classesAfter, assetsAfter),
            Limits(input, classesAfter),
            Feeds(input, activates),
            Cost(input, input.Assets.Where(asset => asset.Enabled).Select(asset => asset.Definition.Id)),
            Cost(input, assetsAfter),
            new CapitalCheck(input.Portfolio.Equity, input.Phase.MinimumCapital, input.Phase.RecommendedCapital),
            activates ? BreachRules.OfLimits(input, classesAfter) : BreachRules.InTheWay(input),
            [.. input.OtherPhases.Where(other => other.Definition.Order > input.Phase.Order && other.Status == PhaseStatus.Active)
                .Select(other => other.Definition.Id)],
            input.FileOwned);
    }

    /// <summary>
    /// The share of the portfolio that a class may have: the smaller of its own and the global limit, its own alone while only one is
    /// active.
    /// </summary>
    public static decimal LimitOf(AssetClassDefinition known, GlobalRisk risk, IReadOnlySet<string> enabled) =>
        RiskLimits.ClassShare(known.MaxAllocation, risk.MaxSingleClass, enabled.Any(id => id != known.Id));

    private static (bool Allowed, string? Because) Verdict(PlanInput input, bool activates)
    {
        if (!activates)
        {
            var isActive = input.State is { Status: PhaseStatus.Active, Saga: null };
            return (isActive, isActive ? null : $"{input.Phase.Id} is not active");
        }

        var (outcome, explanation) = ActivationRules.Decide(input.State, input.Phase, force: null, input.Readiness);
        return outcome switch
        {
            ActivationOutcome.Activated => (true, null),
            ActivationOutcome.AlreadyActive => (false, $"{input.Phase.Id} is active already"),
            _ => (false, explanation ?? string.Join("; ", input.Readiness.Missing)),
        };
    }

    private static HashSet<string> EnabledClasses(PlanInput input, bool activates)
    {
        var enabled = input.Classes.Where(view => view.Enabled).Select(view => view.Definition.Id).ToHashSet(StringComparer.Ordinal);
        if (activates)
        {
            enabled.UnionWith(input.Phase.Classes);
        }
        else
        {
            enabled.ExceptWith(input.OwnClasses);
        }

        return enabled;
    }

    private static HashSet<string> EnabledAssets(PlanInput input, bool activates)
    {
        var enabled = input.Assets.Where(view => view.Enabled).Select(view => view.Definition.Id).ToHashSet(StringComparer.Ordinal);
        if (activates)
        {
            enabled.UnionWith(input.Phase.Assets);
        }
        else
        {
            enabled.ExceptWith(input.Phase.Assets);
        }

        return enabled;
    }

    private static ImmutableArray<FlagChange> Flags(PlanInput input, HashSet<string> classesAfter, HashSet<string> assetsAfter) =>
    [
        .. input.Classes.Select(view => new FlagChange(
            $"{CatalogueRules.ClassKind}.{view.Definition.Id}.enabled", view.Enabled, classesAfter.Contains(view.Definition.Id)))
            .Concat(input.Assets.Select(view => new FlagChange(
                $"{CatalogueRules.AssetKind}.{view.Definition.Id}.enabled", view.Enabled, assetsAfter.Contains(view.Definition.Id))))
            .Where(change => change.Now != change.After),
    ];

    private static ImmutableArray<LimitChange> Limits(PlanInput input, HashSet<string> classesAfter)
    {
        var now = input.Classes.Where(view => view.Enabled).Select(view => view.Definition.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. input.Classes.Select(view => new LimitChange(
                view.Definition.Id,
                now.Contains(view.Definition.Id) ? LimitOf(view.Definition, input.Configuration.Risk, now) : 0,
                classesAfter.Contains(view.Definition.Id) ? LimitOf(view.Definition, input.Configuration.Risk, classesAfter) : 0,
                view.Mode,
                TradingMode.Normal))
                .Where(change => change.Now != change.After || change.ModeNow != change.ModeAfter),
        ];
    }

    private static ImmutableArray<FeedChange> Feeds(PlanInput input, bool activates)
    {
        var changing = input.Assets.Where(
            view => view.Enabled != activates && input.Phase.Assets.Contains(view.Definition.Id, StringComparer.Ordinal));
        return
        [
            .. from view in changing
               from source in input.Configuration.Sources
               where source.Collected && !source.Datasets.IsEmpty && view.Definition.Lists(source.Id)
               select new FeedChange(source.Id, view.Definition.Id, [.. source.Datasets.Select(dataset => dataset.Name)], activates),
        ];
    }

    private static decimal Cost(PlanInput input, IEnumerable<string> enabled)
    {
        var ids = enabled.ToHashSet(StringComparer.Ordinal);
        return CostRules.MonthlyUsd(
            input.Configuration.Sources, input.Configuration.Assets.Where(asset => ids.Contains(asset.Id)), input.Unkeyed);
    }
}

/// <summary>All that a plan depends on.</summary>
/// <param name="OwnClasses">Classes of the phase that no other phase needs.</param>
public sealed record PlanInput(
    PhaseDefinition Phase,
    PhaseOperationKind Kind,
    PhaseState State,
    Readiness Readiness,
    PortfolioView Portfolio,
    AssetsConfiguration Configuration,
    ImmutableArray<AssetClassView> Classes,
    ImmutableArray<AssetView> Assets,
    ImmutableArray<PhaseView> OtherPhases,
    ImmutableArray<string> OwnClasses,
    bool FileOwned)
{
    /// <summary>Sources of which no key is set: nothing is paid for their plans.</summary>
    public IReadOnlySet<string>? Unkeyed { get; init; }
}
