using System.Collections.Immutable;
using OrleansAssets.Cli.Output;
using OrleansAssets.Phases;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Phases;

/// <summary>What would change and what has changed in a phase, for people.</summary>
internal static class PhaseChangePages
{
    public static IEnumerable<IRenderable> Plan(PhasePlan plan)
    {
        var verb = plan.Kind == PhaseOperationKind.Activate ? "activate" : "deactivate";
        yield return PageParts.Line(plan.Allowed
            ? $"To {verb} {plan.PhaseId} would be granted. Nothing has changed."
            : $"To {verb} {plan.PhaseId} would be refused: {plan.Because}. Nothing has changed.");
        var changes = new AnswerTable("What", ">Now", ">After") { Empty = "No flag would change." };
        foreach (var flag in plan.Flags)
        {
            changes.Row(PageParts.Cell(flag.Path), PageParts.Cell(ValueText.YesNo(flag.Now)), PageParts.Cell(ValueText.YesNo(flag.After)));
        }

        foreach (var limit in plan.Limits)
        {
            changes.Row(PageParts.Cell($"limit of {limit.ClassId}"), PageParts.Cell(ValueText.Percent(limit.Now)), PageParts.Cell(
                ValueText.Percent(limit.After)));
        }

        changes.Row(PageParts.Cell("USD a month"), PageParts.Cell(ValueText.Money(plan.MonthlyCostNowUsd)), PageParts.Cell(
            ValueText.Money(plan.MonthlyCostAfterUsd)));
        yield return changes;
        var capital = plan.Capital;
        yield return PageParts.Facts(
            ("Capital", $"{(capital.Equity is { } held ? ValueText.Money(held) : ValueText.None)} USD; "
                + $"{ValueText.Money(capital.Minimum)} at least, {ValueText.Money(capital.Recommended)} recommended"),
            (plan.Kind == PhaseOperationKind.Activate ? "Feeds that start" : "Feeds that stop",
                ValueText.List(plan.Feeds.Select(feed => $"{feed.AssetId} at {feed.SourceId}"))),
            ("Positions in breach", ValueText.List(plan.Breaches.Select(breach => breach.Explanation))),
            ("Later phases that stay", ValueText.List(plan.LaterPhases)),
            ("Configuration file", plan.FileRewritten ? "its enabled flags are rewritten" : "is not touched"));
    }

    public static IEnumerable<IRenderable> History(ImmutableArray<PhaseLogEntry> entries)
    {
        var table = new AnswerTable("At", "What", "By", "~Notes") { Empty = "The log says nothing of it yet." };
        foreach (var entry in entries)
        {
            table.Row(PageParts.Cell(ValueText.Instant(entry.At)), PageParts.Cell(entry.Action), PageParts.Cell(entry.By), PageParts.Cell(
                entry.Notes));
        }

        yield return table;
    }
}
