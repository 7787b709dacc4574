using OrleansAssets.Phases;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>A forecast for people: each requirement with its chances, all of them together, and what they rest on.</summary>
internal static class ForecastPage
{
    public static IEnumerable<IRenderable> Show(PhaseForecast forecast)
    {
        if (forecast.Refusal is { } because)
        {
            yield return Page.Line($"No forecast for {forecast.PhaseId}: {because}.");
            yield break;
        }

        yield return Page.Line($"Chance that {forecast.PhaseId} is READY so many days after {Formats.Day(forecast.HistoryUntil)}");
        var table = Page.Table(["Requirement", "Now", .. forecast.HorizonDays.Select(days => $">{days} days")]);
        foreach (var requirement in forecast.Requirements)
        {
            table.Row(
                [
                    Page.Cell(requirement.Name), Page.GoodIf(requirement.MetNow, requirement.MetNow ? "met" : "not met"),
                    .. requirement.Chances.Select(chance => Page.Cell(requirement.IsDrawn ? Percent(chance) : Fact(chance))),
                ]);
        }

        var isReady = forecast.Requirements.All(requirement => requirement.MetNow);
        table.Row(
            [
                Page.Cell("all together"), Page.GoodIf(isReady, isReady ? "met" : "not met"),
                .. forecast.Chances.Select(chance => Page.Cell(Percent(chance))),
            ]);
        yield return table;
        yield return Page.Line("It is assumed that");
        foreach (var assumption in forecast.Assumptions)
        {
            yield return Page.Line($"- {assumption}");
        }
    }

    private static string Percent(double chance) => Formats.Percent((decimal)Math.Round(chance, 3));

    private static string Fact(double chance) => chance > 0 ? "met" : "not met";
}
