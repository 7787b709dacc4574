using System.Collections.Immutable;
using OrleansAssets.Phases;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>What would change and what has changed in a phase, for people.</summary>
internal static class PhaseChangePages
{
    public static IEnumerable<IRenderable> Plan(PhasePlan plan)
    {
        var verb = plan.Kind == PhaseOperationKind.Activate ? "activate" : "deactivate";
        yield return Page.Line(plan.Allowed
            ? $"To {verb} {plan.PhaseId} would be granted. Nothing has changed."
            : $"To {verb} {plan.PhaseId} would be refused: {plan.Because}. Nothing has changed.");
        var changes = Page.Table("What", ">Now", ">After");
        foreach (var flag in plan.Flags)
        {
            changes.Row(Page.Cell(flag.Path), Page.Cell(Formats.YesNo(flag.Now)), Page.Cell(Formats.YesNo(flag.After)));
        }

        foreach (var limit in plan.Limits)
        {
            changes.Row(Page.Cell($"limit of {limit.ClassId}"), Page.Cell(Formats.Percent(limit.Now)), Page.Cell(Formats.Percent(limit.After)));
        }

        changes.Row(Page.Cell("USD a month"), Page.Cell(Formats.Money(plan.MonthlyCostNowUsd)), Page.Cell(Formats.Money(plan.MonthlyCostAfterUsd)));
        yield return changes;
        var capital = plan.Capital;
        yield return Page.Facts(
            ("Capital", $"{(capital.Equity is { } held ? Formats.Money(held) : Formats.None)} USD; "
                + $"{Formats.Money(capital.Minimum)} at least, {Formats.Money(capital.Recommended)} recommended"),
            (plan.Kind == PhaseOperationKind.Activate ? "Feeds that start" : "Feeds that stop",
                Formats.List(plan.Feeds.Select(feed => $"{feed.AssetId} at {feed.SourceId}"))),
            ("Positions in breach", Formats.List(plan.Breaches.Select(breach => breach.Explanation))),
            ("Later phases that stay", Formats.List(plan.LaterPhases)),
            ("Configuration file", plan.FileRewritten ? "its enabled flags are rewritten" : "is not touched"));
    }

    public static IEnumerable<IRenderable> History(ImmutableArray<PhaseLogEntry> entries)
    {
        var table = Page.Table("At", "What", "By", "~Notes");
        foreach (var entry in entries)
        {
            table.Row(Page.Cell(Formats.Instant(entry.At)), Page.Cell(entry.Action), Page.Cell(entry.By), Page.Cell(entry.Notes));
        }

        yield return table;
    }
}
