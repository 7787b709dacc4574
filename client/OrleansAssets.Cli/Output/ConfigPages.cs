using System.Collections.Immutable;
using OrleansAssets.Catalogue;
using OrleansAssets.Cli.Commands;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

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
        Page.Line(
            $"{view.Directory} is valid: {view.Assets} assets, {view.Classes} classes, {view.Phases} phases, {view.Sources} sources."),
        Page.Line($"Hash {view.Hash}"),
    ];

    public static IEnumerable<IRenderable> Differences(ImmutableArray<ConfigurationDifference> differences)
    {
        if (differences.IsEmpty)
        {
            return [Page.Line("What runs is what the files say.")];
        }

        var table = Page.Table("Path", "~In file", "~Running", "Changed by", "Changed at");
        foreach (var difference in differences)
        {
            table.Row(
                Page.Cell(difference.Path),
                Page.Cell(difference.InFile),
                Page.Cell(difference.Running),
                Page.Cell(difference.ChangedBy),
                Page.Cell(Formats.Instant(difference.ChangedAt)));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Show(AssetsConfiguration configuration)
    {
        var risk = configuration.Risk;
        return
        [
            Page.Facts(
                ("Hash", configuration.Hash),
                ("Portfolio heat", Formats.Percent(risk.MaxPortfolioHeat)),
                ("Single class", Formats.Percent(risk.MaxSingleClass)),
                ("Correlated exposure", $"{Formats.Percent(risk.MaxCorrelatedExposure)} above a correlation of {Formats.Number(risk.CorrelationThreshold)}"),
                ("Emergency stop", $"{Formats.Percent(risk.EmergencyStopDrawdown)} drawdown"),
                ("Daily loss limit", Formats.Percent(risk.DailyLossLimit)),
                ("Evaluation", $"every {configuration.Evaluation.EveryMinutes} min, evidence stale after {configuration.Evaluation.StaleAfterDays} d")),
            Assets(configuration),
            Phases(configuration),
            Sources(configuration),
        ];
    }

    private static Spectre.Console.Table Assets(AssetsConfiguration configuration)
    {
        var table = Page.Table("Asset", "~Name", "Class", "Phase", "Enabled", ">Max pos.", ">Volatility");
        foreach (var asset in configuration.Assets)
        {
            table.Row(
                Page.Cell(asset.Id),
                Page.Cell(asset.Name),
                Page.Cell(asset.ClassId),
                Page.Cell(asset.PhaseId),
                Page.Cell(Formats.YesNo(asset.Enabled)),
                Page.Cell(Formats.Percent(asset.Risk.MaxPosition)),
                Page.Cell($"{asset.Risk.VolatilityScore}"));
        }

        return table;
    }

    private static Spectre.Console.Table Phases(AssetsConfiguration configuration)
    {
        var table = Page.Table("Phase", ">Requirements", ">Capital USD", ">Recommended", "~Activates");
        foreach (var phase in configuration.Phases)
        {
            table.Row(
                Page.Cell(phase.Id),
                Page.Cell(Formats.Count(phase.Requirements.Length)),
                Page.Cell(Formats.Money(phase.MinimumCapital)),
                Page.Cell(Formats.Money(phase.RecommendedCapital)),
                Page.Cell(Formats.List(phase.Assets)));
        }

        return table;
    }

    private static Spectre.Console.Table Sources(AssetsConfiguration configuration)
    {
        var table = Page.Table("Source", "Plan", ">USD/month", "Collected", "~Keys", "~Classes");
        foreach (var source in configuration.Sources)
        {
            table.Row(
                Page.Cell(source.Id),
                Page.Cell(source.Plan),
                Page.Cell(Formats.Money(source.MonthlyCostUsd)),
                Page.Cell(Formats.YesNo(source.Collected)),
                Page.Cell(Formats.List(source.KeyVariables)),
                Page.Cell(Formats.List(source.Classes)));
        }

        return table;
    }
}
