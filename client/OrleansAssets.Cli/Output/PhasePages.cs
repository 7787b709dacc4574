using System.Collections.Immutable;
using OrleansAssets.Phases;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Phases for people.</summary>
internal static class PhasePages
{
    public static Func<ImmutableArray<PhaseView>, IEnumerable<IRenderable>> Ladder(DateTimeOffset now) => phases =>
    {
        var table = Page.Table("Phase", "Status", ">Age", "Readiness", ">Met", ">USD min.", "~Activates");
        foreach (var phase in phases.OrderBy(phase => phase.Definition.Order))
        {
            var definition = phase.Definition;
            table.Row(
                Page.Cell(definition.Id),
                Page.GoodIf(phase.Status == PhaseStatus.Active, Word(phase.Status)),
                Page.Cell(Formats.ShortAge(phase.ActivatedAt, now)),
                phase.LastReadiness is { } readiness ? ReadinessPage.ShortVerdict(readiness.Verdict) : Page.Cell(null),
                Page.Cell(phase.LastReadiness is { } last ? $"{last.Requirements.Count(result => result.Met)}/{last.Requirements.Length}" : null),
                Page.Cell(Formats.Money(definition.MinimumCapital)),
                Page.Cell(Formats.List(definition.Assets)));
        }

        return [table];
    };

    public static Func<PhaseView, IEnumerable<IRenderable>> Show(DateTimeOffset now) => phase =>
    {
        var definition = phase.Definition;
        var facts = Page.Facts(
            ("Phase", $"{definition.Id}  {definition.Name}"),
            ("Status", Status(phase, now)),
            ("Notes", phase.Notes),
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
            _ => $"{id} is refused; nothing changed.",
        };
        var details = result is { Outcome: not ActivationOutcome.AlreadyActive, Readiness: { } readiness } ? ReadinessPage.Show(readiness) : [];
        return [Page.Line(sentence), .. details];
    }

    private static string Status(PhaseView phase, DateTimeOffset now) => phase.ActivatedAt is null
        ? Word(phase.Status)
        : $"{Word(phase.Status)} since {Formats.Instant(phase.ActivatedAt)} ({Formats.Age(phase.ActivatedAt, now)}), by {phase.ActivatedBy}";

    private static string Word(PhaseStatus status) => status switch
    {
        PhaseStatus.Active => "active",
        PhaseStatus.Activating => "activating",
        _ => "inactive",
    };
}
