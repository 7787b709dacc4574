using System.Collections.Immutable;
using OrleansAssets.Cli.Output;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Phases;

/// <summary>Phases for people.</summary>
internal static class PhasePages
{
    /// <param name="costs">What activating each phase now would add a month; of those that are inactive.</param>
    public static Func<ImmutableArray<PhaseView>, IEnumerable<IRenderable>> Ladder(DateTimeOffset now, ImmutableArray<PhaseCost> costs) =>
        phases =>
    {
        var table = PageParts.Table("Phase", "Status", ">Age", "Readiness", ">Met", ">USD min.", ">+USD/mo", "~Activates");
        foreach (var phase in phases.OrderBy(phase => phase.Definition.Order))
        {
            var definition = phase.Definition;
            table.Row(
                PageParts.Cell(definition.Id),
                PageParts.GoodIf(phase.Status == PhaseStatus.Active, Word(phase.Status) + (phase.Gate.Override is null ? "" : " (forced)")),
                PageParts.Cell(ValueText.ShortAge(phase.ActivatedAt, now)),
                phase.LastReadiness is { } readiness ? ReadinessPage.ShortVerdict(readiness.Verdict) : PageParts.Cell(null),
                PageParts.Cell(
                    phase.LastReadiness is { } last ? $"{last.Requirements.Count(result => result.Met)}/{last.Requirements.Length}" : null),
                PageParts.Cell(ValueText.Money(definition.MinimumCapital)),
                PageParts.Cell(Cost(costs.FirstOrDefault(cost => cost.PhaseId == definition.Id))),
                PageParts.Cell(ValueText.List(definition.Assets)));
        }

        var forced = phases.Where(phase => phase.Gate.Override is not null)
            .Select(phase => PageParts.Line($"{phase.Definition.Id} is active without evidence: {Override(phase.Gate.Override)}"));
        var billed = costs.Where(cost => !cost.BilledSources.IsEmpty)
            .Select(cost => PageParts.Line($" * {cost.PhaseId} adds calls billed by {ValueText.List(cost.BilledSources)}"));
        return [table, .. billed, .. forced];
    };

    public static Func<PhaseView, IEnumerable<IRenderable>> Show(DateTimeOffset now) => phase =>
    {
        var definition = phase.Definition;
        var facts = PageParts.Facts(
            ("Phase", $"{definition.Id}  {definition.Name}"),
            ("Status", Status(phase, now)),
            ("Notes", phase.Notes),
            ("Override", Override(phase.Gate.Override)),
            ("Under way", phase.Gate.Operation is { } operation ? $"{operation.Step}, {operation.Waiting ?? "running"}" : null),
            ("Cool-down until", phase.Gate.CoolDownUntil is { } until ? ValueText.Instant(until) : null),
            ("After", ValueText.List(definition.EarlierPhases)),
            ("Evidence of", $"portfolio {definition.Portfolio}"),
            ("Enables", $"{ValueText.List(definition.Classes)}: {ValueText.List(definition.Assets)}"),
            ("Capital", $"{ValueText.Money(definition.MinimumCapital)} USD at least, "
                + $"{ValueText.Money(definition.RecommendedCapital)} recommended"),
            ("Activates by itself", ValueText.YesNo(definition.AutoActivate)));
        return phase.LastReadiness is { } readiness
            ? [facts, .. ReadinessPage.Show(readiness, phase.Status == PhaseStatus.Active)]
            : [facts];
    };

    public static IEnumerable<IRenderable> Activation(ActivationResult result)
    {
        var id = result.Phase.Definition.Id;
        var sentence = result.Outcome switch
        {
            ActivationOutcome.Activated => $"{id} is active now: {ValueText.List(result.Phase.Definition.Assets)} enabled.",
            ActivationOutcome.AlreadyActive =>
                $"{id} was active already, since {ValueText.Instant(result.Phase.ActivatedAt)}; nothing changed.",
            ActivationOutcome.AwaitingApproval => $"{id} waits: {result.Explanation}.",
            ActivationOutcome.RolledBack => $"{id} is rolled back: {result.Explanation}.",
            _ => $"{id} is refused; nothing changed.{(result.Explanation is { } why ? $" {why}." : "")}",
        };
        var details = result is { Outcome: not ActivationOutcome.AlreadyActive, Readiness: { } readiness }
            ? ReadinessPage.Show(readiness, result.Outcome == ActivationOutcome.Activated)
            : [];
        return [PageParts.Line(sentence), .. details];
    }

    private static string? Cost(PhaseCost? cost) => cost is null
        ? null
        : $"+{ValueText.Money(cost.AddsUsd)}{(cost.BilledSources.IsEmpty ? "" : "*")}";

    private static string Status(PhaseView phase, DateTimeOffset now) => phase.ActivatedAt is null
        ? Word(phase.Status)
        : $"{Word(phase.Status)} since {ValueText.Instant(phase.ActivatedAt)} ({ValueText.Age(phase.ActivatedAt, now)}), "
            + $"by {phase.ActivatedBy}";

    private static string? Override(PhaseOverride? forced) => forced is null
        ? null
        : $"by {string.Join(" and ", forced.Approvers)} until {ValueText.Instant(forced.ExpiresAt)}: {forced.Reason}";

    internal static string Word(PhaseStatus status) => status switch
    {
        PhaseStatus.Active => "active",
        PhaseStatus.Activating => "activating",
        PhaseStatus.RollingBack => "rolling back",
        PhaseStatus.ReduceOnly => "reduce-only",
        PhaseStatus.Deactivating => "deactivating",
        _ => "inactive",
    };
}
