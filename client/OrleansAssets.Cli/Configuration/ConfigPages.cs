using System.Collections.Immutable;
using OrleansAssets.Catalogue;
using OrleansAssets.Cli.Output;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Configuration;

/// <summary>The configuration for people.</summary>
internal static class ConfigPages
{
    public static ConfigCheckView ViewOf(string directory, ConfigurationResult result) => new(
        directory,
        result.Configuration is not null,
        result.Configuration?.Hash,
        result.Configuration?.Assets.Length ?? 0,
        result.Configuration?.Classes.Length ?? 0,
        result.Configuration?.Phases.Length ?? 0,
        result.Configuration?.Sources.Length ?? 0,
        result.Faults);

    public static IEnumerable<IRenderable> Valid(ConfigCheckView view) =>
    [
        PageParts.Line(
            $"{view.Directory} is valid: {view.Assets} assets, {view.Classes} classes, {view.Phases} phases, {view.Sources} sources."),
        PageParts.Line($"Hash {view.Hash}"),
    ];

    public static IEnumerable<IRenderable> Differences(ImmutableArray<ConfigurationDifference> differences)
    {
        if (differences.IsEmpty)
        {
            return [PageParts.Line("What runs is what the files say.")];
        }

        var table = PageParts.Table("Path", "~In file", "~Running", "Changed by", "Changed at");
        foreach (var difference in differences)
        {
            table.Row(
                PageParts.Cell(difference.Path),
                PageParts.Cell(difference.InFile),
                PageParts.Cell(difference.Running),
                PageParts.Cell(difference.ChangedBy),
                PageParts.Cell(ValueText.Instant(difference.ChangedAt)));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Running(ConfigurationView view)
    {
        var table = PageParts.Table("~Path", "~Value");
        foreach (var (path, value) in view.Values)
        {
            table.Row(PageParts.Cell(path), PageParts.Cell(value));
        }

        return
        [
            PageParts.KnownFacts(
                (view.IsRunning ? "Runs" : "Ran", view.Hash), (view.IsRunning ? "Since" : "Last applied", ValueText.Instant(view.Since))),
            table,
        ];
    }

    public static IEnumerable<IRenderable> Versions(ConfigurationVersionPage page)
    {
        var table = new AnswerTable("Applied", ">Changes", "Runs", "Hash") { Empty = "None was applied before those." };
        foreach (var one in page.Versions)
        {
            table.Row(
                PageParts.Cell(ValueText.Instant(one.AppliedAt)), PageParts.Cell(ValueText.Count(one.Changes)),
                PageParts.Cell(one.IsRunning ? "yes" : null), PageParts.Cell(one.Hash));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Show(AssetsConfiguration configuration)
    {
        var risk = configuration.Risk;
        return
        [
            PageParts.Facts(
                ("Hash", configuration.Hash),
                ("Portfolio heat", ValueText.Percent(risk.MaxPortfolioHeat)),
                ("Single class", ValueText.Percent(risk.MaxSingleClass)),
                ("Correlated exposure", $"{ValueText.Percent(risk.MaxCorrelatedExposure)} above a correlation of "
                    + $"{ValueText.Number(risk.CorrelationThreshold)}"),
                ("Emergency stop", $"{ValueText.Percent(risk.EmergencyStopDrawdown)} drawdown"),
                ("Daily loss limit", ValueText.Percent(risk.DailyLossLimit)),
                ("Evaluation", $"every {configuration.Evaluation.EveryMinutes} min, evidence stale after "
                    + $"{configuration.Evaluation.StaleAfterDays} d")),
            Assets(configuration),
            Phases(configuration),
            Sources(configuration),
        ];
    }

    private static AnswerTable Assets(AssetsConfiguration configuration)
    {
        var table = PageParts.Table("Asset", "~Name", "Class", "Phase", "Enabled", ">Max pos.", ">Volatility");
        foreach (var asset in configuration.Assets)
        {
            table.Row(
                PageParts.Cell(asset.Id),
                PageParts.Cell(asset.Name),
                PageParts.Cell(asset.ClassId),
                PageParts.Cell(asset.PhaseId),
                PageParts.Cell(ValueText.YesNo(asset.Enabled)),
                PageParts.Cell(ValueText.Percent(asset.Risk.MaxPosition)),
                PageParts.Cell($"{asset.Risk.VolatilityScore}"));
        }

        return table;
    }

    private static AnswerTable Phases(AssetsConfiguration configuration)
    {
        var table = PageParts.Table("Phase", ">Requirements", ">Capital USD", ">Recommended", "~Activates");
        foreach (var phase in configuration.Phases)
        {
            table.Row(
                PageParts.Cell(phase.Id),
                PageParts.Cell(ValueText.Count(phase.Requirements.Length)),
                PageParts.Cell(ValueText.Money(phase.MinimumCapital)),
                PageParts.Cell(ValueText.Money(phase.RecommendedCapital)),
                PageParts.Cell(ValueText.List(phase.Assets)));
        }

        return table;
    }

    private static AnswerTable Sources(AssetsConfiguration configuration)
    {
        var table = PageParts.Table("Source", "Plan", ">USD/month", "Collected", "~Keys", "~Classes");
        foreach (var source in configuration.Sources)
        {
            table.Row(
                PageParts.Cell(source.Id),
                PageParts.Cell(source.Plan),
                PageParts.Cell(ValueText.Money(source.MonthlyCostUsd)),
                PageParts.Cell(ValueText.YesNo(source.Collected)),
                PageParts.Cell(ValueText.List(source.KeyVariables)),
                PageParts.Cell(ValueText.List(source.Classes)));
        }

        return table;
    }
}
