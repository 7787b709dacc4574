using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Asset classes for people.</summary>
internal static class ClassPages
{
    public static IEnumerable<IRenderable> List(ImmutableArray<AssetClassView> classes)
    {
        var table = Page.Table("Class", "Enabled", ">Max allocation", ">Positions", ">Risk x", ">Default", "~Members");
        foreach (var view in classes)
        {
            var definition = view.Definition;
            table.Row(
                Page.Cell(definition.Id),
                Page.GoodIf(view.Enabled, Formats.YesNo(view.Enabled)),
                Page.Cell(Formats.Percent(definition.MaxAllocation)),
                Page.Cell(Formats.Count(definition.MaxPositions)),
                Page.Cell(Formats.Number(definition.RiskMultiplier)),
                Page.Cell(Formats.Percent(definition.DefaultPosition)),
                Page.Cell(Formats.List(definition.Members)));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Show(AssetClassView view)
    {
        var definition = view.Definition;
        return
        [
            Page.Facts(
                ("Class", $"{definition.Id}  {definition.Name}"),
                ("Enabled", $"{Formats.YesNo(view.Enabled)}, by {view.EnabledBy} on {Formats.Instant(view.EnabledChangedAt)}"),
                ("Max allocation", $"{Formats.Percent(definition.MaxAllocation)} of the portfolio, in at most {definition.MaxPositions} positions"),
                ("Risk multiplier", Formats.Number(definition.RiskMultiplier)),
                ("Default position", Formats.Percent(definition.DefaultPosition)),
                ("Members", Formats.List(definition.Members))),
        ];
    }
}
