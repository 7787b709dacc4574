using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Cli.Output;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.AssetClasses;

/// <summary>Asset classes for people.</summary>
internal static class ClassPages
{
    public static IEnumerable<IRenderable> List(ImmutableArray<AssetClassView> classes)
    {
        var table = PageParts.Table("Class", "Enabled", ">Max allocation", ">Positions", ">Risk x", ">Default", "~Members");
        foreach (var view in classes)
        {
            var definition = view.Definition;
            table.Row(
                PageParts.Cell(definition.Id),
                PageParts.GoodIf(view.Enabled, ValueText.YesNo(view.Enabled)),
                PageParts.Cell(ValueText.Percent(definition.MaxAllocation)),
                PageParts.Cell(ValueText.Count(definition.MaxPositions)),
                PageParts.Cell(ValueText.Number(definition.RiskMultiplier)),
                PageParts.Cell(ValueText.Percent(definition.DefaultPosition)),
                PageParts.Cell(ValueText.List(definition.Members)));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Show(AssetClassView view)
    {
        var definition = view.Definition;
        return
        [
            PageParts.Facts(
                ("Class", $"{definition.Id}  {definition.Name}"),
                ("Enabled", $"{ValueText.YesNo(view.Enabled)}, by {view.EnabledBy} on {ValueText.Instant(view.EnabledChangedAt)}"),
                ("Max allocation",
                    $"{ValueText.Percent(definition.MaxAllocation)} of the portfolio, in at most {definition.MaxPositions} positions"),
                ("Risk multiplier", ValueText.Number(definition.RiskMultiplier)),
                ("Default position", ValueText.Percent(definition.DefaultPosition)),
                ("Members", ValueText.List(definition.Members))),
        ];
    }
}
