using OrleansAssets.Cli.Output;
using OrleansAssets.Phases;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Phases;

/// <summary>A forecast for people: each requirement with its chances, all of them together, and what they rest on.</summary>
internal static class ForecastPage
{
    public static IEnumerable<IRenderable> Show(PhaseForecast forecast)
    {
        if (forecast.Refusal is { } because)
        {
            yield return PageParts.Line($"No forecast for {forecast.PhaseId}: {because}.");
            yield break;
        }

        yield return PageParts.Line($"Chance that {forecast.PhaseId} is READY so many days after {ValueText.Day(forecast.HistoryUntil)}");
        var table = PageParts.Table(["Requirement", "Now", .. forecast.HorizonDays.Select(days => $">{days} days")]);
        foreach (var requirement in forecast.Requirements)
        {
            table.Row(
                [
                    PageParts.Cell(requirement.Name), PageParts.GoodIf(requirement.MetNow, requirement.MetNow ? "met" : "not met"),
                    .. requirement.Chances.Select(chance => PageParts.Cell(requirement.IsDrawn ? Percent(chance) : Fact(chance))),
                ]);
        }

        var isReady = forecast.Requirements.All(requirement => requirement.MetNow);
        table.Row(
            [
                PageParts.Cell("all together"), PageParts.GoodIf(isReady, isReady ? "met" : "not met"),
                .. forecast.Chances.Select(chance => PageParts.Cell(Percent(chance))),
            ]);
        yield return table;
        yield return PageParts.Line("It is assumed that");
        foreach (var assumption in forecast.Assumptions)
        {
            yield return PageParts.Line($"- {assumption}");
        }
    }

    private static string Percent(double chance) => ValueText.Percent((decimal)Math.Round(chance, 3));

    private static string Fact(double chance) => chance > 0 ? "met" : "not met";
}
