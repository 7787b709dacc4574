using OrleansAssets.Assets;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>A position size and its reasons, for people.</summary>
internal static class SizePage
{
    public static IEnumerable<IRenderable> Show(SizeAnswer answer)
    {
        var table = Page.Table("Rule", "Scope", ">Allows USD", "~Because", "Binds");
        foreach (var rule in answer.Rules)
        {
            table.Row(
                Page.Cell(rule.Code),
                Page.Cell(rule.Scope),
                Page.Cell(Formats.Money(rule.LimitNotional)),
                Page.Cell(rule.Explanation),
                Page.GoodIf(!rule.Binding, rule.Binding ? "yes" : ""));
        }

        return
        [
            Page.Facts(
                ("Position", $"{Formats.Money(answer.Notional)} USD of {answer.AssetId}, bound by {answer.BindingRule}"),
                ("Portfolio", $"{Formats.Money(answer.PortfolioValue)} USD"),
                ("Quantity", answer is { Quantity: { } quantity, Price: { } price } ? $"{Formats.Number(quantity)} at {Formats.Number(price)}" : "unknown without a price"),
                ("Stop, target", $"{Optional(answer.StopPrice)}, {Optional(answer.TargetPrice)}"),
                ("Tradable now", answer.Tradable ? "yes" : $"no: {answer.NotTradableBecause}")),
            table,
        ];
    }

    private static string Optional(decimal? price) => price is { } value ? Formats.Number(value) : "none";
}
