using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Portfolio;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Risk;

/// <summary><c>why</c>: why nothing was traded.</summary>
internal static class WhyCommand
{
    private const int DaysDefault = 7;

    public static Command Build(CommandRunner runner)
    {
        var of = new Argument<string?>("ASSET|CLASS")
        {
            Description = "Asset or class id; everything where left out", Arity = ArgumentArity.ZeroOrOne,
        };
        var since = InstantOption.Of("--since", "From when on, e.g. 2026-03-01T00:00Z (else 7 days before the end)");
        var until = InstantOption.Of("--until", "Only decisions of before it, e.g. 2026-03-08T00:00Z (else all until now)");
        var strategy = new Option<string?>("--strategy") { Description = "Only orders of this strategy", HelpName = "id" };
        var portfolio = PortfolioOption.Of();
        var command = new Command("why", "Why was nothing traded: what refused orders, how often, and what would heal it")
        {
            of, since, until, strategy, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            var id = call.Arguments.GetValue(of);
            var isClass = id is not null
                && (await client.Catalogue.GetClassesAsync(call.CancellationToken)).Any(known => known.Definition.Id == id);
            var end = call.Get(until);
            var answer = await client.Refusals.WhyAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(since) ?? (end ?? call.Now).AddDays(-DaysDefault),
                isClass ? null : id, isClass ? id : null, call.Get(strategy), end, call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.RefusalAnswer, WhyPage.Show);
            return ExitCodes.Done;
        });
    }
}

/// <summary>Why nothing was traded, for people.</summary>
internal static class WhyPage
{
    public static IEnumerable<IRenderable> Show(RefusalAnswer answer)
    {
        var question = answer.Question;
        var refusals = new AnswerTable("Check", "Scope", ">Orders", "First", "Last", "~Newest, and what would heal it")
        {
            Empty = "No order was refused or cut.",
        };
        foreach (var refusal in answer.Refusals)
        {
            refusals.Row(
                PageParts.Cell(refusal.Code), PageParts.Cell(refusal.Scope), PageParts.Cell(ValueText.Count(refusal.Count)),
                PageParts.Cell(ValueText.Instant(refusal.First)), PageParts.Cell(ValueText.Instant(refusal.Last)),
                PageParts.Cell(
                    $"{refusal.LastDecisionId}: {refusal.Explanation.TrimEnd('.')}."
                        + (refusal.Remedy is { } remedy ? $" What heals it: {remedy}" : "")));
        }

        var standing = new AnswerTable("In the way now", "~What", "Since", "~What would heal it") { Empty = "Nothing is in the way now." };
        foreach (var obstacle in ObstacleRules.Grouped(answer.Standing))
        {
            standing.Row(
                PageParts.Cell(obstacle.Scope), PageParts.Cell(obstacle.What), PageParts.Cell(ValueText.Instant(obstacle.Since)),
                PageParts.Cell(obstacle.Remedy));
        }

        yield return PageParts.Facts(
            ("Of", $"{question.AssetId ?? question.ClassId ?? "everything"} in portfolio {question.PortfolioId}"
                + (question.StrategyId is { } strategy ? $", strategy {strategy}" : "")),
            ("Since", ValueText.Instant(question.Since)),
            ("Until", question.Until is { } until ? ValueText.Instant(until) : "now"),
            ("Orders", answer.Decisions == 0
                ? "none: nobody asked"
                : $"{ValueText.Count(answer.Decisions)}: {ValueText.Count(answer.Approved)} approved, "
                    + $"{ValueText.Count(answer.Reduced)} reduced, {ValueText.Count(answer.Rejected)} rejected"));
        if (!answer.Refusals.IsEmpty)
        {
            yield return refusals;
        }

        yield return answer.Standing.IsEmpty ? PageParts.Line(" Nothing stands in the way now.") : standing;
    }
}
