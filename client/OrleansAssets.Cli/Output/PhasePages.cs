using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Phases for people.</summary>
internal static class PhasePages
{
    /// <param name="costs">What activating each phase now would add a month; of those that are inactive.</param>
    public static Func<ImmutableArray<PhaseView>, IEnumerable<IRenderable>> Ladder(DateTimeOffset now, ImmutableArray<PhaseCost> costs) => phases =>
    {
        var table = Page.Table("Phase", "Status", ">Age", "Readiness", ">Met", ">USD min.", ">+USD/mo", "~Activates");
        foreach (var phase in phases.OrderBy(phase => phase.Definition.Order))
        {
            var definition = phase.Definition;
            table.Row(
                Page.Cell(definition.Id),
                Page.GoodIf(phase.Status == PhaseStatus.Active, Word(phase.Status) + (phase.Gate.Override is null ? "" : " (forced)")),
                Page.Cell(Formats.ShortAge(phase.ActivatedAt, now)),
                phase.LastReadiness is { } readiness ? ReadinessPage.ShortVerdict(readiness.Verdict) : Page.Cell(null),
                Page.Cell(phase.LastReadiness is { } last ? $"{last.Requirements.Count(result => result.Met)}/{last.Requirements.Length}" : null),
                Page.Cell(Formats.Money(definition.MinimumCapital)),
                Page.Cell(Cost(costs.FirstOrDefault(cost => cost.PhaseId == definition.Id))),
                Page.Cell(Formats.List(definition.Assets)));
        }

        var forced = phases.Where(phase => phase.Gate.Override is not null)
            .Select(phase => Page.Line($"{phase.Definition.Id} is active without evidence: {Override(phase.Gate.Override)}"));
        var billed = costs.Where(cost => !cost.BilledSources.IsEmpty)
            .Select(cost => Page.Line($" * {cost.PhaseId} adds calls billed by {Formats.List(cost.BilledSources)}"));
        return [table, .. billed, .. forced];
    };

    public static Func<PhaseView, IEnumerable<IRenderable>> Show(DateTimeOffset now) => phase =>
    {
        var definition = phase.Definition;
        var facts = Page.Facts(
            ("Phase", $"{definition.Id}  {definition.Name}"),
            ("Status", Status(phase, now)),
            ("Notes", phase.Notes),
            ("Override", Override(phase.Gate.Override)),
            ("Under way", phase.Gate.Operation is { } operation ? $"{operation.Step}, {operation.Waiting ?? "running"}" : null),
            ("Cool-down until", phase.Gate.CoolDownUntil is { } until ? Formats.Instant(until) : null),
            ("After", Formats.List(definition.EarlierPhases)),
            ("Evidence of", $"portfolio {definition.Portfolio}"),
            ("Enables", $"{Formats.List(definition.Classes)}: {Formats.List(definition.Assets)}"),
            ("Capital", $"{Formats.Money(definition.MinimumCapital)} USD at least, {Formats.Money(definition.RecommendedCapital)} recommended"),
            ("Activates by itself", Formats.YesNo(definition.AutoActivate)));
        return phase.LastReadiness is { } readiness ? [facts, .. ReadinessPage.Show(readiness)] : [facts];
    };

    public static IEnumerable<IRenderable> Activation(ActivationResult result)
    {
        var id = result.Phase.Definition.Id;
        var sentence = result.Outcome switch
        {
            ActivationOutcome.Activated => $"{id} is active now: {Formats.List(result.Phase.Definition.Assets)} enabled.",
            ActivationOutcome.AlreadyActive => $"{id} was active already, since {Formats.Instant(result.Phase.ActivatedAt)}; nothing changed.",
            ActivationOutcome.AwaitingApproval => $"{id} waits: {result.Explanation}.",
            ActivationOutcome.RolledBack => $"{id} is rolled back: {result.Explanation}.",
            _ => $"{id} is refused; nothing changed.{(result.Explanation is { } why ? $" {why}." : "")}",
        };
        var details = result is { Outcome: not ActivationOutcome.AlreadyActive, Readiness: { } readiness } ? ReadinessPage.Show(readiness) : [];
        return [Page.Line(sentence), .. details];
    }

    private static string? Cost(PhaseCost? cost) => cost is null
        ? null
        : $"+{Formats.Money(cost.AddsUsd)}{(cost.BilledSources.IsEmpty ? "" : "*")}";

    private static string Status(PhaseView phase, DateTimeOffset now) => phase.ActivatedAt is null
        ? Word(phase.Status)
        : $"{Word(phase.Status)} since {Formats.Instant(phase.ActivatedAt)} ({Formats.Age(phase.ActivatedAt, now)}), by {phase.ActivatedBy}";

    private static string? Override(PhaseOverride? forced) => forced is null
        ? null
        : $"by {string.Join(" and ", forced.Approvers)} until {Formats.Instant(forced.ExpiresAt)}: {forced.Reason}";

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
